package catalog

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/catalog/journal"
	"recollect/engine/photo"
)

// alike adds photos of these contents, named a.jpg, b.jpg and so on.
func alike(t *testing.T, c *Catalog, contents ...byte) []photo.ID {
	t.Helper()
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i, content := range contents {
		id := insert(t, c, picture(f, string(rune('a'+i))+".jpg"))
		encode(t, c, id, photo.Hash{content}, axis(int(content)%4))
		ids = append(ids, id)
	}
	return ids
}

// tellApart returns a change that tells photos apart.
func tellApart(ids []photo.ID, apart bool) func(*Tx) error {
	return func(tx *Tx) error { return tx.TellApart(ids, apart) }
}

// pairsApart are the first bytes of the contents that are told apart, pair by pair.
func pairsApart(t *testing.T, c *Catalog) []string {
	t.Helper()
	all, err := c.Apart(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var pairs []string
	for p := range maps.Keys(all) {
		pairs = append(pairs, string([]byte{'0' + p[0][0], '0' + p[1][0]}))
	}
	slices.Sort(pairs)
	return pairs
}

// Photos are told apart by their contents, each from each, in one act that can be undone; a move keeps it.
func TestToldApart(t *testing.T) {
	c := journaled(t, t.TempDir())
	ids := alike(t, c, 3, 1, 2, 1)
	before, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, tellApart(ids, true))
	all := []string{"11", "12", "13", "23"}
	if got := pairsApart(t, c); !slices.Equal(got, all) {
		t.Errorf("told apart: %q", got)
	}
	if after, err := c.Sequence(t.Context()); err != nil || after == before {
		t.Errorf("what is shown has not changed: %v, %v", after, err)
	}
	history, err := c.History(t.Context(), 0)
	if err != nil || len(history) != 1 || history[0].Kind != journal.Apart || history[0].Photos != 4 ||
		history[0].Name != "" {
		t.Errorf("history: %+v, %v", history, err)
	}
	update(t, c, tellApart(ids, true)) // which changes nothing
	update(t, c, func(tx *Tx) error {
		b := named(t, c, "/p/b.jpg")
		b.Path = "/p/z.jpg"
		return tx.Move(map[photo.ID]Place{b.ID: {b.Folder, b.File}})
	})
	told, err := c.ToldApart(t.Context())
	var paths []string
	for _, p := range told {
		paths = append(paths, p.Paths[0]+" "+p.Paths[1])
	}
	if want := []string{
		"/p/c.jpg /p/a.jpg", "/p/d.jpg /p/a.jpg", "/p/d.jpg /p/c.jpg", "/p/d.jpg /p/z.jpg",
	}; err != nil || !slices.Equal(paths, want) {
		t.Errorf("told apart: %q, %v, want %q", paths, err, want)
	}
	update(t, c, undo)
	if got := pairsApart(t, c); len(got) > 0 {
		t.Errorf("undone: %q", got)
	}
	update(t, c, redo)
	if got := pairsApart(t, c); !slices.Equal(got, all) {
		t.Errorf("redone: %q", got)
	}
	update(t, c, tellApart(ids[:2], false))
	if got := pairsApart(t, c); !slices.Equal(got, []string{"11", "12", "23"}) {
		t.Errorf("taken back of two: %q", got)
	}
}

func TestWhatCannotBeToldApart(t *testing.T) {
	c := open(t)
	ids := alike(t, c, 1, 2)
	unread := insert(t, c, picture(addFolder(t, c, "/q"), "a.jpg"))
	for _, tt := range []struct {
		ids  []photo.ID
		want error
	}{
		{nil, ErrFewApart},
		{ids[:1], ErrFewApart},
		{[]photo.ID{ids[0], ids[0]}, ErrFewApart},
		{[]photo.ID{ids[0], 99}, ErrNotFound},
		{[]photo.ID{ids[0], unread}, ErrUnread},
	} {
		if err := c.Update(t.Context(), tellApart(tt.ids, true)); !errors.Is(err, tt.want) {
			t.Errorf("%v: %v, want %v", tt.ids, err, tt.want)
		}
	}
	if got := pairsApart(t, c); len(got) > 0 {
		t.Errorf("told apart: %q", got)
	}
}

// What was told apart comes back from the journal and from what can be read of a damaged catalog, without the photos.
func TestToldApartOutlivesTheCatalog(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	update(t, c, tellApart(alike(t, c, 1, 2, 2, 3), true))
	update(t, c, tellApart([]photo.ID{1, 2}, false))
	want := pairsApart(t, c)
	path := filepath.Join(dir, "recollect.db")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	salvaged := filepath.Join(t.TempDir(), "recollect.db")
	if s, err := Salvage(t.Context(), path, salvaged, Options{Model: "m"}); err != nil || len(s.Lost) > 0 {
		t.Errorf("lost %v, %v", s.Lost, err)
	}
	if got := pairsApart(t, openAt(t, salvaged, "m")); !slices.Equal(got, want) {
		t.Errorf("salvaged: %q, want %q", got, want)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	c = journaled(t, dir)
	if got := pairsApart(t, c); !slices.Equal(got, want) || len(c.Replayed().Lost) > 0 {
		t.Errorf("from the journal: %q, want %q; %+v", got, want, c.Replayed())
	}
}

// An act of the journal that names no contents is reported, and stops nothing.
func TestNoContentsToldApart(t *testing.T) {
	c := open(t)
	update(t, c, func(tx *Tx) error {
		for _, name := range []journal.Text{"", "zz", "00"} {
			a := journal.Act{Do: journal.Apart, Name: name, Value: name}
			if err := tx.Again(a, 0); err == nil || fatal(err) {
				t.Errorf("%q: %v", name, err)
			}
		}
		return nil
	})
}
