package engine

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/query"
)

// placed is a folder on the disk.
type placed struct {
	fs.FS
	dir string
}

func (p placed) Dir() string { return p.dir }

// Small models of all families, in all layouts, know six pictures by their sentences. bench/models made them.
func TestFamiliesFromPictureToAnswer(t *testing.T) {
	pairs, err := os.ReadFile("model/clip/trial/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"hf-clip", "hf-siglip", "hf-siglip2", "immich-v1", "immich-v2", "immich-xlm", "rclip",
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("model/testdata", name)
			o := options(t, t.TempDir())
			o.Things = ""
			o.Model = placed{os.DirFS(dir), dir}
			e := open(t, o)
			pictures, err := filepath.Abs("model/testdata/pictures")
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Folders.Add(t.Context(), pictures); err != nil {
				t.Fatal(err)
			}
			upToDate(t, e)
			if s := e.Status(); s.Encoded != 6 {
				t.Fatalf("%+v", s)
			}
			for line := range strings.Lines(string(pairs)) {
				file, sentence, _ := strings.Cut(strings.TrimSpace(line), "\t")
				file = strings.TrimSuffix(file, ".jpg") + ".png"
				if got := find(t, e, asked(sentence, query.Query{Limit: 1})); !slices.Equal(got, []string{file}) {
					t.Errorf("%q finds %v, want %s first", sentence, got, file)
				}
				if got := find(t, e, typed(sentence)); !slices.Contains(got, file) || len(got) > 3 {
					t.Errorf("%q is answered with %v, want %s", sentence, got, file)
				}
				same := query.Query{Images: []string{filepath.Join(pictures, file)}, Limit: 1}
				if got := find(t, e, same); !slices.Equal(got, []string{file}) {
					t.Errorf("the picture %s finds %v", file, got)
				}
			}
		})
	}
}
