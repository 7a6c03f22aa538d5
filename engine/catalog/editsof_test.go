package catalog

import (
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/photo"
)

// An act on photos that are forgotten since can be undone and redone: they are left out.
func TestUndoWithoutPhotos(t *testing.T) {
	c := journaled(t, t.TempDir())
	f := addFolder(t, c, "/p")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	for _, v := range []photo.Verdict{photo.Confirmed, photo.Rejected} {
		update(t, c, func(tx *Tx) error {
			for _, id := range []photo.ID{a, b} {
				if err := tx.Judge(id, "dog", v); err != nil {
					return err
				}
			}
			return nil
		})
	}
	update(t, c, func(tx *Tx) error { return tx.Delete(a) })
	for range 2 {
		update(t, c, undo)
		update(t, c, undo)
		update(t, c, redo)
		wants(t, "one verdict", []photo.Shown{{Thing: "dog", Verdict: photo.Confirmed}})(c.ShownBy(t.Context(), b))
		update(t, c, redo)
	}
}

// A RAW file that is in an album stands there for the JPEG that comes later: it counts, and has a place in the order.
func TestAlbumsOfShots(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	raw, other := insert(t, c, picture(f, "a.CR2")), insert(t, c, picture(f, "b.jpg"))
	var id photo.AlbumID
	update(t, c, func(tx *Tx) (err error) {
		if id, err = tx.MakeAlbum("A"); err != nil {
			return err
		}
		return tx.AddToAlbum(id, []photo.ID{raw, other})
	})
	jpeg := insert(t, c, picture(f, "a.jpg"))
	wants(t, "members", []photo.ID{jpeg, other})(c.Members(t.Context(), id))
	all, err := c.Albums(t.Context())
	if err != nil || len(all) != 1 || all[0].Photos != 2 {
		t.Errorf("albums: %+v, %v", all, err)
	}
	update(t, c, func(tx *Tx) error { return tx.AddToAlbum(id, []photo.ID{jpeg}) })
	if all, err = c.Albums(t.Context()); err != nil || all[0].Photos != 2 {
		t.Errorf("both files: %+v, %v", all, err)
	}
	update(t, c, func(tx *Tx) error { return tx.OrderAlbum(id, []photo.ID{jpeg}, 0) })
	wants(t, "ordered", []photo.ID{other, jpeg})(c.Members(t.Context(), id))
}

// A repair deletes an edit that no version makes, and what the file says counts again.
func TestRepairOfEdits(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	a, b := insert(t, c, described(f, "a.jpg")), insert(t, c, described(f, "b.jpg"))
	update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{a, b}, photo.Edit{Rating: stars(1)}) })
	if _, err := c.write.Exec(`UPDATE edits SET value = 'many' WHERE photo_id = ?1;
		UPDATE edits SET field = 'mood' WHERE photo_id = ?2`, a, b); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Repair(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if p := named(t, c, "/p/a.jpg"); p.Meta.Rating != 3 {
		t.Errorf("the rating is %d", p.Meta.Rating)
	}
}

// Sidecars get what is said of a file that is shown with another.
func TestSidecarsOfShots(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	raw := insert(t, c, picture(f, "a.CR2"))
	update(t, c, func(tx *Tx) error { return tx.Tag(raw, "Anna") })
	jpeg := insert(t, c, picture(f, "a.jpg"))
	changed := func(what string, since int64, want ...photo.ID) int64 {
		t.Helper()
		ids, seq, err := c.ForSidecars(t.Context(), since)
		if err != nil || !slices.Equal(ids, want) {
			t.Errorf("%s: got %v, %v, want %v", what, ids, err, want)
		}
		return seq
	}
	seq := changed("from the beginning", -1, jpeg)
	changed("of a sequence that is not there", seq+100, jpeg)
	changed("since then", seq)
	beside := picture(f, "b.jpg")
	beside.Sidecars = photo.ListSidecars([]photo.Sidecar{{Name: "b.xmp"}})
	b := insert(t, c, beside)
	insert(t, c, picture(f, "c.jpg")) // of which nothing is said
	seq = changed("with a sidecar", seq, b)
	update(t, c, func(tx *Tx) error { return tx.Untag(raw, "Anna") })
	changed("taken back", seq)
	update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{jpeg}, photo.Edit{Rating: stars(1)}) })
	changed("rated", seq, jpeg)
}

// What an older version did not have is not called lost when its catalog is salvaged.
func TestSalvageOlder(t *testing.T) {
	for _, name := range []string{"v4.db", "v8.db", "v9.db"} {
		s, err := Salvage(t.Context(), thawed(t, name), filepath.Join(t.TempDir(), "out.db"), Options{Model: "m"})
		if err != nil || len(s.Lost) > 0 {
			t.Errorf("%s: lost %v, %v", name, s.Lost, err)
		}
	}
}
