package plan

import (
	"math"
	"sort"
)

// BlockAt returns the index of the last block that begins at or above y, 0 at least.
func (p *Plan) BlockAt(y int) int {
	return max(sort.Search(len(p.blocks), func(i int) bool { return p.blocks[i].y > y })-1, 0)
}

// BlockOf returns the index of the block that tile i is in.
func (p *Plan) BlockOf(i int) int {
	return max(sort.Search(len(p.blocks), func(k int) bool { return p.blocks[k].first > i })-1, 0)
}

// lineAt returns the index of the last line that begins at or above y, 0 at
// least.
func (r *rows) lineAt(y int) int {
	return max(sort.Search(len(r.lines), func(i int) bool { return r.lines[i].y > y })-1, 0)
}

// lineOf returns the index of the line that tile i is in.
func (r *rows) lineOf(i int) int {
	return max(sort.Search(len(r.lines), func(k int) bool { return r.lines[k].first > i })-1, 0)
}

// Tile returns the place of tile i; about where it will be, if the rows of its block are not made.
func (p *Plan) Tile(i int) Rect {
	b := &p.blocks[p.BlockOf(i)]
	if b.rows == nil {
		return Rect{p.m.Left, b.y + int(float64(b.h)*float64(i-b.first)/float64(b.end-b.first)), p.m.Row, p.m.Row}
	}
	i -= b.first
	l := b.rows.lines[b.rows.lineOf(i)]
	return Rect{int(b.rows.x[i]), b.y + l.y, int(b.rows.w[i]), l.h}
}

// Between returns the tiles [first, end) of all lines that touch the pixels from y0 up to
// y1. Of blocks whose rows are not made it returns none.
func (p *Plan) Between(y0, y1 int) (first, end int) {
	found := false
	for k := p.BlockAt(y0); k < len(p.blocks) && p.blocks[k].y < y1; k++ {
		b := &p.blocks[k]
		if b.rows == nil || b.y+b.h <= y0 {
			continue
		}
		f, e := b.rows.between(y0-b.y, y1-b.y)
		if f == e {
			continue
		}
		if !found {
			first, found = b.first+f, true
		}
		end = b.first + e
	}
	if !found {
		at := p.nearest(y0)
		return at, at
	}
	return first, end
}

// nearest returns the first tile at or below y; the last block's last if there is none.
func (p *Plan) nearest(y int) int {
	if len(p.blocks) == 0 {
		return 0
	}
	b := &p.blocks[p.BlockAt(y)]
	if b.y+b.h <= y || b.rows == nil && y > b.y {
		return min(b.end, p.blocks[len(p.blocks)-1].end-1)
	}
	return b.first
}

// between is that of a plan.
func (r *rows) between(y0, y1 int) (first, end int) {
	a := r.lineAt(y0)
	if l := r.lines[a]; l.y+l.h <= y0 && a+1 < len(r.lines) {
		a++
	}
	if l := r.lines[a]; l.y >= y1 || l.y+l.h <= y0 {
		return l.first, l.first
	}
	return r.lines[a].first, r.lines[r.lineAt(y1-1)].end
}

// Hit returns the tile at a point, -1 if there is none.
func (p *Plan) Hit(x, y int) int {
	if len(p.blocks) == 0 {
		return -1
	}
	b := &p.blocks[p.BlockAt(y)]
	if b.rows == nil {
		return -1
	}
	l := b.rows.lines[b.rows.lineAt(y-b.y)]
	if y-b.y < l.y || y-b.y >= l.y+l.h {
		return -1
	}
	for i := l.first; i < l.end; i++ {
		if x >= int(b.rows.x[i]) && x < int(b.rows.x[i]+b.rows.w[i]) {
			return b.first + i
		}
	}
	return -1
}

// Centre returns the middle of tile i from the left.
func (p *Plan) Centre(i int) int32 { return p.Tile(i).Centre() }

// Centre returns its middle from the left.
func (r Rect) Centre() int32 { return int32(r.X + r.W/2) }

// Beside returns the tile one line above (by -1) or below (by 1) tile i whose
// Centre is nearest to goal, or i itself at the edge. The rows there are made.
func (p *Plan) Beside(i, by int, goal int32) int {
	k := p.BlockOf(i)
	b := &p.blocks[k]
	n := b.rows.lineOf(i-b.first) + by
	switch {
	case n < 0 && k > 0:
		b = &p.blocks[k-1]
		n = len(b.rows.lines) - 1
	case n >= len(b.rows.lines) && k+1 < len(p.blocks):
		b = &p.blocks[k+1]
		n = 0
	case n < 0 || n >= len(b.rows.lines):
		return i
	}
	best, far := i, int32(math.MaxInt32)
	for j := b.rows.lines[n].first; j < b.rows.lines[n].end; j++ {
		centre := b.rows.x[j] + b.rows.w[j]/2
		if d := max(centre-goal, goal-centre); d < far {
			best, far = b.first+j, d
		}
	}
	return best
}
