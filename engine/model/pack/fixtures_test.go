package pack

import (
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"recollect/engine/decode"
	"recollect/engine/model"
	"recollect/engine/model/clip"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// bare writes a fixture without what only tests have: its own description and the reference.
func bare(t *testing.T, name string) string {
	t.Helper()
	from, to := filepath.Join("..", "testdata", name), filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	matches, err := filepath.Glob(filepath.Join(to, "model*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range append(matches, filepath.Join(to, "reference.json")) {
		if err := os.Remove(m); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// Each fixture, imported without its description, gives the embeddings that PyTorch gives. Few bits
// cost these narrow networks more than those in use; the limits are those of package clip's tests.
func TestFixturesRun(t *testing.T) {
	for _, tt := range []struct {
		name, variant, as string
		least             float64
		warnings          string
	}{
		{"hf-clip", "fp32", "model.json", 0.9999, ""},
		{"hf-clip", "fp16", "model_fp16.json", 0.9999, ""},
		{"hf-clip", "int8", "model_quantized.json", 0.98, ""},
		{"hf-clip", "q4", "model_q4.json", 0.7, ""},
		{"hf-siglip", "", "model.json", 0.9999, ""},
		{"hf-siglip2", "", "model.json", 0.9999, ""},
		{"immich-v1", "", "model.json", 0.9999, ""},
		{"immich-v2", "", "model.json", 0.9999, ""},
		{"immich-xlm", "", "model.json", 0.9999, ""},
		{"rclip", "", "model.json", 0.9999, "pack:assumed"},
	} {
		t.Run(tt.name+" "+tt.variant, func(t *testing.T) {
			r, dir := imported(t, bare(t, tt.name), Options{Variant: tt.variant})
			if got := strings.Join(codes(r.Warnings), " "); got != tt.warnings {
				t.Errorf("warnings %s", got)
			}
			data, err := os.ReadFile(filepath.Join("..", "testdata", tt.name, tt.as))
			if err != nil {
				t.Fatal(err)
			}
			var want model.Spec
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			got, wanted := essence(r.Spec), essence(want)
			if !reflect.DeepEqual(got, wanted) {
				t.Errorf("want %+v,\n got %+v", wanted, got)
			}
			if pictures, texts := leastCosine(t, tt.name, dir); min(pictures, texts) < tt.least {
				t.Errorf("cosines with PyTorch's: %.6f of a picture, %.6f of a sentence", pictures, texts)
			}
		})
	}
}

// essence is what of a description must be the same, however files are named: a description may pad
// sentences or not, and use either form of a tokenizer.
func essence(s model.Spec) model.Spec {
	s.Name, s.Version, s.Licence, s.Source, s.Languages = "", "", "", "", nil
	s.Files, s.LogitScale, s.LogitBias, s.Calibration = nil, 0, 0, relevance.Calibration{}
	s.Tokenizer.Files, s.Tokenizer.Type = nil, ""
	s.Tokenizer.UnkID, s.Tokenizer.PadID = 0, 0
	for _, t := range []*model.Tower{&s.Vision, &s.Text} {
		t.File, t.External, t.Normalised, t.Length = "", nil, false, 0
	}
	return s
}

// placed is a model's folder.
type placed struct {
	fs.FS
	dir string
}

func (p placed) Dir() string { return p.dir }

// leastCosine compares the embeddings of pictures and sentences with PyTorch's.
func leastCosine(t *testing.T, name, dir string) (pictures, texts float64) {
	t.Helper()
	library := cliptest.RuntimeDir(t, filepath.Join("..", "..", ".."))
	m := clip.Open(clip.Options{Model: placed{os.DirFS(dir), dir}, LibraryDirs: []string{library}})
	defer m.Close()
	if err := m.Load(); err != nil {
		t.Fatal(err)
	}
	var reference struct {
		Pictures []struct {
			File  string       `json:"file"`
			Embed photo.Vector `json:"embed"`
		} `json:"pictures"`
		Texts []struct {
			Text  string       `json:"text"`
			Embed photo.Vector `json:"embed"`
		} `json:"texts"`
	}
	data, err := os.ReadFile(filepath.Join("..", "testdata", name, "reference.json"))
	if err == nil {
		err = json.Unmarshal(data, &reference)
	}
	if err != nil || len(reference.Pictures) == 0 || len(reference.Texts) == 0 {
		t.Fatal("no reference", err)
	}
	pictures, texts = 1, 1
	for _, p := range reference.Pictures {
		file := photo.File{Path: filepath.Join("..", "testdata", "pictures", p.File)}
		pic, err := decode.File(t.Context(), file, decode.Options{})
		if err != nil {
			t.Fatal(err)
		}
		vs, err := m.Images(t.Context(), []clip.Pixels{m.Prepare(pic.Image)})
		if err != nil {
			t.Fatal(err)
		}
		pictures = min(pictures, cosine(vs[0], p.Embed))
	}
	for _, r := range reference.Texts {
		v, err := m.Text(t.Context(), r.Text)
		if err != nil {
			t.Fatal(err)
		}
		texts = min(texts, cosine(v, r.Embed))
	}
	return pictures, texts
}

func cosine(a, b photo.Vector) float64 {
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}
