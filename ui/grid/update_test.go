package grid

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

// edited is tiles with some of them gone and others that came, and how it differs.
func edited(tiles []photo.Tile, r *rand.Rand, next photo.ID) ([]photo.Tile, Edit) {
	out := slices.Clone(tiles)
	at := r.IntN(len(out) + 1)
	gone := min(r.IntN(4), len(out)-at)
	out = slices.Delete(out, at, at+gone)
	came := r.IntN(4)
	for k := range came {
		when := time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC)
		if at > 0 {
			when = out[at-1].Taken
		}
		if at < len(out) && r.IntN(2) == 0 {
			when = out[at].Taken
		}
		shape := shapes(7)[r.IntN(7)]
		t := photo.Tile{ID: next + photo.ID(k), WidthPx: shape.WidthPx, HeightPx: shape.HeightPx, Taken: when}
		out = slices.Insert(out, at, t)
	}
	return out, Edit{Head: at, Tail: len(tiles) - at - gone}
}

// A part of a plan that is laid anew fits the rest: the plan is that of all tiles.
func TestRelayIsLay(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	m := testMeasure(true)
	for _, n := range []int{1, 3, 40, 800, 3000} {
		tiles := shapes(n)
		p := lay(tiles, m)
		for step := range 200 {
			to, e := edited(tiles, r, photo.ID(10_000+10*step))
			if len(to) == 0 {
				continue
			}
			p, tiles = p.update(tiles, to, e, m), to
			if want := lay(to, m); !reflect.DeepEqual(p, want) {
				t.Fatalf("%d tiles, step %d, %+v: the plan is another", n, step, e)
			}
		}
	}
}

// Photos that come in any order, a few at a time, end up where they belong.
func TestPhotosThatComeInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	all := shapes(700)
	for range 10 {
		g, _ := shownGrid(t, 1)
		have := map[photo.ID]bool{1: true}
		list := slices.Clone(all[:1])
		g.SetTiles(list, true)
		for len(list) < len(all) {
			for range 1 + r.IntN(120) {
				have[all[r.IntN(len(all))].ID] = true
			}
			next := slices.DeleteFunc(slices.Clone(all), func(t photo.Tile) bool { return !have[t.ID] })
			var e Edit
			for e.Head < len(list) && list[e.Head] == next[e.Head] {
				e.Head++
			}
			for e.Tail < len(list)-e.Head && list[len(list)-1-e.Tail] == next[len(next)-1-e.Tail] {
				e.Tail++
			}
			g.Replace(list, next, e)
			list = next
			want := lay(list, g.measure(g.Size()))
			if !reflect.DeepEqual(g.plan, want) || !slices.Equal(g.Tiles(), list) {
				t.Fatalf("%d of %d photos, %+v: the plan is another", len(list), len(all), e)
			}
			if len(list) > 650 {
				break
			}
		}
	}
}

// Photos that come and go above what is looked at do not move it.
func TestReplaceKeepsWhatIsLookedAt(t *testing.T) {
	g, _ := shownGrid(t, 300)
	for range 4 {
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -150)})
	}
	before, _ := g.Shown()
	g.selected = before[0].ID
	from := g.Tiles()
	to := append([]photo.Tile{{ID: 5000, WidthPx: 4, HeightPx: 3, Taken: from[0].Taken}}, from[2:]...)
	g.Replace(from, to, Edit{Tail: len(from) - 2})
	now, _ := g.Shown()
	if now[0].ID != before[0].ID || now[0].Y != before[0].Y {
		t.Errorf("photo %d at %d was looked at, and is %d at %d now", before[0].ID, before[0].Y, now[0].ID, now[0].Y)
	}
	at := g.indexOf(before[0].ID)
	g.Replace(to, slices.Delete(slices.Clone(to), at, at+1), Edit{Head: at, Tail: len(to) - at - 1})
	if g.Selected() != 0 || len(g.Tiles()) != len(to)-1 {
		t.Errorf("photo %d is selected, and gone", g.Selected())
	}
}

func BenchmarkReplace100k(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	g := New()
	g.OnWant = func([]Request) {}
	w := test.NewTempWindow(b, g)
	w.Resize(fyne.NewSize(1600, 1000))
	tiles := [2][]photo.Tile{shapes(100_000), shapes(100_000)}
	g.SetTiles(tiles[0], true)
	for i := 0; b.Loop(); i++ {
		g.Replace(tiles[i%2], tiles[1-i%2], Edit{Places: []int{50_000}})
	}
}

// BenchmarkSplice100k is what a photo that comes, and one that goes, cost in the grid.
func BenchmarkSplice100k(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	g := New()
	g.OnWant = func([]Request) {}
	w := test.NewTempWindow(b, g)
	w.Resize(fyne.NewSize(1600, 1000))
	all := shapes(100_000)
	less := slices.Delete(slices.Clone(all), 50_000, 50_001)
	g.SetTiles(all, true)
	for b.Loop() {
		g.Replace(all, less, Edit{Head: 50_000, Tail: 49_999})
		g.Replace(less, all, Edit{Head: 50_000, Tail: 49_999})
	}
}
