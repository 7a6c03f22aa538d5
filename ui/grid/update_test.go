package grid

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/plan"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
	"recollect/ui/theme"
)

// tilesOf returns the photos of g that are loaded.
func tilesOf(g *Grid) []photo.Tile {
	var all []photo.Tile
	for _, p := range g.roll.Pages {
		all = append(all, p.Tiles...)
	}
	return all
}

// placesOf returns the places of all tiles.
func placesOf(p *plan.Plan) []plan.Rect {
	var all []plan.Rect
	for i := range p.Roll.Len() {
		p.Make(p.BlockOf(i))
		all = append(all, p.Tile(i))
	}
	return all
}

// days returns how many of tiles, newest first, were taken on each day.
func days(tiles []photo.Tile) []photo.Day {
	var all []photo.Day
	for _, t := range tiles {
		start := t.Taken.Truncate(24 * time.Hour)
		if last := len(all) - 1; last < 0 || !all[last].Start.Equal(start) {
			all = append(all, photo.Day{Start: start})
		}
		all[len(all)-1].Photos++
		all[len(all)-1].Widths += roll.Aspect(t)
	}
	return all
}

// library is the roll of a library of which nothing is loaded, and the grid that it is shown in,
// which loads what it needs at once or, where slow is set, with load.
type library struct {
	*Grid
	all    []photo.Tile
	now    []*roll.Page
	loaded int // pages
}

func newLibrary(t testing.TB, tiles []photo.Tile) *library {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	l := &library{Grid: New(), all: tiles}
	l.OnWant = func([]Request) {}
	l.OnNeed = func(p []*roll.Page) { l.now = p }
	w := test.NewTempWindow(t, l.Grid)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(900, 700))
	l.SetRoll(roll.New(roll.Days(days(tiles), 1), true))
	return l
}

// load loads the pages that are needed and drops all others, until no more are.
func (l *library) load() {
	for {
		pages, changed := slices.Clone(l.roll.Pages), false
		for k, p := range pages {
			switch needed := slices.Contains(l.now, p); {
			case needed && !p.Loaded():
				first := l.roll.First(k)
				pages[k], changed = p.With(l.all[first:first+p.Photos]), true
				l.loaded++
			case !needed && p.Loaded():
				pages[k], changed = p.Without(), true
			}
		}
		if !changed {
			return
		}
		l.SetRoll(roll.New(pages, true))
	}
}

// seen are the photos on screen, and where.
func (l *library) seen() []Shown {
	tiles, _ := l.Shown()
	return tiles
}

// A person who scrolls through a library of which only the pages near the screen are loaded sees all
// photos, in order, and each where it was a moment before.
func TestScrollingThroughPagesThatAreLoadedOnTheWay(t *testing.T) {
	all := rolltest.Tiles(30_000)
	for i := range all {
		all[i].Taken = all[0].Taken.Add(-time.Duration(i) * 3 * time.Hour)
	}
	l := newLibrary(t, all)
	l.load()
	if len(l.roll.Pages) < 30 || l.loaded > 8 {
		t.Fatalf("%d of %d pages are loaded at the start", l.loaded, len(l.roll.Pages))
	}
	last := photo.ID(0)
	for range 10_000 {
		before := l.seen()
		for _, s := range before {
			if s.ID > last+1 {
				t.Fatalf("photo %d follows photo %d", s.ID, last)
			}
			last = max(last, s.ID)
		}
		was := l.offset
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -200)})
		l.load()
		after := l.seen()
		for _, s := range after {
			i := slices.IndexFunc(before, func(b Shown) bool { return b.ID == s.ID })
			if i >= 0 && before[i].Y-s.Y != 480 && l.offset < l.plan.Height-l.heightPx() {
				t.Fatalf("photo %d went from %d to %d with a step of 480", s.ID, before[i].Y, s.Y)
			}
		}
		if l.offset == was || l.offset == l.plan.Height-l.heightPx() {
			break
		}
	}
	if end := l.seen(); end[len(end)-1].ID != photo.ID(len(all)) {
		t.Errorf("the last photo that was seen is %d of %d", end[len(end)-1].ID, len(all))
	}
}

// Keys go to photos that are not loaded yet, and select them once they are.
func TestKeysGoToPagesThatAreNotLoaded(t *testing.T) {
	l := newLibrary(t, rolltest.Tiles(20_000))
	l.load()
	press(l.Grid, fyne.KeyHome, fyne.KeyEnd)
	if l.Selected() == 20_000 {
		t.Fatal("a photo is selected that is not loaded")
	}
	l.load()
	if l.Selected() != 20_000 || !slices.ContainsFunc(l.seen(), func(s Shown) bool { return s.ID == 20_000 }) {
		t.Fatalf("End went to photo %d", l.Selected())
	}
	press(l.Grid, fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyPageUp)
	l.load()
	up := l.Selected()
	if up == 0 || up > 19_960 || !slices.ContainsFunc(l.seen(), func(s Shown) bool { return s.ID == up }) {
		t.Errorf("five pages up is photo %d", up)
	}
	press(l.Grid, fyne.KeyHome)
	l.load()
	if l.Selected() != 1 || l.offset != 0 {
		t.Errorf("Home went to photo %d", l.Selected())
	}
}

// What is selected at both ends of a library includes what was never loaded.
func TestSelectionAcrossPagesThatAreNotLoaded(t *testing.T) {
	l := newLibrary(t, rolltest.Tiles(20_000))
	l.load()
	l.OnIDs = func(pages []*roll.Page, take func(*photo.Set)) {
		ids := new(photo.Set)
		for _, x := range l.all {
			if slices.ContainsFunc(pages, func(p *roll.Page) bool { return p.Has(x.Taken) }) {
				ids.Add(x.ID)
			}
		}
		take(ids)
	}
	l.SelectAll()
	if n := len(l.Selection()); n != 20_000 {
		t.Errorf("%d photos are selected, want all", n)
	}
	press(l.Grid, fyne.KeyHome)
	if n := len(l.Selection()); n != 1 {
		t.Errorf("Home selects %d photos", n)
	}
	l.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	press(l.Grid, fyne.KeyEnd)
	l.load()
	if n := len(l.Selection()); n != 20_000 || l.Selected() != 20_000 {
		t.Errorf("Shift and End: %d photos are selected, the last is %d", n, l.Selected())
	}
	l.Forget([]photo.ID{7, 20_000})
	if n := len(l.Selection()); n != 19_998 {
		t.Errorf("%d photos are selected without two that are gone", n)
	}
}

// The person comes back to a place whose pages were dropped meanwhile.
func TestReturnToPagesThatWereDropped(t *testing.T) {
	l := newLibrary(t, rolltest.Tiles(20_000))
	l.load()
	l.scrollTo(l.plan.Height / 2)
	l.load()
	press(l.Grid, fyne.KeyRight)
	l.load()
	timeline, place, before := l.roll, l.Place(), l.seen()
	l.SetRoll(roll.Of(rolltest.Tiles(20), false))
	pages := slices.Clone(timeline.Pages)
	for k, p := range pages {
		pages[k] = p.Without()
	}
	l.SetRoll(roll.New(pages, true))
	l.Return(place)
	l.load()
	if now := l.seen(); !slices.Equal(now, before) || l.Selected() != place.selected.ID {
		t.Errorf("came back to %v, photo %d; want %v, photo %d", now[0], l.Selected(), before[0], place.selected.ID)
	}
}

// Photos that come and go above what is looked at do not move it.
func TestChangesAboveKeepWhatIsLookedAt(t *testing.T) {
	g, _ := shownGrid(t, 300)
	for range 4 {
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -150)})
	}
	before, _ := g.Shown()
	g.selectOnly(g.indexOf(before[0].ID))
	from := tilesOf(g)
	to := append([]photo.Tile{{ID: 5000, WidthPx: 4, HeightPx: 3, Taken: from[0].Taken}}, from[2:]...)
	g.SetRoll(roll.Of(to, true))
	now, _ := g.Shown()
	if now[0] != before[0] {
		t.Errorf("%+v was looked at, and is %+v now", before[0], now[0])
	}
	at := g.indexOf(before[0].ID)
	g.SetRoll(roll.Of(slices.Delete(slices.Clone(to), at, at+1), true))
	if g.Selected() != 0 || g.roll.Len() != len(to)-1 {
		t.Errorf("photo %d is selected, and gone", g.Selected())
	}
}

// BenchmarkLoadPage1M is what one more page of a million photos costs on the UI goroutine, in the
// middle of the screen.
func BenchmarkLoadPage1M(b *testing.B) {
	all := rolltest.Tiles(1_000_000)
	for i := range all {
		all[i].Taken = all[0].Taken.Add(-time.Duration(i) * 10 * time.Minute)
	}
	l := newLibrary(b, all)
	l.load()
	l.scrollTo(l.plan.Height / 2)
	l.load()
	i, _ := l.plan.Between(l.offset, l.offset+100)
	k := l.roll.PageOf(i)
	rolls := [2]*roll.Roll{l.roll, l.roll.With(k, l.roll.Pages[k].Without())}
	for i := 1; b.Loop(); i++ {
		l.SetRoll(rolls[i%2])
	}
}

// BenchmarkJump1M is a jump to another place among a million photos, without what is read.
func BenchmarkJump1M(b *testing.B) {
	all := rolltest.Tiles(1_000_000)
	for i := range all {
		all[i].Taken = all[0].Taken.Add(-time.Duration(i) * 10 * time.Minute)
	}
	l := newLibrary(b, all)
	r := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		l.scrollTo(r.IntN(l.plan.Height))
	}
}
