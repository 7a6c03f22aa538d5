package clip

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/decode"
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

func readTorch(tb testing.TB, name string) torch {
	tb.Helper()
	var r torch
	data, err := os.ReadFile(filepath.Join(fixtures, name, "reference.json"))
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil || len(r.Pictures) == 0 || len(r.Texts) == 0 {
		tb.Fatalf("%s: %d pictures, %d texts, %v", name, len(r.Pictures), len(r.Texts), err)
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
		{"model_quantized.json", 0.99, 0.99},
		{"model_q4.json", 0.9, 0.9},
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
	want := readTorch(t, name)
	pictures, texts = 1, 1
	for _, p := range want.Pictures {
		pictures = min(pictures, cosine(picture(t, m, p.File), p.Embed))
	}
	for _, w := range want.Texts {
		got, err := m.sentence(t.Context(), w.IDs)
		if err != nil {
			t.Fatal(err)
		}
		texts = min(texts, cosine(got, w.Embed))
	}
	return pictures, texts
}
