package grid

import (
	"math"
	"sort"

	"recollect/engine/photo"
)

// Tiles wider or higher than this are cut at their centre.
const (
	minAspect = 0.4
	maxAspect = 3.0
)

// measure holds what a plan depends on, in physical pixels.
type measure struct {
	width  int // of the rows
	left   int // of the first tile
	top    int // of the first row, where it has no heading
	gap    int
	row    int                  // wished height
	head   int                  // height of a heading
	foot   int                  // below the last row
	months bool                 // headings
	pinned map[photo.ID]float64 // old proportions of tiles that have changed
}

// rect is a tile's place in a plan, in physical pixels.
type rect struct{ x, y, w, h int }

// line is one row of tiles: [first, end).
type line struct{ y, h, first, end int }

// plan holds the place of every tile in whole physical pixels, so that pictures
// are drawn exactly as they were scaled, and a million rows lose no precision.
type plan struct {
	lines    []line
	x, w     []int32 // of each tile
	sections []section
	height   int
}

// lay computes the plan of tiles in one pass.
func lay(tiles []photo.Tile, m measure) plan {
	p := plan{x: make([]int32, len(tiles)), w: make([]int32, len(tiles))}
	if !m.months {
		p.height = m.top
		p.fill(tiles, 0, len(tiles), m)
	} else {
		p.sections = months(tiles, m)
		for i := range p.sections {
			s := &p.sections[i]
			s.y = p.height
			p.height += m.head
			p.fill(tiles, s.first, s.end, m)
		}
	}
	if len(tiles) > 0 {
		p.height += m.foot
	}
	return p
}

// fill lays the tiles [first, end) below the existing lines.
func (p *plan) fill(tiles []photo.Tile, first, end int, m measure) {
	for first < end {
		next, h := breakRow(tiles, first, end, m)
		p.place(tiles, first, next, h, m)
		first = next
	}
}

// breakRow takes tiles from first until a row of them comes closest to the
// preferred height, and returns where it ends and how high it is. A last row
// that does not fill the width keeps the preferred height.
func breakRow(tiles []photo.Tile, first, end int, m measure) (next int, height float64) {
	wished, sum := float64(m.row), 0.0
	for i := first; i < end; i++ {
		before := rowHeight(sum, i-first, m)
		sum += m.aspect(tiles[i])
		h := rowHeight(sum, i-first+1, m)
		if h > wished {
			continue
		}
		// one tile too many makes a low row, one too few a high one
		if i > first && before/wished < wished/h {
			return i, before
		}
		return i + 1, h
	}
	return end, wished
}

// rowHeight returns how high a row of n tiles is that fills the width; sum is
// that of their proportions.
func rowHeight(sum float64, n int, m measure) float64 {
	if n == 0 {
		return math.Inf(1)
	}
	return float64(m.width-(n-1)*m.gap) / sum
}

// place appends the row [first, end) with the height h.
func (p *plan) place(tiles []photo.Tile, first, end int, h float64, m measure) {
	right := 0.0
	for i := first; i < end; i++ {
		left := right
		right += m.aspect(tiles[i]) * h
		// from rounded edges, not from widths: rounding errors do not add up
		x := int(math.Round(left)) + (i-first)*m.gap
		p.x[i] = int32(m.left + x)
		p.w[i] = int32(max(int(math.Round(right))+(i-first)*m.gap-x, 1))
	}
	l := line{y: p.height, h: max(int(math.Round(h)), 1), first: first, end: end}
	p.lines = append(p.lines, l)
	p.height += l.h + m.gap
}

// aspect returns the proportions that t is laid out with.
func (m *measure) aspect(t photo.Tile) float64 {
	if a, ok := m.pinned[t.ID]; ok {
		return a
	}
	return aspect(t)
}

func aspect(t photo.Tile) float64 {
	if t.WidthPx <= 0 || t.HeightPx <= 0 {
		return 1
	}
	return min(max(float64(t.WidthPx)/float64(t.HeightPx), minAspect), maxAspect)
}

// lineAt returns the index of the last line that begins at or above y, 0 at
// least.
func (p *plan) lineAt(y int) int {
	return max(sort.Search(len(p.lines), func(i int) bool { return p.lines[i].y > y })-1, 0)
}

// lineOf returns the index of the line that tile i is in.
func (p *plan) lineOf(i int) int {
	return max(sort.Search(len(p.lines), func(k int) bool { return p.lines[k].first > i })-1, 0)
}

// tile returns the place of tile i.
func (p *plan) tile(i int) rect {
	l := p.lines[p.lineOf(i)]
	return rect{int(p.x[i]), l.y, int(p.w[i]), l.h}
}

// between returns the tiles [first, end) of all lines that touch the pixels from y0 up to
// y1.
func (p *plan) between(y0, y1 int) (first, end int) {
	if len(p.lines) == 0 {
		return 0, 0
	}
	a := p.lineAt(y0)
	if l := p.lines[a]; l.y+l.h <= y0 && a+1 < len(p.lines) {
		a++
	}
	b := p.lineAt(y1 - 1)
	if p.lines[a].y >= y1 {
		return p.lines[a].first, p.lines[a].first
	}
	return p.lines[a].first, p.lines[b].end
}

// hit returns the tile at a point, -1 if there is none.
func (p *plan) hit(x, y int) int {
	if len(p.lines) == 0 {
		return -1
	}
	l := p.lines[p.lineAt(y)]
	if y < l.y || y >= l.y+l.h {
		return -1
	}
	for i := l.first; i < l.end; i++ {
		if x >= int(p.x[i]) && x < int(p.x[i]+p.w[i]) {
			return i
		}
	}
	return -1
}

// centre returns the middle of tile i from the left.
func (p *plan) centre(i int) int32 { return p.x[i] + p.w[i]/2 }

// beside returns the tile one line above (by -1) or below (by 1) tile i whose
// centre is nearest to goal, or i itself at the edge.
func (p *plan) beside(i, by int, goal int32) int {
	k := p.lineOf(i) + by
	if k < 0 || k >= len(p.lines) {
		return i
	}
	best, far := i, int32(math.MaxInt32)
	for j := p.lines[k].first; j < p.lines[k].end; j++ {
		if d := max(p.centre(j)-goal, goal-p.centre(j)); d < far {
			best, far = j, d
		}
	}
	return best
}

func toPx(v, scale float32) int { return int(math.Round(float64(v * scale))) }
