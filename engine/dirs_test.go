package engine

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/query"
)

// The directories of a folder, and the photos that lie in one of them itself.
func TestDirs(t *testing.T) {
	root := t.TempDir()
	for to, from := range map[string]string{
		"animals/duck.jpg": "animals/white-duck.jpg", "animals/below/a.jpg": "food/citrus-slices.jpg",
		"animals/below/b.jpg": "garden/orange-dahlia.jpg", "food/cup.png": "food/espresso-cup.png",
	} {
		data, err := os.ReadFile(filepath.Join(samples, from))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(root, filepath.FromSlash(to))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := e.Folders.List(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d folders, %v", len(all), err)
	}
	root = all[0].Path
	dirs, err := e.Folders.Dirs(t.Context(), all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, d := range dirs {
		rel, _ := filepath.Rel(root, d.Path)
		got[filepath.ToSlash(rel)] = d.Photos
	}
	if len(got) != 3 || got["animals"] != 1 || got["animals/below"] != 2 || got["food"] != 1 {
		t.Errorf("directories %v", got)
	}
	for line, want := range map[string][]string{
		query.FilterText("in", filepath.Join(root, "animals")):     {"duck.jpg"},
		query.FilterText("folder", filepath.Join(root, "animals")): {"a.jpg", "b.jpg", "duck.jpg"},
		"in:below":                   {"a.jpg", "b.jpg"},
		"in:ANIMALS":                 {"duck.jpg"},
		"in:nim":                     nil,
		query.FilterText("in", root): nil,
	} {
		answer, err := e.Queries.Search(t.Context(), query.Parse(line+" sort:name", query.Options{}))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, h := range answer.Hits {
			p, err := e.Photos.Photo(t.Context(), h.ID)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, filepath.Base(p.Path))
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s finds %v, want %v", line, names, want)
		}
	}
}
