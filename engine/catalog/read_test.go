package catalog

import (
	"maps"
	"testing"

	"recollect/engine/photo"
)

func TestTilesOf(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	all, err := c.Tiles(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	got, err := c.TilesOf(t.Context(), []photo.ID{b, 99, a, b})
	if err != nil || len(got) != 2 {
		t.Fatalf("got %v, %v", got, err)
	}
	for _, want := range all {
		if got[want.ID] != want {
			t.Errorf("got %+v, want %+v", got[want.ID], want)
		}
	}
	if none, err := c.TilesOf(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("of none: %v, %v", none, err)
	}
}

func TestPathsOf(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	raw := insert(t, c, picture(f, "a.cr2")) // follows a
	got, err := c.PathsOf(t.Context(), []photo.ID{b, 99, raw, a, b})
	if want := map[photo.ID]string{a: "/pictures/a.jpg", b: "/pictures/b.jpg"}; err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if none, err := c.PathsOf(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("of none: %v, %v", none, err)
	}
}
