package grid

import (
	"image"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/engine/unwatched"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
	"recollect/ui/theme"
	"recollect/ui/work"
)

// slowdown is by how much the race detector slows programs down, at most: 2 to 20 times, and calls that touch much
// memory more.
const slowdown = 1 + 39*unwatched.Race

// mostOfUpdate is what moving the tiles by a notch of the wheel may take of the UI goroutine, with the pictures
// that came meanwhile, in 95 of 100 cases.
const mostOfUpdate = 4 * time.Millisecond

// watched is a grid of 100,000 photos in a large window, and what it wants.
func watched(t *testing.T) (*Grid, *[]Request) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	g := New()
	var wanted []Request
	g.OnWant = func(r []Request) { wanted = r }
	w := test.NewTempWindow(t, g)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1600, 1000))
	g.SetRoll(roll.Of(ofYears(100_000), true))
	return g, &wanted
}

// ofYears returns n tiles, an hour apart: 100,000 are those of eleven years.
func ofYears(n int) []photo.Tile {
	tiles := rolltest.Tiles(n)
	for i := range tiles {
		tiles[i].Taken = tiles[0].Taken.Add(time.Duration(-i) * time.Hour)
	}
	return tiles
}

// least returns the least time that f takes of several: what else the machine does only adds to it.
func least(f func()) time.Duration {
	took := time.Duration(1<<63 - 1)
	for range 7 {
		began := time.Now()
		f()
		took = min(took, time.Since(began))
	}
	return took
}

// Nothing that a person does among 100,000 photos holds up the window for a frame.
func TestNoActHoldsUpTheWindow(t *testing.T) {
	g, _ := watched(t)
	key := func(names ...fyne.KeyName) func() {
		return func() {
			for _, name := range names {
				press(g, name)
			}
		}
	}
	all := g.given
	less := all.With(0, all.Pages[0].With(all.Pages[0].Tiles[1:]))
	answer, larger := roll.Of(ofYears(10_000), false), false
	for _, act := range []struct {
		what string
		do   func()
	}{
		{"to the end and back", key(fyne.KeyEnd, fyne.KeyHome)},
		{"a page on and back", key(fyne.KeyPageDown, fyne.KeyPageUp)},
		{"a photo on, a row down, and back", key(fyne.KeyRight, fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft)},
		{"another size", func() {
			larger = !larger
			g.TypedRune(map[bool]rune{true: '+', false: '-'}[larger])
		}},
		{"all selected, and none", func() { g.SelectAll(); g.Unmark() }},
		{"one photo less, and again", func() { g.SetRoll(less); g.SetRoll(all) }},
		{"an answer of 10,000 photos, and all again", func() { g.SetRoll(answer); g.SetRoll(all) }},
	} {
		took := least(act.do)
		t.Logf("%s: %v", act.what, took)
		if took > slowdown*work.Frame {
			t.Errorf("%s: %v, the most is %v", act.what, took, work.Frame)
		}
	}
}

// While a person scrolls, moving the tiles and taking their pictures leaves most of each frame to drawing.
func TestTilesAreQuickWhileScrolling(t *testing.T) {
	g, wanted := watched(t)
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	p95 := time.Hour
	for range 5 {
		var took []time.Duration
		for range 100 {
			began := time.Now()
			g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)})
			for _, r := range slices.Clone(*wanted) {
				g.Take(r, img)
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		p95 = min(p95, took[95])
	}
	t.Logf("an update takes %v at p95", p95)
	if p95 > slowdown*mostOfUpdate {
		t.Errorf("an update takes %v at p95, the most is %v", p95, mostOfUpdate)
	}
}
