package catalog

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog/userdata"
	"recollect/engine/photo"
	"recollect/engine/query"
)

func undo(tx *Tx) error {
	_, err := tx.Undo(0)
	return err
}

func redo(tx *Tx) error {
	_, err := tx.Redo()
	return err
}

func text(s string) *string { return &s }
func stars(n int) *int      { return &n }

// described is a picture with metadata in all fields that a person can set.
func described(f photo.Folder, name string) photo.Photo {
	p := picture(f, name)
	p.Meta = photo.Meta{
		Rating: 3, Label: "Red", Title: "File title", Caption: "File caption",
		Place: &photo.Place{Latitude: 43.5, Longitude: 5.25, AltitudeM: 12, HasAltitude: true},
	}
	p.Taken = photo.Moment{
		Time: time.Date(2024, 5, 6, 7, 8, 9, 0, time.FixedZone("", 7200)), HasOffset: true, From: photo.FromExif,
	}
	return p
}

// everything sets all fields.
func everything() photo.Edit {
	return photo.Edit{
		Rating: stars(photo.RejectedRating), Label: text("Blue"), Title: text(" Mine "), Caption: text(""),
		NoPlace: true,
		Taken:   &photo.Moment{Time: time.Date(1987, 6, 5, 4, 3, 2, 0, time.UTC)},
	}
}

func named(t *testing.T, c *Catalog, path string) photo.Photo {
	t.Helper()
	p, err := c.ByPath(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What a person says counts everywhere, also after the file was read again; what the file says is known
// beside it, and counts again when it is taken back.
func TestWhatAPersonSaysCounts(t *testing.T) {
	c := journaled(t, t.TempDir())
	f := addFolder(t, c, "/p")
	was := described(f, "a.jpg")
	id := insert(t, c, was)
	update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{id}, everything()) })
	check := func(when string, caption string) {
		t.Helper()
		p := named(t, c, "/p/a.jpg")
		if m := p.Meta; m.Rating != -1 || m.Label != "Blue" || m.Title != "Mine" || m.Caption != "" || m.Place != nil ||
			p.Taken.String() != "1987-06-05T04:03:02" || p.Taken.From != photo.FromPerson {
			t.Errorf("%s: %+v, %v", when, m, p.Taken)
		}
		e, err := c.Edited(t.Context(), id)
		if err != nil || !slices.Equal(e.Fields, photo.Fields()) || e.File.Rating != 3 || e.File.Label != "Red" ||
			e.File.Caption != caption || e.File.Taken.String() != "2024-05-06T07:08:09+02:00" ||
			e.File.Taken.From != photo.FromExif || e.File.Place == nil || !e.File.Place.HasAltitude {
			t.Errorf("%s: %+v, %v", when, e, err)
		}
	}
	check("at once", "File caption")
	for _, cond := range []query.Condition{
		query.Phrase("mine"),
		query.Text{In: query.Label, Want: "blue"},
		query.Number{Of: query.Rating, Min: -1, Max: -1},
		query.Dates{
			From: time.Date(1987, 6, 5, 0, 0, 0, 0, time.UTC), To: time.Date(1987, 6, 6, 0, 0, 0, 0, time.UTC),
		},
	} {
		wants(t, fmt.Sprint(cond), []photo.ID{id})(chosen(c.Select(t.Context(), []query.Filter{{Condition: cond}})))
	}
	for _, cond := range []query.Condition{query.Phrase("file title"), query.HasGPS, query.HasCaption} {
		wants(t, fmt.Sprint(cond), []photo.ID{})(chosen(c.Select(t.Context(), []query.Filter{{Condition: cond}})))
	}
	again := was
	again.ID, again.Meta.Caption, again.Size = id, "Another caption", 77
	update(t, c, func(tx *Tx) error { return tx.Replace(again) })
	check("after the file has changed", "Another caption")
	update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{id}, photo.Edit{AsInFile: photo.Fields()}) })
	p := named(t, c, "/p/a.jpg")
	m := p.Meta
	if m.Caption != "Another caption" || m.Rating != 3 || p.Taken.From != photo.FromExif || m.Place == nil {
		t.Errorf("taken back: %+v", p)
	}
	wants(t, "edited", (*photo.Edited)(nil))(c.Edited(t.Context(), id))
	wants(t, "caption", []photo.ID{id})(chosen(c.Select(t.Context(),
		[]query.Filter{{Condition: query.Phrase("another")}})))
}

func TestEditsThatAreNone(t *testing.T) {
	c := open(t)
	id := insert(t, c, described(addFolder(t, c, "/p"), "a.jpg"))
	for _, tt := range []struct {
		edit photo.Edit
		want error
	}{
		{photo.Edit{Rating: stars(6)}, ErrRating},
		{photo.Edit{Rating: stars(-2)}, ErrRating},
		{photo.Edit{Place: &photo.Place{Latitude: 91}}, ErrPlace},
		{photo.Edit{Taken: &photo.Moment{Time: time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)}}, ErrDate},
		{photo.Edit{Shift: 290 * 365 * 24 * time.Hour}, ErrDate},
		{photo.Edit{Caption: text(string(make([]byte, 65<<10)))}, ErrLong},
	} {
		err := c.Update(t.Context(), func(tx *Tx) error { return tx.Edit([]photo.ID{id}, tt.edit) })
		if !errors.Is(err, tt.want) {
			t.Errorf("%+v: %v", tt.edit, err)
		}
	}
	err := c.Update(t.Context(), func(tx *Tx) error { return tx.Edit([]photo.ID{99}, photo.Edit{Rating: stars(1)}) })
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("of no photo: %v", err)
	}
}

// A shift moves each date by itself.
func TestShift(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	a, other := described(f, "a.jpg"), described(f, "b.jpg")
	other.Taken = photo.Moment{Time: time.Date(2024, 1, 1, 0, 30, 0, 5, time.UTC), From: photo.FromExif}
	ids := []photo.ID{insert(t, c, a), insert(t, c, other)}
	update(t, c, func(tx *Tx) error { return tx.Edit(ids, photo.Edit{Shift: -90 * time.Minute}) })
	update(t, c, func(tx *Tx) error { return tx.Edit(ids, photo.Edit{Shift: 30 * time.Minute}) })
	for name, want := range map[string]string{
		"/p/a.jpg": "2024-05-06T06:08:09+02:00", "/p/b.jpg": "2023-12-31T23:30:00.000000005",
	} {
		if p := named(t, c, name); p.Taken.String() != want {
			t.Errorf("%s: %v", name, p.Taken)
		}
	}
	for range 2 {
		update(t, c, undo)
	}
	if p := named(t, c, "/p/b.jpg"); p.Taken.String() != other.Taken.String() || p.Taken.From != photo.FromExif {
		t.Errorf("undone: %v", p.Taken)
	}
}

// What is said of a RAW file counts for the JPEG that comes later, and of both files when one goes.
func TestEditsOfShots(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	raw := insert(t, c, picture(f, "a.CR2"))
	update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{raw}, photo.Edit{Rating: stars(5)}) })
	jpeg := insert(t, c, picture(f, "a.jpg"))
	if p := named(t, c, "/p/a.jpg"); p.Meta.Rating != 5 {
		t.Errorf("the JPEG has the rating %d", p.Meta.Rating)
	}
	update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{jpeg}, photo.Edit{Rating: stars(2)}) })
	update(t, c, func(tx *Tx) error { return tx.Delete(jpeg) })
	if p := named(t, c, "/p/a.CR2"); p.Meta.Rating != 2 || p.Lead != 0 {
		t.Errorf("the RAW file has the rating %d", p.Meta.Rating)
	}
}

// typed is all user data, as the journal would have it.
func typed(t *testing.T, c *Catalog) map[string]string {
	t.Helper()
	acts, err := userdata.ActsIn(t.Context(), c.read)
	if err != nil {
		t.Fatal(err)
	}
	state := map[string]string{}
	for key, a := range userdata.StateOf(acts) {
		state[key] = fmt.Sprint(a.Name, a.Value, a.Verdict)
	}
	return state
}

// Everything that is typed can be undone, act for act, and done again, also by another program that
// opens the library later.
func TestUndoAndRedo(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	f := addFolder(t, c, "/p")
	a, b := insert(t, c, described(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	insert(t, c, picture(f, "b.CR2")) // shown with b.jpg
	both := []photo.ID{a, b}
	album := func(name string) photo.AlbumID {
		all, err := c.AlbumsNamed(t.Context(), name)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		return all[0].ID
	}
	acts := []func(tx *Tx) error{
		func(tx *Tx) error { return tx.SetFavourites(both, true) },
		func(tx *Tx) error { return tx.TagAll(both, "Family / Anna") },
		func(tx *Tx) error { return tx.UntagAll([]photo.ID{a}, "family/anna") },
		func(tx *Tx) error { return tx.Edit([]photo.ID{a}, photo.Edit{Rating: stars(1), Title: text("One")}) },
		func(tx *Tx) error { return tx.Edit(both, everything()) },
		func(tx *Tx) error { return tx.Edit(both, photo.Edit{Shift: time.Hour}) },
		func(tx *Tx) error { return tx.Edit(both, photo.Edit{AsInFile: []photo.Field{photo.DateField}}) },
		func(tx *Tx) error { return errors.Join(tx.Judge(a, "dog", 1), tx.Judge(b, "dog", -1)) },
		func(tx *Tx) error { return errors.Join(tx.Judge(a, "dog", 0), tx.SetFavourite(b, false)) },
		func(tx *Tx) error { _, err := tx.SaveAlbum("Best", "rating:>3"); return err },
		func(tx *Tx) error { _, err := tx.SaveAlbum("BEST", "rating:5"); return err },
		func(tx *Tx) error { _, err := tx.MakeAlbum("Hand"); return err },
		func(tx *Tx) error { return tx.AddToAlbum(album("hand"), both) },
		func(tx *Tx) error { return tx.OrderAlbum(album("hand"), []photo.ID{b}, a) },
		func(tx *Tx) error { return tx.RenameAlbum(album("hand"), "By hand") },
		func(tx *Tx) error { return tx.TakeFromAlbum(album("hand"), []photo.ID{a}) },
		func(tx *Tx) error { return tx.RemoveAlbum(album("hand")) },
		func(tx *Tx) error { return tx.RemoveAlbum(album("best")) },
	}
	states := []map[string]string{typed(t, c)}
	for i, do := range acts {
		update(t, c, do)
		states = append(states, typed(t, c))
		if fmt.Sprint(states[i]) == fmt.Sprint(states[i+1]) {
			t.Errorf("act %d changed nothing", i)
		}
	}
	for round := range 2 {
		for i := len(acts) - 1; i >= 0; i-- {
			update(t, c, undo)
			if got := typed(t, c); fmt.Sprint(got) != fmt.Sprint(states[i]) {
				t.Fatalf("round %d, act %d undone: got %v\nwant %v", round, i, got, states[i])
			}
			if err := c.Check(t.Context()); err != nil {
				t.Fatalf("act %d undone: %v", i, err)
			}
		}
		if err := c.Update(t.Context(), undo); !errors.Is(err, ErrNothingToUndo) {
			t.Errorf("more: %v", err)
		}
		if p := named(t, c, "/p/a.jpg"); p.Meta.Rating != 3 || p.Meta.Title != "File title" {
			t.Errorf("undone: %+v", p)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		c = journaled(t, dir)
		for i := range acts {
			update(t, c, redo)
			if got := typed(t, c); fmt.Sprint(got) != fmt.Sprint(states[i+1]) {
				t.Fatalf("round %d, act %d redone: got %v\nwant %v", round, i, got, states[i+1])
			}
		}
		if err := c.Update(t.Context(), redo); !errors.Is(err, ErrNothingToRedo) {
			t.Errorf("more: %v", err)
		}
		if err := c.Check(t.Context()); err != nil {
			t.Error(err)
		}
	}
	history, err := c.History(t.Context(), 2)
	if err != nil || len(history) != 2 || history[1].Kind != "member" || history[1].Name != "By hand" ||
		history[0].Kind != "album" || !history[0].No {
		t.Errorf("got %+v, %v", history, err)
	}
	update(t, c, undo)
	update(t, c, func(tx *Tx) error { return tx.TagAll(both, "new") }) // nothing can be redone after it
	if err := c.Update(t.Context(), redo); !errors.Is(err, ErrNothingToRedo) {
		t.Errorf("after another act: %v", err)
	}
}

// Members of an album keep the order that they were given.
func TestOrderOfAnAlbum(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i := range 6 {
		ids = append(ids, insert(t, c, picture(f, fmt.Sprintf("%d.jpg", i))))
	}
	var id photo.AlbumID
	update(t, c, func(tx *Tx) (err error) {
		id, err = tx.MakeAlbum("A")
		return errors.Join(err, tx.AddToAlbum(id, []photo.ID{ids[2], ids[0], ids[2], ids[1]}))
	})
	wants(t, "members", []photo.ID{ids[2], ids[0], ids[1]})(c.Members(t.Context(), id))
	update(t, c, func(tx *Tx) error { return tx.AddToAlbum(id, []photo.ID{ids[1], ids[3]}) })
	update(t, c, func(tx *Tx) error { return tx.OrderAlbum(id, []photo.ID{ids[3], ids[5], ids[1]}, ids[0]) })
	wants(t, "moved", []photo.ID{ids[2], ids[3], ids[1], ids[0]})(c.Members(t.Context(), id))
	want := []photo.ID{ids[2], ids[3], ids[1], ids[0]}
	for i := range 200 { // each time between the first two, until there is no room
		last := want[len(want)-1]
		want = slices.Insert(want[:len(want)-1:len(want)-1], 1, last)
		update(t, c, func(tx *Tx) error { return tx.OrderAlbum(id, []photo.ID{last}, want[2]) })
		wants(t, fmt.Sprint("move ", i), want)(c.Members(t.Context(), id))
	}
	update(t, c, func(tx *Tx) error { _, err := tx.SaveAlbum("S", "x"); return err })
	for _, tt := range []struct {
		do   func(tx *Tx) error
		want error
	}{
		{func(tx *Tx) error { _, err := tx.MakeAlbum("a"); return err }, ErrNameTaken},
		{func(tx *Tx) error { _, err := tx.SaveAlbum("a", "x"); return err }, ErrNameTaken},
		{func(tx *Tx) error { _, err := tx.MakeAlbum(" "); return err }, ErrNoName},
		{func(tx *Tx) error { return tx.AddToAlbum(id+1, ids) }, ErrNotByHand},
		{func(tx *Tx) error { return tx.AddToAlbum(id+9, ids) }, ErrNotFound},
	} {
		if err := c.Update(t.Context(), tt.do); !errors.Is(err, tt.want) {
			t.Errorf("got %v, want %v", err, tt.want)
		}
	}
}

// BenchmarkEdit changes 10,000 photos in one transaction, and undoes that.
func BenchmarkEdit(b *testing.B) {
	dir := b.TempDir()
	c, err := Open(b.Context(), filepath.Join(dir, "recollect.db"), Options{
		Model: "m", Journal: filepath.Join(dir, "typed.log"),
	})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	f, err := c.AddFolder(b.Context(), "/pictures")
	if err != nil {
		b.Fatal(err)
	}
	var ids []photo.ID
	if err := c.Update(b.Context(), func(tx *Tx) error {
		for i := range 10_000 {
			id, err := tx.Insert(lived(f, i))
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	n := 0
	for name, do := range map[string]func(tx *Tx) error{
		"rating":    func(tx *Tx) error { return tx.Edit(ids, photo.Edit{Rating: stars(n % 6)}) },
		"caption":   func(tx *Tx) error { return tx.Edit(ids, photo.Edit{Caption: text(fmt.Sprint("Day ", n))}) },
		"shift":     func(tx *Tx) error { return tx.Edit(ids, photo.Edit{Shift: time.Hour}) },
		"tag":       func(tx *Tx) error { return tx.TagAll(ids, fmt.Sprint("tag ", n)) },
		"favourite": func(tx *Tx) error { return tx.SetFavourites(ids, n%2 == 0) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n++
				if err := c.Update(b.Context(), do); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/undo+redo", func(b *testing.B) {
			for b.Loop() {
				err := errors.Join(
					c.Update(b.Context(), undo),
					c.Update(b.Context(), redo))
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
