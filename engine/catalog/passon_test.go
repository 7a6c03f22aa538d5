package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/photo"
)

// heirs adds photos that are the same: the first, which is kept, says nothing; two more say everything.
func heirs(t *testing.T, c *Catalog) []photo.ID {
	t.Helper()
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for _, name := range []string{"keep.jpg", "b.jpg", "c.jpg"} {
		p := picture(f, name)
		p.Taken = photo.Moment{Time: time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC), From: photo.FromModTime}
		if name == "c.jpg" {
			p = described(f, name)
			p.Meta.Keywords, p.Meta.Rating = []string{"Zoo", "family/anna"}, 2
		}
		ids = append(ids, insert(t, c, p))
	}
	return ids
}

// sayOf says one thing of each kind of heirs but the first.
func sayOf(t *testing.T, c *Catalog, ids []photo.ID) {
	t.Helper()
	b, other := ids[1], insert(t, c, picture(addFolder(t, c, "/q"), "other.jpg"))
	when := photo.Moment{Time: time.Date(1987, 6, 5, 4, 3, 2, 0, time.UTC)}
	update(t, c, func(tx *Tx) error {
		album, err := tx.MakeAlbum("Best")
		return errors.Join(err, tx.AddToAlbum(album, []photo.ID{b, other, ids[2]}), tx.SetFavourite(b, true),
			tx.Tag(b, "Family/Anna"), tx.Judge(b, "cat", photo.Confirmed), tx.Judge(ids[2], "dog", photo.Rejected),
			tx.Edit([]photo.ID{b}, photo.Edit{
				Rating: stars(4), Title: text("Mine"), Taken: &when, Place: &photo.Place{Latitude: 1, Longitude: 2},
			}))
	})
}

func passOn(ids []photo.ID) func(*Tx) error {
	return func(tx *Tx) error { return tx.PassOn(ids[0], ids[1:]) }
}

// A photo that is kept gets all that is said of those that go, in one act that can be undone; the others keep it.
func TestPassOn(t *testing.T) {
	dir := t.TempDir()
	c := journaled(t, dir)
	ids := heirs(t, c)
	sayOf(t, c, ids)
	l, err := c.Legacy(t.Context(), ids[0], ids[1:])
	if err != nil || !slices.Equal(l.Tags, []string{"Family/Anna", "Zoo"}) ||
		!slices.Equal(l.Albums, []string{"Best"}) || !l.Favourite || l.Verdicts != 2 ||
		*l.Edit.Rating != 4 || *l.Edit.Title != "Mine" || *l.Edit.Label != "Red" ||
		*l.Edit.Caption != "File caption" || l.Edit.Taken.Year() != 1987 || l.Edit.Place.Latitude != 1 ||
		!slices.Equal(l.Lost, []photo.Field{photo.TitleField}) {
		t.Errorf("legacy: %+v, %v", l, err)
	}
	before := spoken(t, c)
	update(t, c, passOn(ids))
	after := spoken(t, c)
	check := func(when string) {
		t.Helper()
		p := named(t, c, "/p/keep.jpg")
		if m := p.Meta; m.Rating != 4 || m.Title != "Mine" || m.Label != "Red" || m.Caption != "File caption" ||
			m.Place == nil || m.Place.Latitude != 1 || p.Taken.String() != "1987-06-05T04:03:02" {
			t.Errorf("%s: %+v, %v", when, m, p.Taken)
		}
		wants(t, "tags", []string{"Family/Anna", "Zoo"})(c.TagsOf(t.Context(), ids[0]))
		// At the place of the first that goes, which it leaves to it.
		wants(t, "members", []photo.ID{ids[0], ids[1], 4, ids[2]})(c.Members(t.Context(), 1))
		wants(t, "favourites", ids[:2])(c.Favourites(t.Context()))
		wants(t, "things", []photo.Shown{
			{Thing: "cat", Verdict: photo.Confirmed}, {Thing: "dog", Verdict: photo.Rejected},
		})(c.ShownBy(t.Context(), ids[0]))
	}
	check("passed on")
	history, err := c.History(t.Context(), 1)
	if err != nil || history[0].Kind != journal.Inherit || history[0].Photos != 1 || history[0].Name != "" {
		t.Errorf("history: %+v, %v", history, err)
	}
	if l, err := c.Legacy(t.Context(), ids[0], ids[1:]); err != nil || !l.Empty() {
		t.Errorf("a second time: %+v, %v", l, err)
	}
	update(t, c, passOn(ids)) // which changes nothing
	if now, err := c.History(t.Context(), 1); err != nil || now[0].ID != history[0].ID {
		t.Errorf("nothing is an act: %+v, %v", now, err)
	}
	update(t, c, undo)
	if got := spoken(t, c); !slices.Equal(got, before) {
		t.Errorf("undone: %q\nwant %q", got, before)
	}
	update(t, c, redo)
	check("redone")
	// A process that dies between the journal and the catalog has done all of it.
	if err := errors.Join(c.Close(), os.Remove(filepath.Join(dir, "recollect.db"))); err != nil {
		t.Fatal(err)
	}
	c = journaled(t, dir)
	if got := spoken(t, c); !slices.Equal(got, after) {
		t.Errorf("from the journal: %q\nwant %q", got, after)
	}
}

// What a person has set of the photo that is kept stays, and what its file says but for a date or place that a person
// has set of another.
func TestWhatIsNotPassedOn(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	for _, tt := range []struct {
		name       string
		keep, goes photo.Edit
		lost       []photo.Field
		empty      bool
	}{
		{"nothing", photo.Edit{}, photo.Edit{}, nil, true},
		{"fewer stars", photo.Edit{}, photo.Edit{Rating: stars(1)}, nil, true},
		{"rejected", photo.Edit{}, photo.Edit{Rating: stars(photo.RejectedRating)}, nil, true},
		{"more stars", photo.Edit{Rating: stars(photo.RejectedRating)}, photo.Edit{Rating: stars(1)}, nil, false},
		{"another title", photo.Edit{}, photo.Edit{Title: text("x")}, []photo.Field{photo.TitleField}, true},
		{
			"a caption that was removed",
			photo.Edit{Caption: text("")},
			photo.Edit{},
			[]photo.Field{photo.CaptionField},
			true,
		},
		{"a place by hand", photo.Edit{}, photo.Edit{Place: &photo.Place{Latitude: 9}}, nil, false},
		{
			"two places by hand",
			photo.Edit{Place: &photo.Place{Latitude: 8}},
			photo.Edit{Place: &photo.Place{Latitude: 9}},
			[]photo.Field{photo.PlaceField},
			true,
		},
		{"no place by hand", photo.Edit{NoPlace: true}, photo.Edit{}, nil, true},
		{"a date by hand", photo.Edit{}, photo.Edit{Shift: time.Hour}, nil, false},
		{
			"two dates by hand",
			photo.Edit{Shift: time.Minute},
			photo.Edit{Shift: time.Hour},
			[]photo.Field{photo.DateField},
			true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			keep, goes := insert(t, c, described(f, tt.name+".jpg")), insert(t, c, described(f, tt.name+" 2.jpg"))
			update(t, c, func(tx *Tx) error {
				return errors.Join(tx.Edit([]photo.ID{keep}, tt.keep), tx.Edit([]photo.ID{goes}, tt.goes))
			})
			l, err := c.Legacy(t.Context(), keep, []photo.ID{goes})
			if err != nil || l.Empty() != tt.empty || !slices.Equal(l.Lost, tt.lost) {
				t.Errorf("%+v, %v", l, err)
			}
		})
	}
	if err := c.Update(t.Context(), passOn([]photo.ID{1, 999})); !errors.Is(err, ErrNotFound) {
		t.Errorf("a photo that is not there: %v", err)
	}
}

// Of a photo with a RAW file, what was said of either is passed on.
func TestPassOnOfShots(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	raw := insert(t, c, picture(f, "a.CR2"))
	update(t, c, func(tx *Tx) error { return errors.Join(tx.Tag(raw, "Anna"), tx.SetFavourite(raw, true)) })
	jpeg, keep := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "keep.jpg"))
	update(t, c, passOn([]photo.ID{keep, jpeg}))
	wants(t, "tags", []string{"Anna"})(c.TagsOf(t.Context(), keep))
	wants(t, "favourites", []photo.ID{jpeg, keep})(c.Favourites(t.Context()))
}
