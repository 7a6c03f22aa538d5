package plan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
)

// layOf is the plan of tiles that are all loaded.
func layOf(tiles []photo.Tile, m Measure) Plan { return Lay(roll.Of(tiles, m.Months), m, nil) }

// linesOf are the lines of all blocks, in tiles and pixels of the plan.
func linesOf(p *Plan) []line {
	var all []line
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.rows == nil {
			p.Make(i)
		}
		for _, l := range b.rows.lines {
			all = append(all, line{l.y + b.y, l.h, l.first + b.first, l.end + b.first})
		}
	}
	return all
}

// lineOf is the index of the line of tile i among those of all blocks.
func lineOf(p *Plan, i int) int {
	return slices.IndexFunc(linesOf(p), func(l line) bool { return i >= l.first && i < l.end })
}

func testMeasure(months bool) Measure {
	return Measure{Width: 1000, Left: 16, Top: 16, Gap: 4, Row: 200, Head: 48, Foot: 24, Months: months}
}

func TestLayFillsEveryRowButTheLast(t *testing.T) {
	for _, n := range []int{1, 2, 5, 50, 1000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			m := testMeasure(false)
			p := layOf(rolltest.Tiles(n), m)
			for k, l := range linesOf(&p) {
				right := p.Tile(l.end-1).X + p.Tile(l.end-1).W
				if k < len(linesOf(&p))-1 && right != m.Left+m.Width {
					t.Errorf("row %d ends at %d, want %d", k, right, m.Left+m.Width)
				}
				if k < len(linesOf(&p))-1 && (l.h < 100 || l.h > 400) {
					t.Errorf("row %d is %d high, want about %d", k, l.h, m.Row)
				}
				for i := l.first + 1; i < l.end; i++ {
					if got := p.Tile(i).X - p.Tile(i-1).X - p.Tile(i-1).W; got != m.Gap {
						t.Errorf("gap before tile %d is %d, want %d", i, got, m.Gap)
					}
				}
			}
		})
	}
}

func TestLayPlacesEachTileOnce(t *testing.T) {
	for _, months := range []bool{false, true} {
		tiles := rolltest.Tiles(333)
		p := layOf(tiles, testMeasure(months))
		next, below := 0, 0
		for _, l := range linesOf(&p) {
			if l.first != next || l.y < below {
				t.Fatalf("months %v: row %+v, want it to begin with tile %d below %d", months, l, next, below)
			}
			next, below = l.end, l.y+l.h
		}
		if next != len(tiles) || p.Height < below {
			t.Errorf("months %v: %d tiles in %d pixels, want %d in at least %d", months, next, p.Height, len(tiles),
				below)
		}
	}
}

func TestLayKeepsProportions(t *testing.T) {
	tests := []struct {
		name string
		w, h int
		want float64
	}{
		{"landscape", 3000, 2000, 1.5},
		{"portrait", 2000, 3000, 2.0 / 3},
		{"panorama is cut", 9000, 1000, roll.MaxAspect},
		{"strip is cut", 100, 9000, roll.MinAspect},
		{"unknown is square", 0, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := layOf([]photo.Tile{{ID: 1, WidthPx: tt.w, HeightPx: tt.h}}, testMeasure(false))
			r := p.Tile(0)
			if got := float64(r.W) / float64(r.H); got < tt.want-0.01 || got > tt.want+0.01 {
				t.Errorf("proportions %.3f, want %.3f", got, tt.want)
			}
			if r.H != 200 {
				t.Errorf("a lonely tile is %d high, want 200", r.H)
			}
		})
	}
}

func TestBetweenAndHit(t *testing.T) {
	p := layOf(rolltest.Tiles(60), testMeasure(false))
	for i := range 60 {
		r := p.Tile(i)
		if got := p.Hit(r.X+r.W/2, r.Y+r.H/2); got != i {
			t.Errorf("hit in the middle of tile %d = %d", i, got)
		}
		if first, end := p.Between(r.Y, r.Y+r.H); i < first || i >= end {
			t.Errorf("between the edges of tile %d: [%d, %d)", i, first, end)
		}
	}
	if got := p.Hit(0, 0); got != -1 {
		t.Errorf("hit in the margin = %d, want -1", got)
	}
	second := linesOf(&p)[1]
	if first, _ := p.Between(second.y-1, second.y+1); first != second.first {
		t.Errorf("between from the gap begins with %d, want %d", first, second.first)
	}
	var empty Plan
	if first, end := empty.Between(0, 100); first != end || empty.Hit(1, 1) != -1 {
		t.Errorf("an empty plan has tiles [%d, %d)", first, end)
	}
}

func TestBeside(t *testing.T) {
	p := layOf(rolltest.Tiles(60), testMeasure(false))
	for i := range 60 {
		k := lineOf(&p, i)
		down := p.Beside(i, 1, p.Centre(i))
		if k == len(linesOf(&p))-1 {
			if down != i {
				t.Errorf("below the last line of %d comes %d", i, down)
			}
			continue
		}
		if lineOf(&p, down) != k+1 {
			t.Errorf("below %d comes %d, which is not in the next line", i, down)
		}
	}
	if got := p.Beside(0, -1, 0); got != 0 {
		t.Errorf("above the first comes %d", got)
	}
}

func TestMonths(t *testing.T) {
	day := func(y int, m time.Month) photo.Tile {
		return photo.Tile{WidthPx: 4, HeightPx: 3, Taken: time.Date(y, m, 15, 0, 0, 0, 0, time.UTC)}
	}
	many := func(n int, tile photo.Tile) []photo.Tile {
		var all []photo.Tile
		for range n {
			all = append(all, tile)
		}
		return all
	}
	join := func(parts ...[]photo.Tile) []photo.Tile {
		var all []photo.Tile
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	tests := []struct {
		name  string
		tiles []photo.Tile
		want  []string
	}{
		{"none", nil, nil},
		{"one", many(1, day(2024, 6)), []string{"June 2024"}},
		{
			"full months stand alone", join(many(20, day(2024, 6)), many(20, day(2024, 5))),
			[]string{"June 2024", "May 2024"},
		},
		{"sparse months share", join(many(1, day(2024, 6)), many(1, day(2024, 3))), []string{"March – June 2024"}},
		{
			"years never share", join(many(1, day(2024, 1)), many(1, day(2023, 12))),
			[]string{"January 2024", "December 2023"},
		},
		{
			"a small tail joins a small section", join(many(5, day(2024, 6)), many(1, day(2024, 2))),
			[]string{"February – June 2024"},
		},
		{
			"a small tail leaves a large month alone", join(many(40, day(2024, 6)), many(1, day(2024, 2))),
			[]string{"June 2024", "February 2024"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			end := 0
			for _, s := range sections(roll.Of(tt.tiles, true), testMeasure(true)) {
				if s.first != end {
					t.Errorf("section %q begins with %d, want %d", s.Title, s.first, end)
				}
				end = s.end
				got = append(got, s.Title)
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) || end != len(tt.tiles) {
				t.Errorf("months = %q over %d tiles, want %q", got, end, tt.want)
			}
		})
	}
}

// A part of a plan that is laid anew fits the rest: the plan is that of all tiles.
func TestAPlanThatFollowsChangesIsLay(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	m := testMeasure(true)
	for _, n := range []int{1, 3, 40, 800, 3000} {
		all := rolltest.Tiles(n)
		now := roll.Of(all, true)
		p := Lay(now, m, nil)
		for step := range 100 {
			if now.Len() == 0 {
				break
			}
			k := r.IntN(len(now.Pages))
			tiles := slices.Clone(now.Pages[k].Tiles)
			at := r.IntN(len(tiles))
			if r.IntN(2) == 0 {
				tiles = slices.Delete(tiles, at, at+1)
			} else {
				tiles = slices.Insert(tiles, at, photo.Tile{ID: 9, WidthPx: 3, HeightPx: 2, Taken: tiles[at].Taken})
			}
			now = now.With(k, now.Pages[k].With(tiles))
			p = Lay(now, m, &p)
			want := Lay(now, m, nil)
			if !slices.Equal(linesOf(&p), linesOf(&want)) || p.Height != want.Height {
				t.Fatalf("%d tiles, step %d: the plan is another", n, step)
			}
		}
	}
}

func TestMonthsOfTheOldestFirst(t *testing.T) {
	day := func(m time.Month) photo.Tile {
		return photo.Tile{WidthPx: 4, HeightPx: 3, Taken: time.Date(2024, m, 15, 0, 0, 0, 0, time.UTC)}
	}
	all := sections(roll.Of([]photo.Tile{day(3), day(6)}, true), testMeasure(true))
	if len(all) != 1 || all[0].Title != "March – June 2024" {
		t.Errorf("months %+v", all)
	}
}

func BenchmarkLay100k(b *testing.B) {
	tiles := rolltest.Tiles(100_000)
	for b.Loop() {
		p := layOf(tiles, testMeasure(true))
		linesOf(&p)
	}
}

// Counts of a damaged catalog give a plan in which each photo has a place.
func TestLayCountsThatCannotBe(t *testing.T) {
	for _, wide := range []float64{0, -5, 1e300, math.Inf(1)} {
		var all []photo.Day
		for i := range 40 {
			start := time.Date(2024, 6, 30-i, 0, 0, 0, 0, time.UTC)
			all = append(all, photo.Day{Start: start, Photos: 300, Widths: wide})
		}
		pages := roll.Days(all, 1)
		for _, q := range pages {
			if n := float64(q.Photos); q.Widths < roll.MinAspect*n-1 || q.Widths > roll.MaxAspect*n+1 {
				t.Errorf("widths of %v: a page of %d photos is %v wide", wide, q.Photos, q.Widths)
			}
		}
		p := Lay(roll.New(pages, true), testMeasure(true), nil)
		for i := range p.Roll.Len() {
			p.Make(p.BlockOf(i))
			if r := p.Tile(i); r.X < 0 || r.W <= 0 || r.H <= 0 || r.X+r.W > 2000 || r.Y < 0 || r.Y > p.Height {
				t.Fatalf("widths of %v: photo %d is at %+v", wide, i, r)
			}
		}
	}
}

// Photos without a date have one heading at the end, in either order of time, however many there are.
func TestUndated(t *testing.T) {
	at := func(year, month int) time.Time { return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC) }
	undated := func(years int) time.Time { return at(2024-years, 1).AddDate(0, 0, -1_000_000) }
	for name, times := range map[string][]time.Time{
		"newest first": {at(2024, 5), at(2023, 4), undated(0), undated(1), undated(9)},
		"oldest first": {at(2023, 4), at(2024, 5), undated(9), undated(1), undated(0)},
	} {
		var tiles []photo.Tile
		for i, at := range times {
			tiles = append(tiles, photo.Tile{ID: photo.ID(i + 1), WidthPx: 300, HeightPx: 200, Taken: at})
		}
		r := roll.Of(tiles, true)
		p := Lay(r, testMeasure(true), nil)
		var titles []string
		for _, s := range p.Sections {
			titles = append(titles, s.Title)
		}
		last := p.Sections[len(p.Sections)-1]
		if first, end := last.Tiles(); len(titles) != 3 || last.Title != "Undated" || first != 2 || end != 5 {
			t.Errorf("%s: headings %q, the last of %d to %d", name, titles, first, end)
		}
		for i, x := range tiles {
			if got := r.FindNear(x, -1); got != i {
				t.Errorf("%s: photo %d is found at %d", name, i, got)
			}
		}
	}
}

func TestGap(t *testing.T) {
	p := layOf(rolltest.Tiles(30), testMeasure(false))
	for i := range 30 {
		r := p.Tile(i)
		for _, after := range []bool{false, true} {
			x := r.X + r.W/4
			if after {
				x = r.X + r.W*3/4
			}
			if at, right := p.Gap(x, r.Y+r.H/2, 4); at != i || right != after {
				t.Errorf("on tile %d, right half %v: %d %v", i, after, at, right)
			}
		}
	}
	if i, after := p.Gap(5, -100, 4); i != 0 || after {
		t.Errorf("above all: %d, %v", i, after)
	}
	if i, after := p.Gap(5, p.Height+500, 4); i != 29 || !after {
		t.Errorf("below all: %d, %v", i, after)
	}
	first := p.Tile(0)
	if i, after := p.Gap(first.X-3, first.Y+9, 4); i != 0 || after {
		t.Errorf("left of all: %d, %v", i, after)
	}
}
