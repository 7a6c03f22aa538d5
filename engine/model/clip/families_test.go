package clip

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/decode"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
)

const fixtures = "../testdata"

// families are the folders below fixtures, one for each family and layout of files.
var families = []string{"hf-clip", "hf-siglip", "hf-siglip2"}

// openFamily opens a fixture.
func openFamily(tb testing.TB, name string) *Model {
	tb.Helper()
	dir := filepath.Join(fixtures, name)
	m := Open(Options{Model: os.DirFS(dir), Dir: dir, LibraryDirs: []string{cliptest.RuntimeDir(tb, root)}})
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
			m, want := openFamily(t, name), readTorch(t, name)
			for _, p := range want.Pictures {
				got := picture(t, m, p.File)
				if c := cosine(got, p.Embed); c < 0.9999 {
					t.Errorf("%s: cosine %.6f", p.File, c)
				}
			}
			for _, w := range want.Texts {
				got, err := m.sentence(t.Context(), w.IDs)
				if err != nil {
					t.Fatal(err)
				}
				if c := cosine(got, w.Embed); c < 0.9999 {
					t.Errorf("%q: cosine %.6f", w.Text, c)
				}
			}
		})
	}
}
