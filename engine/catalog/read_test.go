package catalog

import (
	"maps"
	"slices"
	"strings"
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

// Of photos with stars, a label or both it is told, also of what was rejected, whether a file says so or a person.
func TestRated(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	said := map[string]photo.Rated{
		"a.jpg": {}, "b.jpg": {Stars: 3}, "c.jpg": {Label: "Rot"},
		"d.jpg": {Stars: photo.RejectedRating, Label: "Blue"},
	}
	want := map[photo.ID]photo.Rated{}
	var ids []photo.ID
	for name, r := range said {
		p := picture(f, name)
		p.Meta.Rating, p.Meta.Label = r.Stars, r.Label
		id := insert(t, c, p)
		if ids = append(ids, id); r != (photo.Rated{}) {
			want[id] = r
		}
	}
	five := 5
	if err := c.Update(t.Context(), func(tx *Tx) error {
		return tx.Edit(ids[:1], photo.Edit{Rating: &five})
	}); err != nil {
		t.Fatal(err)
	}
	want[ids[0]] = photo.Rated{Stars: 5, Label: want[ids[0]].Label}
	got, err := c.Rated(t.Context(), append(ids, 99))
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if none, err := c.Rated(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("of none: %v, %v", none, err)
	}
}

func TestPathsOf(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	raw := insert(t, c, picture(f, "a.cr2")) // follows a
	at := func(name string) photo.Location { return photo.Location{Path: "/pictures/" + name} }
	got, err := c.PathsOf(t.Context(), []photo.ID{b, 99, raw, a, b})
	want := []photo.Location{at("b.jpg"), {}, {}, at("a.jpg"), at("b.jpg")}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if none, err := c.PathsOf(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("of none: %v, %v", none, err)
	}
	many := make([]photo.ID, 60_000) // more than are looked up one by one
	many[7], many[59_999], many[100] = a, a, raw
	got, err = c.PathsOf(t.Context(), many)
	if err != nil || len(got) != len(many) || got[7] != at("a.jpg") || got[59_999] != got[7] || got[100] != got[0] {
		t.Errorf("of many: %v and %v, %v", got[7], got[100], err)
	}
}

func TestIn(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	for _, name := range []string{
		"a.jpg", "sub/b.jpg", "sub/deep/c.jpg", "sub.jpg", "sub-d/d.jpg", "sub0",
		"x/y/z/e.jpg",
	} {
		insert(t, c, picture(f, name))
	}
	for dir, want := range map[string]string{
		"/p":          "/p/a.jpg /p/sub.jpg /p/sub0 in /p/sub /p/sub-d /p/x",
		"/p/sub":      "/p/sub/b.jpg in /p/sub/deep",
		"/p/sub/deep": "/p/sub/deep/c.jpg in",
		"/":           "in /p",
		"/p/x":        "in /p/x/y",
		"/q":          "in",
	} {
		files, dirs, err := c.In(t.Context(), dir)
		var got []string
		for _, r := range files {
			got = append(got, r.Path)
		}
		slices.Sort(dirs)
		if all := strings.Join(slices.Concat(got, []string{"in"}, dirs), " "); err != nil || all != want {
			t.Errorf("%s: %s, %v; want %s", dir, all, err, want)
		}
	}
}
