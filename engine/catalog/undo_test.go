package catalog

import (
	"errors"
	"testing"

	"recollect/engine/photo"
)

// What was said of a RAW file is undone, and done again, for the JPEG too that came later; not for one of which
// something else was said.
func TestUndoAfterTheJPEGHasCome(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	raw := insert(t, c, picture(f, "a.CR2"))
	rate := func(id photo.ID, n int) {
		update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{id}, photo.Edit{Rating: stars(n)}) })
	}
	rated := func(when string, jpeg, raw int) {
		t.Helper()
		for path, want := range map[string]int{"/p/a.jpg": jpeg, "/p/a.CR2": raw} {
			if p := named(t, c, path); p.Meta.Rating != want {
				t.Errorf("%s: %s has the rating %d, want %d", when, path, p.Meta.Rating, want)
			}
		}
	}
	rate(raw, 3)
	rate(raw, 5)
	update(t, c, undo)
	jpeg := insert(t, c, picture(f, "a.jpg"))
	rated("it came", 3, 3)
	update(t, c, redo)
	rated("done again", 5, 5)
	update(t, c, undo)
	rated("undone", 3, 3)
	update(t, c, undo)
	rated("both undone", 0, 0)
	update(t, c, redo)
	update(t, c, redo)
	rated("both done again", 5, 5)
	update(t, c, undo)
	update(t, c, undo)
	rate(raw, 4)  // alone, after the JPEG came
	rate(jpeg, 4) // and the JPEG
	update(t, c, undo)
	rated("what was said of each by itself", 0, 4)
}

func act(t *testing.T, c *Catalog, do func(tx *Tx) error) photo.ActID {
	t.Helper()
	update(t, c, do)
	return c.Acted()
}

// What changes nothing is no act.
func TestNoActs(t *testing.T) {
	c := open(t)
	id := insert(t, c, picture(addFolder(t, c, "/p"), "a.jpg"))
	var saved, hand photo.AlbumID
	last := act(t, c, func(tx *Tx) (err error) {
		saved, err = tx.SaveAlbum("Best", "rating:5")
		if err == nil {
			hand, err = tx.MakeAlbum("Hand")
		}
		return errors.Join(err, tx.AddToAlbum(hand, []photo.ID{id}), tx.Judge(id, "dog", photo.Confirmed),
			tx.TagAll([]photo.ID{id}, "Anna"), tx.SetFavourite(id, true),
			tx.Edit([]photo.ID{id}, photo.Edit{Title: text("")}))
	})
	for name, do := range map[string]func(tx *Tx) error{
		"save":      func(tx *Tx) error { _, err := tx.SaveAlbum("Best", "rating:5"); return err },
		"rename":    func(tx *Tx) error { return tx.RenameAlbum(saved, " Best ") },
		"hand":      func(tx *Tx) error { return tx.RenameAlbum(hand, "Hand") },
		"add":       func(tx *Tx) error { return tx.AddToAlbum(hand, []photo.ID{id}) },
		"order":     func(tx *Tx) error { return tx.OrderAlbum(hand, []photo.ID{id + 1}, id) },
		"take":      func(tx *Tx) error { return tx.TakeFromAlbum(hand, []photo.ID{id + 1}) },
		"judge":     func(tx *Tx) error { return tx.Judge(id, "dog", photo.Confirmed) },
		"tag":       func(tx *Tx) error { return tx.TagAll([]photo.ID{id}, "anna") },
		"untag":     func(tx *Tx) error { return tx.UntagAll([]photo.ID{id}, "other") },
		"favourite": func(tx *Tx) error { return tx.SetFavourite(id, true) },
		"title":     func(tx *Tx) error { return tx.Edit([]photo.ID{id}, photo.Edit{Title: text(" ")}) },
		"remove":    func(tx *Tx) error { return tx.RemoveAlbum(99) },
	} {
		if got := act(t, c, do); got != last {
			t.Errorf("%s is an act", name)
			last = got
		}
	}
	err := c.Update(t.Context(), func(tx *Tx) error { return tx.RenameAlbum(99, "x") })
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("rename of no album: %v", err)
	}
	if got := act(t, c, func(tx *Tx) error { return tx.RenameAlbum(saved, "BEST") }); got == last {
		t.Error("another spelling is no act")
	}
}

// An act is undone by its number, whatever was done since, but not what a later act has changed again.
func TestUndoOfAnAct(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	rate := func(id photo.ID, n int) photo.ActID {
		return act(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{id}, photo.Edit{Rating: stars(n)}) })
	}
	first := rate(a, 4)
	other := rate(b, 2)
	label := act(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{a}, photo.Edit{Label: text("Red")}) })
	undoOf := func(id photo.ActID) error {
		return c.Update(t.Context(), func(tx *Tx) error { _, err := tx.Undo(id); return err })
	}
	if err := undoOf(first); err != nil {
		t.Fatal(err)
	}
	pa, pb := named(t, c, "/p/a.jpg"), named(t, c, "/p/b.jpg")
	if pa.Meta.Rating != 0 || pa.Meta.Label != "Red" || pb.Meta.Rating != 2 {
		t.Errorf("undone: %+v, %+v", pa.Meta, pb.Meta)
	}
	if err := undoOf(first); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("undone twice: %v", err)
	}
	update(t, c, redo)
	again := rate(a, 1)
	if err := undoOf(first); !errors.Is(err, ErrChangedSince) {
		t.Errorf("changed since: %v", err)
	}
	for _, id := range []photo.ActID{again, first, other, label} {
		if err := undoOf(id); err != nil {
			t.Errorf("act %d: %v", id, err)
		}
	}
	if pa = named(t, c, "/p/a.jpg"); pa.Meta.Rating != 0 || pa.Meta.Label != "" || pa.Edited != nil {
		t.Errorf("all undone: %+v", pa.Meta)
	}
	for range 4 {
		update(t, c, redo)
	}
	if pa = named(t, c, "/p/a.jpg"); pa.Meta.Rating != 1 || pa.Meta.Label != "Red" {
		t.Errorf("all done again: %+v", pa.Meta)
	}
}

// Acts on one album are undone by their numbers if they are of other photos; its making and its name come before its
// photos.
func TestUndoOfAnAlbum(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	var id photo.AlbumID
	made := act(t, c, func(tx *Tx) (err error) { id, err = tx.MakeAlbum("Trip"); return err })
	one := act(t, c, func(tx *Tx) error { return tx.AddToAlbum(id, []photo.ID{a}) })
	act(t, c, func(tx *Tx) error { return tx.AddToAlbum(id, []photo.ID{b}) })
	undoOf := func(id photo.ActID) error {
		return c.Update(t.Context(), func(tx *Tx) error { _, err := tx.Undo(id); return err })
	}
	if err := undoOf(made); !errors.Is(err, ErrChangedSince) {
		t.Errorf("the album has photos: %v", err)
	}
	if err := undoOf(one); err != nil {
		t.Error(err)
	}
	wants(t, "members", []photo.ID{b})(c.Members(t.Context(), id))
	update(t, c, redo)
	named := act(t, c, func(tx *Tx) error { return tx.RenameAlbum(id, "Journey") })
	if err := undoOf(one); !errors.Is(err, ErrChangedSince) {
		t.Errorf("the album has another name: %v", err)
	}
	if err := errors.Join(undoOf(named), undoOf(one)); err != nil {
		t.Error(err)
	}
}

// What was undone last is done again first, whatever the order of the acts.
func TestRedoOfTheLastUndone(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	rate := func(id photo.ID) photo.ActID {
		return act(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{id}, photo.Edit{Rating: stars(4)}) })
	}
	first, second := rate(a), rate(b)
	for _, id := range []photo.ActID{first, 0} {
		update(t, c, func(tx *Tx) error { _, err := tx.Undo(id); return err })
	}
	for _, want := range []photo.ActID{second, first} {
		update(t, c, func(tx *Tx) error {
			got, err := tx.Redo()
			if got.ID != want || got.Undone {
				t.Errorf("did act %d again, want %d: %+v", got.ID, want, got)
			}
			return err
		})
	}
	history, err := c.History(t.Context(), 0)
	if err != nil || len(history) != 2 || history[0].Undone || history[1].Undone {
		t.Errorf("history: %+v, %v", history, err)
	}
}
