// Package plan computes where the tiles of a roll of photos are: in justified rows of true proportions,
// with months as headings. It knows no widgets. The rows near the screen are made; how high the others
// are is estimated from what is known of pages that are not loaded, so that a plan of a million photos
// costs no more than its pages.
package plan

import (
	"math"
	"slices"

	"recollect/engine/photo"
	"recollect/ui/roll"
)

const (
	// blockLeast and restLeast bound the photos of a block: one is closed when it has so many, if so
	// many are left of its section.
	blockLeast, restLeast = 500, 200
	// eagerMost is how many photos are placed at once: what is out of sight of a larger roll is placed
	// when it comes near.
	eagerMost = 10_000
)

// Measure holds what a plan depends on, in physical pixels.
type Measure struct {
	Width  int // of the rows
	Left   int // of the first tile
	Top    int // of the first row, where it has no heading
	Gap    int
	Row    int                  // wished height
	Head   int                  // height of a heading
	Foot   int                  // below the last row
	Months bool                 // headings; the roll is by date
	Pinned map[photo.ID]float64 // other proportions of tiles than their own
}

// Rect is a tile's place in a plan, in physical pixels.
type Rect struct{ X, Y, W, H int }

// line is one row of tiles: [first, end).
type line struct{ y, h, first, end int }

// Plan holds where the tiles of a roll are. Its blocks are placed one by one: each has a height, which
// is an estimate until its rows are made. Places are whole physical pixels, so that pictures are
// drawn exactly as they were scaled, and a million rows lose no precision.
type Plan struct {
	Roll     *roll.Roll
	Sections []Section // where there are headings
	Height   int
	m        Measure
	blocks   []block
}

// block is a run of whole pages whose rows follow each other: a section, or a part of a long one.
type block struct {
	pages, pagesEnd int
	first, end      int // its tiles
	y, h            int
	last            bool  // of its section: its last row need not fill the width
	rows            *rows // nil until made
}

// rows are the places of a block's tiles. Tiles count from the first of the block, and pixels from
// its top.
type rows struct {
	lines []line
	x, w  []int32 // of each tile
}

// Lay returns the plan of r. Its rows are made if they are few; those of old are taken over where
// they are the same.
func Lay(r *roll.Roll, m Measure, old *Plan) Plan {
	p := Plan{Roll: r, m: m}
	if r.Len() == 0 {
		return p
	}
	p.Sections = sections(r, m)
	if !m.Months {
		p.Sections = []Section{{pagesEnd: len(r.Pages), end: r.Len()}}
	}
	for _, s := range p.Sections {
		p.divide(s)
	}
	if !m.Months {
		p.Sections = nil
	}
	known := old.made(m)
	for i := range p.blocks {
		b := &p.blocks[i]
		pages := r.Pages[b.pages:b.pagesEnd]
		b.h = p.estimate(*b)
		if was := known[pages[0]]; was != nil && was.last == b.last &&
			slices.Equal(old.Roll.Pages[was.pages:was.pagesEnd], pages) {
			b.h, b.rows = was.h, was.rows
		} else if r.Len() <= eagerMost && p.loaded(*b) {
			p.makeRows(b)
		}
	}
	p.stack()
	return p
}

// divide appends the blocks of s.
func (p *Plan) divide(s Section) {
	for k := s.Page; k < s.pagesEnd; {
		b := block{pages: k, first: p.Roll.First(k)}
		for k++; k < s.pagesEnd; k++ {
			if at := p.Roll.First(k); at-b.first >= blockLeast && s.end-at >= restLeast {
				break
			}
		}
		b.pagesEnd, b.end, b.last = k, p.Roll.First(k), k == s.pagesEnd
		p.blocks = append(p.blocks, b)
	}
}

// stack sets where blocks and sections are from how high they are.
func (p *Plan) stack() {
	p.Height = 0
	if len(p.blocks) > 0 && !p.m.Months {
		p.Height = p.m.Top
	}
	next := 0 // section
	for i := range p.blocks {
		b := &p.blocks[i]
		if next < len(p.Sections) && p.Sections[next].first == b.first {
			p.Sections[next].Y = p.Height
			p.Height += p.m.Head
			next++
		}
		b.y = p.Height
		p.Height += b.h
	}
	if len(p.blocks) > 0 {
		p.Height += p.m.Foot
	}
}

// Blocks returns how many blocks there are.
func (p *Plan) Blocks() int { return len(p.blocks) }

// Made reports whether the rows of block k are made.
func (p *Plan) Made(k int) bool { return p.blocks[k].rows != nil }

// Block returns where block k is and how high.
func (p *Plan) Block(k int) (y, height int) { return p.blocks[k].y, p.blocks[k].h }

// Make makes the rows of block k. What is below it moves.
func (p *Plan) Make(k int) {
	if b := &p.blocks[k]; b.rows == nil {
		p.makeRows(b)
		p.stack()
	}
}

// made returns the blocks of p by their first page, if a plan with m has the same measure; nil
// otherwise.
func (p *Plan) made(m Measure) map[*roll.Page]*block {
	if p == nil || !p.m.like(m) {
		return nil
	}
	blocks := make(map[*roll.Page]*block, len(p.blocks))
	for i := range p.blocks {
		b := &p.blocks[i]
		blocks[p.Roll.Pages[b.pages]] = b
	}
	return blocks
}

// loaded reports whether all tiles of b are known.
func (p *Plan) loaded(b block) bool {
	return !slices.ContainsFunc(p.Roll.Pages[b.pages:b.pagesEnd], func(q *roll.Page) bool { return !q.Loaded() })
}

// estimate returns about how high b will be.
func (p *Plan) estimate(b block) int {
	sum := 0.0
	for _, q := range p.Roll.Pages[b.pages:b.pagesEnd] {
		sum += q.Widths
	}
	wide := sum*float64(p.m.Row) + float64((b.end-b.first)*p.m.Gap)
	n := max(math.Round(wide/float64(p.m.Width+p.m.Gap)), 1)
	return int(n) * (p.m.Row + p.m.Gap)
}

// makeRows makes the rows of b. A tile that is not loaded has the mean proportions of its page.
func (p *Plan) makeRows(b *block) {
	f := filler{m: p.m, aspects: make([]float64, 0, b.end-b.first)}
	for _, q := range p.Roll.Pages[b.pages:b.pagesEnd] {
		for i := range q.Photos {
			if q.Loaded() {
				f.aspects = append(f.aspects, p.m.Aspect(q.Tiles[i]))
			} else {
				f.aspects = append(f.aspects, q.Widths/float64(q.Photos))
			}
		}
	}
	b.rows, b.h = f.fill(b.last)
}

// Aspect returns the proportions that t is laid out with.
func (m *Measure) Aspect(t photo.Tile) float64 {
	if a, ok := m.Pinned[t.ID]; ok {
		return a
	}
	return roll.Aspect(t)
}

// like reports whether plans with m and n are the same, apart from pinned
// proportions.
func (m Measure) like(n Measure) bool {
	return m.Width == n.Width && m.Left == n.Left && m.Top == n.Top && m.Gap == n.Gap && m.Row == n.Row &&
		m.Head == n.Head && m.Foot == n.Foot && m.Months == n.Months
}

// filler breaks tiles into rows.
type filler struct {
	m       Measure
	aspects []float64 // of the tiles
	rows    rows
	y       int
}

// fill makes the rows of all tiles, and returns how high they are. The last row of an open end does
// not fill the width; otherwise the last two rows share their tiles, so that both do.
func (f *filler) fill(open bool) (*rows, int) {
	n := len(f.aspects)
	f.rows = rows{x: make([]int32, n), w: make([]int32, n), lines: make([]line, 0, n/4+1)}
	for first := 0; first < n; {
		next, h := f.breakRow(first)
		if next == n && !open {
			first = f.share(first)
			next, h = n, f.rowHeight(first, n)
		}
		f.place(first, next, h)
		first = next
	}
	return &f.rows, f.y
}

// share takes back the row before tile first, and divides its tiles and those from first on into
// two rows that are about as high. It places the first of them and returns where the second begins.
func (f *filler) share(first int) int {
	last := len(f.rows.lines) - 1
	if last < 0 || f.rowHeight(first, len(f.aspects)) <= float64(f.m.Row)*1.25 {
		return first
	}
	l := f.rows.lines[last]
	f.rows.lines, f.y = f.rows.lines[:last], l.y
	middle := l.first + (len(f.aspects)-l.first+1)/2
	if middle >= len(f.aspects) || f.rowHeight(l.first, len(f.aspects)) > float64(f.m.Row)*0.75 {
		return l.first
	}
	f.place(l.first, middle, f.rowHeight(l.first, middle))
	return middle
}

// breakRow takes tiles from first until a row of them comes closest to the
// preferred height, and returns where it ends and how high it is. A last row
// that does not fill the width keeps the preferred height.
func (f *filler) breakRow(first int) (next int, height float64) {
	wished, sum := float64(f.m.Row), 0.0
	for i := first; i < len(f.aspects); i++ {
		before := f.heightOf(sum, i-first)
		sum += f.aspects[i]
		h := f.heightOf(sum, i-first+1)
		if h > wished {
			continue
		}
		// one tile too many makes a low row, one too few a high one
		if i > first && before/wished < wished/h {
			return i, before
		}
		return i + 1, h
	}
	return len(f.aspects), wished
}

// rowHeight returns how high a row of the tiles [first, end) is that fills the width.
func (f *filler) rowHeight(first, end int) float64 {
	sum := 0.0
	for _, a := range f.aspects[first:end] {
		sum += a
	}
	return f.heightOf(sum, end-first)
}

// heightOf is rowHeight of n tiles; sum is that of their proportions.
func (f *filler) heightOf(sum float64, n int) float64 {
	if n == 0 {
		return math.Inf(1)
	}
	return float64(f.m.Width-(n-1)*f.m.Gap) / sum
}

// place appends the row [first, end) with the height h.
func (f *filler) place(first, end int, h float64) {
	right := 0.0
	for i := first; i < end; i++ {
		left := right
		right += f.aspects[i] * h
		// from rounded edges, not from widths: rounding errors do not add up
		x := int(math.Round(left)) + (i-first)*f.m.Gap
		f.rows.x[i] = int32(f.m.Left + x)
		f.rows.w[i] = int32(max(int(math.Round(right))+(i-first)*f.m.Gap-x, 1))
	}
	l := line{y: f.y, h: max(int(math.Round(h)), 1), first: first, end: end}
	f.rows.lines = append(f.rows.lines, l)
	f.y += l.h + f.m.Gap
}
