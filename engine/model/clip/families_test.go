package clip

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/decode"
	"recollect/engine/model"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
)

const fixtures = "../testdata"

// families are the folders below fixtures, one for each family and layout of files.
var families = []string{"hf-clip", "hf-siglip", "hf-siglip2", "immich-v1", "immich-v2", "immich-xlm", "rclip"}

// described is a folder with another file as its model.json.
type described struct {
	fs.FS
	dir, as string
}

func (d described) Dir() string { return d.dir }

func (d described) Open(name string) (fs.File, error) {
	if name == "model.json" {
		name = d.as
	}
	return d.FS.Open(name)
}

// openFamily opens a fixture: of hf-clip also the variants, such as model_fp16.json.
func openFamily(tb testing.TB, name, as string) *Model {
	tb.Helper()
	dir := filepath.Join(fixtures, name)
	m := Open(Options{
		Model: described{os.DirFS(dir), dir, as}, LibraryDirs: []string{cliptest.RuntimeDir(tb, root)},
	})
	tb.Cleanup(func() { m.Close() })
	if err := m.Load(); err != nil {
		tb.Fatal(err)
	}
	return m
}

// torch is what PyTorch gives for a fixture.
type torch struct {
	Pictures []struct {
		File  string       `json:"file"`
		Embed photo.Vector `json:"embed"`
	} `json:"pictures"`
	Texts []struct {
		Text  string       `json:"text"`
		IDs   []int64      `json:"ids"`
		Embed photo.Vector `json:"embed"`
	} `json:"texts"`
}

// readTorch reads what stands in a folder of a model.
func readTorch(tb testing.TB, dir string) torch {
	tb.Helper()
	var r torch
	data, err := os.ReadFile(filepath.Join(dir, "reference.json"))
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil || len(r.Pictures) == 0 || len(r.Texts) == 0 {
		tb.Fatalf("%s: %d pictures, %d texts, %v", dir, len(r.Pictures), len(r.Texts), err)
	}
	return r
}

// picture embeds one of the fixtures' pictures.
func picture(tb testing.TB, m *Model, file string) photo.Vector {
	tb.Helper()
	path := filepath.Join(fixtures, "pictures", file)
	pic, err := decode.File(tb.Context(), photo.File{Path: path}, decode.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	vs, err := m.Images(tb.Context(), []Pixels{m.Prepare(pic.Image)})
	if err != nil {
		tb.Fatal(err)
	}
	return vs[0]
}

// Every family sees in pictures and reads in sentences what PyTorch does with the same weights.
func TestFamiliesEqualPyTorch(t *testing.T) {
	for _, name := range families {
		t.Run(name, func(t *testing.T) {
			pictures, texts := likeTorch(t, openFamily(t, name, "model.json"), name)
			if pictures < 0.9999 || texts < 0.9999 {
				t.Errorf("the least cosine is %.6f of a picture and %.6f of a sentence", pictures, texts)
			}
		})
	}
}

// Variants with fewer bits lose a little: of these networks, which are narrow, more than of those in use.
func TestVariantsEqualPyTorch(t *testing.T) {
	for _, tt := range []struct {
		as              string
		pictures, texts float64
	}{
		{"model_fp16.json", 0.9999, 0.9999},
		{"model_quantized.json", 0.99, 0.98},
		{"model_q4.json", 0.95, 0.7},
	} {
		t.Run(tt.as, func(t *testing.T) {
			pictures, texts := likeTorch(t, openFamily(t, "hf-clip", tt.as), "hf-clip")
			t.Logf("the least cosine is %.6f of a picture and %.6f of a sentence", pictures, texts)
			if pictures < tt.pictures || texts < tt.texts {
				t.Errorf("want at least %v and %v", tt.pictures, tt.texts)
			}
		})
	}
}

// likeTorch returns the least cosine of m's embeddings with those of PyTorch.
func likeTorch(t *testing.T, m *Model, name string) (pictures, texts float64) {
	t.Helper()
	want := readTorch(t, filepath.Join(fixtures, name))
	pictures, texts = 1, 1
	for _, p := range want.Pictures {
		pictures = min(pictures, cosine(picture(t, m, p.File), p.Embed))
	}
	words, err := m.tokenizer()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range want.Texts {
		if ids := words.Encode(w.Text); !slices.Equal(ids, w.IDs) {
			t.Errorf("%q is %v, want %v", w.Text, ids, w.IDs)
		}
		got, err := m.Text(t.Context(), w.Text)
		if err != nil {
			t.Fatal(err)
		}
		texts = min(texts, cosine(got, w.Embed))
	}
	return pictures, texts
}

// Models that know the pictures of the trial pass it, whatever their layout and their bits.
func TestTrialOfFamilies(t *testing.T) {
	try := func(name, as string) {
		v, err := Trial(t.Context(), openFamily(t, name, as))
		if err != nil || !v.OK() {
			t.Errorf("%s/%s: %+v, %v", name, as, v, err)
		}
	}
	for _, name := range families {
		try(name, "model.json")
	}
	for _, as := range []string{"model_fp16.json", "model_quantized.json", "model_q4.json"} {
		try("hf-clip", as)
	}
}

// An export with another activation than the weights were trained with is told of, and may be used.
func TestTrialTellsOfTheActivation(t *testing.T) {
	m := openFamily(t, "rclip", "model.json") // it has exact GELU, as its weights want
	for quick, want := range map[bool]photo.CheckResult{false: photo.CheckSkipped, true: photo.CheckWarned} {
		m.spec.QuickGELU = quick
		v, err := Trial(t.Context(), m)
		if got := results(v)[CheckActivation]; err != nil || !v.OK() || got != want {
			t.Errorf("%s, want %s: %v", got, want, err)
		}
	}
	v, err := Trial(t.Context(), openFamily(t, "hf-clip", "model.json"))
	if got := results(v)[CheckActivation]; err != nil || got != photo.CheckPassed {
		t.Errorf("%s, %v", got, err)
	}
}

// Weights that a graph takes from elsewhere than model.json says are not read.
func TestWeightsFromElsewhere(t *testing.T) {
	for name, external := range map[string][]string{
		"none listed":     nil,
		"another listed":  {"textual/model.safetensors"},
		"not in the list": {"visual/model.onnx"},
	} {
		m := openFamily(t, "immich-v2", "model.json")
		tower := m.spec.Vision
		tower.External = external
		if _, err := m.create(tower, []string{tower.Input}, onCPU); !errors.Is(err, model.ErrNoModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := openFamily(t, "immich-v2", "model.json").opts
	o.Model = os.DirFS(filepath.Join(fixtures, "immich-v2")) // which does not say where it is
	m := Open(o)
	defer m.Close()
	if err := m.Load(); !errors.Is(err, model.ErrNoModel) {
		t.Errorf("in no folder: %v", err)
	}
}
