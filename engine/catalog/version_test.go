package catalog

import (
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/photo"
)

// The library in testdata/v1.db was written by the last program that knew
// version 1 alone: an encoded photo, one that waits, a RAW file that it could
// not show, and a photo in a folder that is away.
func TestVersion1(t *testing.T) {
	old, err := os.ReadFile(filepath.Join("testdata", "v1.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "recollect.db")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	c := openAt(t, path, "model-a")
	if n := counts(t, c); n != (Counts{Photos: 3, Encoded: 1, Problems: 1, Away: 1, Waiting: 1, Folders: 2}) {
		t.Errorf("got %+v", n)
	}
	p, err := c.ByPath(t.Context(), "/pictures/a.jpg")
	if err != nil || p.Hash != (photo.Hash{1}) || p.Camera != "Example One" || p.Meta.Place != nil || p.Lead != 0 || p.Sidecars != "" {
		t.Errorf("got %+v, %v", p, err)
	}
	known, err := c.Below(t.Context(), "/")
	if err != nil || len(known) != 4 {
		t.Fatalf("got %+v, %v", known, err)
	}
	for _, k := range known {
		if !k.Untold {
			t.Errorf("%s would not be described again", k.Path)
		}
		if again := k.ModTime.UnixNano() == retry; again != (filepath.Ext(k.Path) == ".CR2") {
			t.Errorf("%s has the time %v", k.Path, k.ModTime)
		}
	}

	// What the next scan does.
	raw, err := c.ByPath(t.Context(), "/pictures/a.CR2")
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.Retell(p) })
	update(t, c, func(tx *Tx) error { return tx.Replace(raw) })
	if n := counts(t, c); n != (Counts{Photos: 3, Encoded: 1, Away: 1, Waiting: 1, Folders: 2}) {
		t.Errorf("afterwards: %+v", n)
	}
	if with, err := c.Companions(t.Context(), p.ID); err != nil || len(with) != 1 || with[0].ID != raw.ID {
		t.Errorf("shown with %+v, %v", with, err)
	}
}
