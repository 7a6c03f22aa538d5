package grid

import (
	"fmt"
	"testing"
	"time"

	"recollect/engine/photo"
)

// shapes are n tiles whose proportions repeat those of a camera and its owner.
func shapes(n int) []photo.Tile {
	sizes := [][2]int{{4000, 3000}, {3000, 4000}, {6000, 4000}, {1000, 1000}, {9000, 2000}, {500, 3000}, {0, 0}}
	tiles := make([]photo.Tile, n)
	at := time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC)
	for i := range tiles {
		s := sizes[i%len(sizes)]
		tiles[i] = photo.Tile{ID: photo.ID(i + 1), WidthPx: s[0], HeightPx: s[1], Taken: at}
		at = at.Add(-20 * time.Hour)
	}
	return tiles
}

func testMeasure(months bool) measure {
	return measure{width: 1000, left: 16, top: 16, gap: 4, row: 200, head: 48, foot: 24, months: months}
}

func TestLayFillsEveryRowButTheLast(t *testing.T) {
	for _, n := range []int{1, 2, 5, 50, 1000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			m := testMeasure(false)
			p := lay(shapes(n), m)
			for k, l := range p.lines {
				right := int(p.x[l.end-1] + p.w[l.end-1])
				if k < len(p.lines)-1 && right != m.left+m.width {
					t.Errorf("row %d ends at %d, want %d", k, right, m.left+m.width)
				}
				if k < len(p.lines)-1 && (l.h < 100 || l.h > 400) {
					t.Errorf("row %d is %d high, want about %d", k, l.h, m.row)
				}
				for i := l.first + 1; i < l.end; i++ {
					if got := int(p.x[i] - p.x[i-1] - p.w[i-1]); got != m.gap {
						t.Errorf("gap before tile %d is %d, want %d", i, got, m.gap)
					}
				}
			}
		})
	}
}

func TestLayPlacesEachTileOnce(t *testing.T) {
	for _, months := range []bool{false, true} {
		tiles := shapes(333)
		p := lay(tiles, testMeasure(months))
		next, below := 0, 0
		for _, l := range p.lines {
			if l.first != next || l.y < below {
				t.Fatalf("months %v: row %+v, want it to begin with tile %d below %d", months, l, next, below)
			}
			next, below = l.end, l.y+l.h
		}
		if next != len(tiles) || p.height < below {
			t.Errorf("months %v: %d tiles in %d pixels, want %d in at least %d", months, next, p.height, len(tiles),
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
		{"panorama is cut", 9000, 1000, maxAspect},
		{"strip is cut", 100, 9000, minAspect},
		{"unknown is square", 0, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := lay([]photo.Tile{{ID: 1, WidthPx: tt.w, HeightPx: tt.h}}, testMeasure(false))
			r := p.tile(0)
			if got := float64(r.w) / float64(r.h); got < tt.want-0.01 || got > tt.want+0.01 {
				t.Errorf("proportions %.3f, want %.3f", got, tt.want)
			}
			if r.h != 200 {
				t.Errorf("a lonely tile is %d high, want 200", r.h)
			}
		})
	}
}

func TestBetweenAndHit(t *testing.T) {
	p := lay(shapes(60), testMeasure(false))
	for i := range 60 {
		r := p.tile(i)
		if got := p.hit(r.x+r.w/2, r.y+r.h/2); got != i {
			t.Errorf("hit in the middle of tile %d = %d", i, got)
		}
		if first, end := p.between(r.y, r.y+r.h); i < first || i >= end {
			t.Errorf("between the edges of tile %d: [%d, %d)", i, first, end)
		}
	}
	if got := p.hit(0, 0); got != -1 {
		t.Errorf("hit in the margin = %d, want -1", got)
	}
	second := p.lines[1]
	if first, _ := p.between(second.y-1, second.y+1); first != second.first {
		t.Errorf("between from the gap begins with %d, want %d", first, second.first)
	}
	var empty plan
	if first, end := empty.between(0, 100); first != end || empty.hit(1, 1) != -1 {
		t.Errorf("an empty plan has tiles [%d, %d)", first, end)
	}
}

func TestBeside(t *testing.T) {
	p := lay(shapes(60), testMeasure(false))
	for i := range 60 {
		k := p.lineOf(i)
		down := p.beside(i, 1, p.centre(i))
		if k == len(p.lines)-1 {
			if down != i {
				t.Errorf("below the last line of %d comes %d", i, down)
			}
			continue
		}
		if p.lineOf(down) != k+1 {
			t.Errorf("below %d comes %d, which is not in the next line", i, down)
		}
	}
	if got := p.beside(0, -1, 0); got != 0 {
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
			for _, s := range months(tt.tiles, testMeasure(true)) {
				if s.first != end {
					t.Errorf("section %q begins with %d, want %d", s.title, s.first, end)
				}
				end = s.end
				got = append(got, s.title)
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) || end != len(tt.tiles) {
				t.Errorf("months = %q over %d tiles, want %q", got, end, tt.want)
			}
		})
	}
}

func BenchmarkLay100k(b *testing.B) {
	tiles := shapes(100_000)
	for b.Loop() {
		lay(tiles, testMeasure(true))
	}
}
