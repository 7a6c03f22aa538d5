package catalog

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/colour"
	"recollect/engine/photo"
)

func openBank(t *testing.T, path, bank string, readOnly bool) *Catalog {
	t.Helper()
	c, err := Open(t.Context(), path, Options{Model: "model-a", Bank: bank, ReadOnly: readOnly})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func traitsOf(t *testing.T, c *Catalog) map[photo.ID][]float32 {
	t.Helper()
	got := map[photo.ID][]float32{}
	if err := c.Vectors(t.Context(), *c.model.Load(), func(id photo.ID, _ photo.Vector, traits []float32) error {
		got[id] = traits
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	return got
}

func TestTraits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openBank(t, path, "bank-1", false)
	useSteps(t, c, TraitsKey("bank-1"))
	f := addFolder(t, c, "/p")
	a, b := picture(f, "a.jpg"), picture(f, "b.jpg")
	a.ID, b.ID = insert(t, c, a), insert(t, c, b)
	traits := []float32{0.25, -3}
	update(t, c, func(tx *Tx) error {
		_, err := tx.SetContent(a.ID, a.File, Content{Hash: photo.Hash{1}, Vector: axis(0), Traits: traits})
		return err
	})
	encode(t, c, b.ID, photo.Hash{2}, axis(1))
	same := func(c *Catalog, want map[photo.ID][]float32) {
		t.Helper()
		if got := traitsOf(t, c); !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	same(c, map[photo.ID][]float32{a.ID: traits, b.ID: nil})

	todo, err := c.Missing(t.Context(), TraitsKey("bank-1"), nil, 9)
	if err != nil || len(todo) != 1 || todo[0].Hash != (photo.Hash{2}) {
		t.Fatalf("got %+v, %v", todo, err)
	}
	update(t, c, func(tx *Tx) error { return tx.SetTraits(todo[0].Hash, *c.model.Load(), []float32{1}) })
	all := map[photo.ID][]float32{a.ID: traits, b.ID: {1}}
	same(c, all)

	same(openBank(t, path, "bank-2", true), map[photo.ID][]float32{a.ID: nil, b.ID: nil})
	same(openBank(t, path, "bank-1", true), all)
	c.Close()
	none := openBank(t, path, "", false)
	if todo, err := none.Missing(t.Context(), TraitsKey(""), nil, 9); err != nil || todo != nil {
		t.Errorf("without a bank: %v, %v", todo, err)
	}
	none.Close()
	c = openBank(t, path, "bank-1", false)
	same(c, all)
	c.Close()
	c = openBank(t, path, "bank-2", false)
	useSteps(t, c, TraitsKey("bank-2"))
	if todo, err := c.Missing(t.Context(), TraitsKey("bank-2"), nil, 9); err != nil || len(todo) != 2 {
		t.Errorf("of another bank: %v, %v", todo, err)
	}
	c.Close()
	c = openBank(t, path, "bank-1", false)
	useSteps(t, c, TraitsKey("bank-1"))
	if todo, err := c.Missing(t.Context(), TraitsKey("bank-1"), nil, 9); err != nil || len(todo) != 2 {
		t.Errorf("of the first bank again: %v, %v", todo, err)
	}
}

func TestColours(t *testing.T) {
	c := open(t)
	useSteps(t, c, ColourKey)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i, name := range []string{"a.jpg", "b.jpg", "copy.jpg", "unread.jpg"} {
		ids = append(ids, insert(t, c, picture(f, name)))
		if i < 3 {
			encode(t, c, ids[i], photo.Hash{byte(min(i, 1) + 1)}, axis(i))
		}
	}
	uncoloured := func(after photo.ID, limit int) (got []photo.ID) {
		t.Helper()
		ps, err := c.Missing(t.Context(), ColourKey, nil, 9)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range ps {
			if p.ID > after && p.Hash != (photo.Hash{}) {
				got = append(got, p.ID)
			}
		}
		slices.Sort(got)
		return got[:min(limit, len(got))]
	}
	if got := uncoloured(0, 2); !slices.Equal(got, ids[:2]) {
		t.Errorf("got %v", got)
	}
	if got := uncoloured(ids[1], 2); !slices.Equal(got, ids[2:3]) {
		t.Errorf("got %v", got)
	}
	update(t, c, func(tx *Tx) error { return tx.SetColours(photo.Hash{2}, colour.Red|colour.White) })
	if got := uncoloured(0, 9); !slices.Equal(got, ids[:1]) {
		t.Errorf("got %v", got)
	}
	update(t, c, func(tx *Tx) error { return tx.SetColours(photo.Hash{1}, 0) })
	if got := uncoloured(0, 9); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
