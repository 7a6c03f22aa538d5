package roll

import (
	"testing"
	"time"

	"recollect/engine/photo"
)

var newest = time.Date(2024, 6, 30, 12, 0, 0, 0, time.UTC)

// shots are n photos, newest first, so many hours apart.
func shots(n, hours int) []photo.Tile {
	tiles := make([]photo.Tile, n)
	for i := range tiles {
		taken := newest.Add(-time.Duration(i*hours) * time.Hour)
		tiles[i] = photo.Tile{ID: photo.ID(i + 1), WidthPx: 4, HeightPx: 3, Taken: taken}
	}
	return tiles
}

func TestOfKeepsTheOrder(t *testing.T) {
	for _, byDate := range []bool{false, true} {
		for _, n := range []int{0, 1, 999, 1000, 1001, 5000} {
			tiles := shots(n, 1)
			r := Of(tiles, byDate)
			if r.Len() != n || !r.Complete() {
				t.Fatalf("%d photos, want %d", r.Len(), n)
			}
			for i, want := range tiles {
				if got, ok := r.At(i); !ok || got != want {
					t.Fatalf("%d of %d, by date %v: got photo %d", i, n, byDate, got.ID)
				}
				if at := r.FindNear(want, -1); at != i {
					t.Fatalf("photo %d is at %d, want %d", want.ID, at, i)
				}
			}
			for _, p := range r.Pages {
				if first, last := p.Tiles[0].Taken, p.Tiles[p.Photos-1].Taken; byDate && month(first) != month(last) {
					t.Errorf("a page from %v to %v", first, last)
				}
			}
			if _, ok := r.At(n); ok || r.Find(photo.ID(n+1)) != -1 {
				t.Error("there is a photo after the last")
			}
		}
	}
	if i, n := Of(shots(3, 1), false).Find(3), (*Roll)(nil).Len(); i != 2 || n != 0 {
		t.Errorf("found at %d; no roll has %d photos", i, n)
	}
}

func TestTheOldestFirst(t *testing.T) {
	tiles := shots(3000, 5)
	for i := range len(tiles) / 2 {
		tiles[i], tiles[len(tiles)-1-i] = tiles[len(tiles)-1-i], tiles[i]
	}
	r := Of(tiles, true)
	for i, want := range tiles {
		if at := r.FindNear(want, 0); at != i {
			t.Fatalf("photo %d is at %d, want %d", want.ID, at, i)
		}
	}
}

// Pages of days are of one month, and none is much longer than it must be.
func TestDays(t *testing.T) {
	var days []photo.Day
	for i, start := 0, newest.Truncate(24*time.Hour); i < 400; i++ {
		days = append(days, photo.Day{Start: start.AddDate(0, 0, -i), Photos: 1 + i%97, Widths: float64(1 + i%97)})
	}
	photos, next := 0, 0
	for k, p := range Days(days, 3) {
		if month(p.Start) != month(p.End) || p.Loaded() || p.Stamp != 3 || p.Photos >= pageLeast+97 {
			t.Errorf("page %d: %+v", k, p)
		}
		n := 0
		for ; next < len(days) && p.Has(days[next].Start); next++ {
			n += days[next].Photos
		}
		if n != p.Photos || p.Widths != float64(n) {
			t.Errorf("page %d has %d photos, its days have %d", k, p.Photos, n)
		}
		photos += p.Photos
	}
	if r := New(Days(days, 3), true); next != len(days) || r.Len() != photos || r.Complete() {
		t.Errorf("%d of %d days are on pages", next, len(days))
	}
}

func TestAdoptTakesOnlyTheSamePages(t *testing.T) {
	days := []photo.Day{{Start: newest.Truncate(24 * time.Hour), Photos: 2}}
	for _, month := range []int{5, 4, 3} {
		days = append(days, photo.Day{Start: time.Date(2024, time.Month(month), 9, 0, 0, 0, 0, time.UTC), Photos: 1})
	}
	was := New(Days(days, 1), true)
	for k, p := range was.Pages {
		was.Pages[k] = p.With(make([]photo.Tile, p.Photos))
	}
	pages := Days(days[:3], 1)
	pages[1].Stamp = 2  // other photos
	pages[2].Photos = 5 // more
	now := New(pages, true).Adopt(was)
	for k, want := range []bool{true, false, false} {
		if now.Pages[k].Loaded() != want {
			t.Errorf("page %d is loaded: %v, want %v", k, !want, want)
		}
	}
	if now.Pages[0] != was.Pages[0] || now.Len() != 8 {
		t.Errorf("the same page is another one, of %d photos", now.Len())
	}
	if less := was.With(1, was.Pages[1].With([]photo.Tile{})); len(less.Pages) != 3 || less.Len() != 4 {
		t.Errorf("an empty page stays: %d pages of %d photos", len(less.Pages), less.Len())
	}
}

// BenchmarkDays1M is what a view of a million photos costs.
func BenchmarkDays1M(b *testing.B) {
	var days []photo.Day
	for i := range 7000 {
		days = append(days, photo.Day{Start: newest.Truncate(24*time.Hour).AddDate(0, 0, -i), Photos: 143, Widths: 190})
	}
	for b.Loop() {
		New(Days(days, 1), true)
	}
}
