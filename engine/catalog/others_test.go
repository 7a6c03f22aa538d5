package catalog

import (
	"path/filepath"
	"testing"
)

// What this catalog writes is nothing new to it; what another writes is, once.
func TestOthersWrote(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openAt(t, path, "m")
	f := addFolder(t, c, "/p")
	id := insert(t, c, picture(f, "a.jpg"))
	other, err := Open(t.Context(), path, Options{Model: "m", Beside: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	yes := false
	favour := func(c *Catalog) {
		t.Helper()
		yes = !yes
		if err := c.Update(t.Context(), func(tx *Tx) error { return tx.SetFavourite(id, yes) }); err != nil {
			t.Fatal(err)
		}
	}
	wrote := func(want bool) {
		t.Helper()
		if got, err := c.OthersWrote(t.Context()); err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	wrote(false)
	favour(c)
	wrote(false)
	favour(other)
	wrote(true)
	wrote(false)
	if _, err := other.Favourites(t.Context()); err != nil {
		t.Fatal(err)
	}
	wrote(false)
	favour(other)
	favour(c)
	wrote(true)
	wrote(false)
}
