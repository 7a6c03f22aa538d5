package engine

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"recollect/engine/model"
	"recollect/engine/model/fetch"
	"recollect/engine/model/list"
	"recollect/engine/models"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// exported are the files of a model as an exporter leaves them: the networks of the shipped one, with
// its vocabulary in the form of Hugging Face.
func exported(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for name, from := range map[string]string{
		"onnx/vision_model.onnx": "vision_model.onnx", "onnx/text_model.onnx": "text_model.onnx",
	} {
		data, err := os.ReadFile(filepath.Join("../assets/models/mini", from))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	words, err := os.ReadFile("../assets/models/mini/vocab.txt")
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := map[string]int{}
	for i, w := range strings.Split(strings.TrimSpace(string(words)), "\n") {
		vocabulary[w] = i
	}
	var added []map[string]any
	for _, name := range []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]"} {
		added = append(added, map[string]any{"id": vocabulary[name], "content": name, "special": true})
	}
	files["tokenizer.json"] = inJSON(t, map[string]any{
		"version": "1.0", "added_tokens": added,
		"normalizer": map[string]any{
			"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "lowercase": true,
		},
		"pre_tokenizer": map[string]any{"type": "BertPreTokenizer"},
		"post_processor": map[string]any{
			"type": "BertProcessing", "sep": []any{"[SEP]", 102}, "cls": []any{"[CLS]", 101},
		},
		"model": map[string]any{
			"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
			"max_input_chars_per_word": 100, "vocab": vocabulary,
		},
	})
	return files
}

func inJSON(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// hub serves the files of a repository as the hub of models does, and counts the requests.
func hub(t *testing.T, repository string, files map[string][]byte) (address string, requests *atomic.Int64) {
	t.Helper()
	requests = new(atomic.Int64)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		_, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"+repository+"/resolve/"), "/")
		data, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		sum := sha256.Sum256(data)
		w.Header().Set("X-Repo-Commit", strings.Repeat("c", 40))
		w.Header().Set("X-Linked-Etag", `"`+hex.EncodeToString(sum[:])+`"`)
		http.ServeContent(w, r, path.Base(name), time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(s.Close)
	return s.URL, requests
}

// listedOne is how the list has such a model: no checksum is known, and no commit.
func listedOne() list.Model {
	text := []list.File{{Path: "tokenizer.json", Role: "tokenizer", About: 1 << 20}}
	networks := []list.File{
		{Path: "onnx/vision_model.onnx", Role: "vision", About: 16 << 20},
		{Path: "onnx/text_model.onnx", Role: "text", About: 26 << 20},
	}
	return list.Model{
		ID: "listed-one", Title: "Listed One", Offer: list.Download, Repository: "somebody/one", Files: text,
		Variants: []list.Variant{{Name: "fp32", Files: networks}},
		Licence:  list.Licence{Name: "MIT", Terms: "Anything goes."},
		Description: model.Spec{
			Family: model.FamilyOpenCLIP, Dim: 512, ImageSize: 260, ResizeMode: model.Squash, Resample: model.Bicubic,
			Mean: [3]float32{.48, .48, .48}, Std: [3]float32{.5, .5, .5}, LogitScale: 26.5, Languages: []string{"en"},
			Tokenizer: model.Tokenizing{Type: model.TokenizerJSON, MaxTokens: 64},
		},
	}
}

// ofThree opens a library of three photos, a duck, a kitten and lemons, which is up to date.
func ofThree(t *testing.T) *Engine {
	t.Helper()
	o := options(t, t.TempDir())
	o.Things = ""
	e := open(t, o)
	dir := put(t, "animals/white-duck.jpg", "animals/kitten-with-yarn.jpg", "food/citrus-slices.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	return e
}

// A model of the list goes the whole way: it is downloaded, verified, used, searched with and removed.
func TestAListedModelIsDownloadedUsedAndRemoved(t *testing.T) {
	e := ofThree(t)
	address, requests := hub(t, "somebody/one", exported(t))
	with := e.modelOptions()
	with.Listed, with.Fetch = []list.Model{listedOne()}, fetch.Options{Mirror: address, Loopback: true}
	e.Models = models.NewService(with)
	if m := entry(t, e, "listed-one"); m.State != photo.ModelAvailable || m.Terms == "" || requests.Load() > 0 {
		t.Errorf("before: %+v, asked %d times", m, requests.Load())
	}
	if err := e.Models.Download(t.Context(), "listed-one", "", nil); err != nil {
		t.Fatal(err)
	}
	got := entry(t, e, "listed-one")
	if got.State != photo.ModelInstalled || got.Fingerprint == "" || got.Variant != "fp32" ||
		got.Title != "Listed One" {
		t.Errorf("downloaded: %+v", got)
	}
	n := requests.Load()
	v, err := e.Models.Verify(t.Context(), "listed-one", "")
	if err != nil || !v.OK() {
		t.Errorf("%+v, %v", v, err)
	}
	searched(t, e, "listed-one")
	if err := e.Models.Download(t.Context(), "listed-one", "", nil); !errors.Is(err, models.ErrInUse) {
		t.Errorf("in use, and got again: %v", err)
	}
	if err := e.Models.Use(t.Context(), "mini"); err != nil {
		t.Fatal(err)
	}
	kept, removed := addIndex(t, e, entry(t, e, "mini")), addIndex(t, e, got)
	written := filepath.Join(filepath.Dir(kept), "."+filepath.Base(kept)+".1.tmp")
	if err := os.WriteFile(written, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.Models.Remove(t.Context(), "listed-one"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(written); err != nil {
		t.Errorf("an index of another model, which is being written: %v", err)
	}
	if files := indexesOf(t, e.opts); !slices.Equal(files, []string{kept}) {
		t.Errorf("the indexes %v are left, want not %s", files, removed)
	}
	if m := entry(t, e, "listed-one"); m.State != photo.ModelAvailable || m.Embedded != 0 {
		t.Errorf("removed: %+v", m)
	}
	if requests.Load() != n {
		t.Errorf("asked %d times after the download", requests.Load()-n)
	}
}

// addIndex adds a file of an index of a model.
func addIndex(t *testing.T, e *Engine, m photo.ModelEntry) string {
	t.Helper()
	path := filepath.Join(e.opts.Library, "index", m.Fingerprint+"-1.index")
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// searched has the library use a model, and searches with it.
func searched(t *testing.T, e *Engine, id string) {
	t.Helper()
	if err := e.Models.Use(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := entry(t, e, id); !m.InUse || m.Embedded != 3 {
		t.Errorf("used: %+v", m)
	}
	if found := find(t, e, asked("a duck", query.Query{})); len(found) == 0 || found[0] != "white-duck.jpg" {
		t.Errorf("found %v", found)
	}
}

// The same files, imported from an archive, go the same way. Another model of the name is not replaced.
func TestAnArchiveIsImportedAndUsed(t *testing.T) {
	e := ofThree(t)
	files := exported(t)
	files["config.json"] = []byte(`{"model_type": "clip", "projection_dim": 512, "vision_config": {"image_size": 260},
		"text_config": {"max_position_embeddings": 64, "vocab_size": 30522, "projection_dim": 512}}`)
	files["preprocessor_config.json"] = []byte(`{"do_center_crop": false, "do_resize": true, "size": {"height": 260,
		"width": 260}, "resample": 3, "image_mean": [0.48, 0.48, 0.48], "image_std": [0.5, 0.5, 0.5]}`)
	files["tokenizer_config.json"] = []byte(`{"pad_token": "[PAD]", "unk_token": "[UNK]", "bos_token": "[CLS]",
		"eos_token": "[SEP]"}`)
	from := filepath.Join(t.TempDir(), "My own.zip")
	zipped(t, from, files)
	got, err := e.Models.Import(t.Context(), "", nil, from)
	if err != nil || got.ID != "my-own" || got.State != photo.ModelInstalled {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := e.Models.Import(t.Context(), "", nil, from); !errors.Is(err, models.ErrTaken) {
		t.Errorf("another of the name: %v", err)
	}
	searched(t, e, "my-own")
}

// zipped writes a zip file.
func zipped(t *testing.T, to string, files map[string][]byte) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.Copy(w, bytes.NewReader(data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), os.WriteFile(to, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
}
