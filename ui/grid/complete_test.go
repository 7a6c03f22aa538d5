package grid

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
)

// marked notes which photos l made favourites.
func marked(l *library) *[]photo.ID {
	ids := new([]photo.ID)
	l.OnFavourite = func(all []photo.ID) { *ids = all }
	return ids
}

// home goes to the first photo, and lets the pages of all others be dropped.
func (l *library) home() {
	press(l.Grid, fyne.KeyHome)
	l.load()
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20)})
	l.load()
}

// A key that acts on photos acts on those that the person has selected, not on what was selected
// before, while the photo that the keyboard is at is being loaded.
func TestActsWaitForThePhotoThatTheKeyboardIsAt(t *testing.T) {
	l := newLibrary(t, rolltest.Tiles(20_000))
	l.load()
	ids := marked(l)
	press(l.Grid, fyne.KeyHome, fyne.KeyEnd)
	l.TypedRune('f')
	if len(*ids) > 0 {
		t.Errorf("photos %v became favourites", *ids)
	}
	l.load()
	if !slices.Equal(*ids, []photo.ID{20_000}) {
		t.Errorf("photos %v became favourites, want the last", *ids)
	}
	l.home()
	press(l.Grid, fyne.KeyEnd)
	*ids = nil
	l.TypedRune('f')
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -200)})
	press(l.Grid, fyne.KeyHome)
	l.load()
	if len(*ids) > 0 {
		t.Errorf("photos %v became favourites, though the person went elsewhere", *ids)
	}
}

// The action of a key is called a moment later, as it may begin a word: not if the person has gone elsewhere
// meanwhile.
func TestActsThatAreCalledLate(t *testing.T) {
	for name, act := range map[string]struct {
		meanwhile func(*library)
		want      []photo.ID
	}{
		"stays":          {func(*library) {}, []photo.ID{20_000}},
		"stays, loaded":  {func(l *library) { l.load() }, []photo.ID{20_000}},
		"goes elsewhere": {func(l *library) { press(l.Grid, fyne.KeyHome); l.load() }, nil},
		"goes on":        {func(l *library) { press(l.Grid, fyne.KeyLeft) }, nil},
		"scrolls": {func(l *library) {
			l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 200)})
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLibrary(t, rolltest.Tiles(20_000))
			l.load()
			l.home()
			ids := marked(l)
			press(l.Grid, fyne.KeyEnd)
			late := l.actOf('f')
			act.meanwhile(l)
			late()
			l.load()
			if !slices.Equal(*ids, act.want) {
				t.Errorf("photos %v became favourites, want %v", *ids, act.want)
			}
		})
	}
}

// A key acts on all photos of a selection, or on none if they cannot be read.
func TestActsWaitForAllSelectedPhotos(t *testing.T) {
	l := newLibrary(t, rolltest.Tiles(20_000))
	l.load()
	ids := marked(l)
	var take func(*photo.Set)
	l.OnIDs = func(_ []*roll.Page, f func(*photo.Set)) { take = f }
	rest := new(photo.Set)
	for _, x := range l.all {
		rest.Add(x.ID)
	}
	l.SelectAll()
	l.TypedRune('f')
	if len(*ids) > 0 {
		t.Errorf("%d photos became favourites before all were known", len(*ids))
	}
	take(rest)
	if len(*ids) != 20_000 {
		t.Errorf("%d photos became favourites, want all", len(*ids))
	}
	*ids = nil
	l.SelectAll()
	l.TypedRune('f')
	take(nil)
	if n := len(l.Selection()); n > 0 || len(*ids) > 0 {
		t.Errorf("%d photos are selected and %d became favourites, though not all could be read", n, len(*ids))
	}
}

// Ctrl+A selects all photos also where those on screen are not loaded yet.
func TestSelectAllBeforeThoseOnScreenAreLoaded(t *testing.T) {
	l := newLibrary(t, rolltest.Tiles(20_000))
	l.load()
	l.OnIDs = func(pages []*roll.Page, take func(*photo.Set)) {
		ids := new(photo.Set)
		for _, x := range l.all {
			ids.Add(x.ID)
		}
		take(ids)
	}
	press(l.Grid, fyne.KeyHome, fyne.KeyEnd)
	l.SelectAll()
	l.load()
	if n := len(l.Selection()); n != 20_000 {
		t.Errorf("%d photos are selected", n)
	}
	l.Top()
	l.load()
	l.scrollTo(l.plan.Height / 2)
	l.SelectAll()
	l.load()
	if n := len(l.Selection()); n != 20_000 {
		t.Errorf("in the middle, %d photos are selected", n)
	}
}

// The library changes while the photo that the keyboard goes to is loaded: it goes to that, and to
// none when other photos are shown.
func TestKeysGoWhereTheyWentWhenTheLibraryChanges(t *testing.T) {
	l := newLibrary(t, rolltest.Tiles(20_000))
	l.load()
	press(l.Grid, fyne.KeyHome, fyne.KeyEnd, fyne.KeyLeft)
	l.all = slices.Concat([]photo.Tile{{ID: 30_000, Taken: l.all[0].Taken.AddDate(0, 1, 0)}}, l.all)
	l.SetRoll(roll.New(roll.Days(days(l.all), 2), true))
	l.load()
	if l.Selected() != 19_999 {
		t.Errorf("the last but one is photo %d", l.Selected())
	}
	l.home()
	press(l.Grid, fyne.KeyEnd)
	l.SetRoll(roll.Of(rolltest.Tiles(20_000), false))
	if l.Selected() == 20_000 {
		t.Error("a photo of an answer is selected that nobody went to")
	}
}
