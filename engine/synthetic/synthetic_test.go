package synthetic

import (
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

func fill(t *testing.T, photos int) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(t.Context(), filepath.Join(t.TempDir(), "recollect.db"), catalog.Options{Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	if err := Fill(t.Context(), c, Options{
		Photos: photos, Root: filepath.Join(t.TempDir(), "photos"), Dim: 16, Seed: 1,
		Now: now,
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFill(t *testing.T) {
	const photos = 2000
	c := fill(t, photos)
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	n, err := c.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n.Photos+n.Problems+n.Gone != photos || n.Encoded != n.Photos || n.Waiting != 0 {
		t.Errorf("%+v, want %d photos, all of them encoded", n, photos)
	}
	if n.Folders != folders || n.Gone == 0 || n.Problems == 0 {
		t.Errorf("%+v, want %d folders, and some that is gone or broken", n, folders)
	}
	marked, err := c.Favourites(t.Context())
	if err != nil || len(marked) == 0 {
		t.Errorf("%d favourites, %v", len(marked), err)
	}
	albums, err := c.Albums(t.Context())
	if err != nil || len(albums) != len(subjects) {
		t.Errorf("%d albums, %v", len(albums), err)
	}
	things, err := c.Things(t.Context())
	if err != nil || len(things) != len(subjects) {
		t.Errorf("%d things, %v", len(things), err)
	}
}

func TestFillIsTheSameForASeed(t *testing.T) {
	var tiles [2][]photo.Tile
	for i := range tiles {
		var err error
		if tiles[i], err = fill(t, 300).Tiles(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i := range tiles[0] {
		if tiles[0][i] != tiles[1][i] {
			t.Fatalf("tile %d: %+v and %+v", i, tiles[0][i], tiles[1][i])
		}
	}
}
