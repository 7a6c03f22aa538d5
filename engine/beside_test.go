package engine

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"recollect/engine/photo"
)

// While one process holds the library, another may change what a person keeps,
// and nothing else of it.
func TestBeside(t *testing.T) {
	library := t.TempDir()
	o := options(t, library)
	if _, err := Open(t.Context(), Options{Library: filepath.Join(library, "none"), Model: o.Model, Beside: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there was nothing to open: %v", err)
	}
	holder := open(t, o)
	if err := holder.AddFolder(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	if _, err := holder.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Fatalf("opened twice: %v", err)
	}
	o.Beside = true
	other := open(t, o)
	tiles, err := other.Tiles(t.Context())
	if err != nil || len(tiles) != 1 {
		t.Fatal(tiles, err)
	}
	if err := other.Tag(t.Context(), []photo.ID{tiles[0].ID}, "garden", true); err != nil {
		t.Fatal(err)
	}
	if got := find(t, holder, photo.Query{Text: "tag:garden"}); len(got) != 1 {
		t.Errorf("the holder finds %v", got)
	}
	if err := holder.Tag(t.Context(), []photo.ID{tiles[0].ID}, "duck", true); err != nil {
		t.Error(err)
	}
	if got := find(t, other, photo.Query{Text: "tag:duck"}); len(got) != 1 {
		t.Errorf("the other finds %v", got)
	}
}
