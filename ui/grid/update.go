package grid

import (
	"reflect"
	"slices"
	"sort"

	"recollect/engine/photo"
	"recollect/ui/call"
)

// Edit is the difference of a list of tiles from the previous one.
type Edit struct {
	// Places are the indices of changed tiles, if both lists have the same photos in the
	// same order; nil otherwise.
	Places []int
	// Head and Tail are the numbers of equal tiles at the beginning and at the end.
	Head, Tail int
}

// Replace shows the photos to instead of from, both by date; e is their difference. Its cost
// depends on the size of the change, not of the list. The visible photos stay where they are; if
// only details of photos have changed, nothing moves at all. If the grid does not show from,
// Replace is SetTiles.
func (g *Grid) Replace(from, to []photo.Tile, e Edit) {
	shown := len(from) > 0 && len(from) == len(g.tiles) && &from[0] == &g.tiles[0]
	switch {
	case !shown || !g.months || len(to) == 0 || len(g.plan.x) != len(from), e.Places == nil && e.Head+e.Tail == 0:
		g.SetTiles(to, true)
	case e.Places != nil:
		for _, i := range e.Places {
			g.keepProportions(from[i], to[i])
		}
		g.tiles = to
		g.draw()
	case !g.laid.like(g.measure(g.Size())):
		g.SetTiles(to, true)
	default:
		g.splice(to, e)
	}
}

// splice is Replace for added and removed photos.
func (g *Grid) splice(to []photo.Tile, e Edit) {
	from, a := g.tiles, g.anchor()
	gone := map[photo.ID]photo.Tile{}
	for _, t := range from[e.Head : len(from)-e.Tail] {
		gone[t.ID] = t
	}
	for _, t := range to[e.Head : len(to)-e.Tail] {
		if was, ok := gone[t.ID]; ok {
			g.keepProportions(was, t)
			delete(gone, t.ID)
		}
	}
	lost := false
	for id := range gone {
		delete(g.pinned, id)
		lost = lost || id == g.selected || g.also[id]
	}
	g.laid = g.measure(g.Size())
	g.plan = g.plan.update(from, to, e, g.laid)
	g.tiles = to
	if lost {
		g.keepSelected()
	}
	g.offset = g.anchoredAfter(a, to, e, len(to)-len(from))
	g.scrubber.layoutMarks()
	g.draw()
	call.If(g.OnSelect)
}

// anchoredAfter is anchored after an edit that has added so many tiles.
func (g *Grid) anchoredAfter(a anchor, to []photo.Tile, e Edit, added int) int {
	if a.top {
		return 0
	}
	for k, at := range a.ats {
		switch {
		case at < e.Head:
		case at >= len(to)-added-e.Tail:
			at += added
		default:
			middle := to[e.Head : len(to)-e.Tail]
			i := slices.IndexFunc(middle, func(t photo.Tile) bool { return t.ID == a.ids[k] })
			if i < 0 {
				continue
			}
			at = e.Head + i
		}
		return g.clamp(g.plan.tile(at).y - a.belows[k])
	}
	return g.clamp(g.offset)
}

// like reports whether plans with m and n are the same, apart from pinned
// proportions.
func (m measure) like(n measure) bool {
	m.pinned, n.pinned = nil, nil
	return reflect.DeepEqual(m, n)
}

// update returns the plan of the tiles to, where p is the plan of from and e their difference. A
// heading covers at most a year: the years that e touches are laid out again, and later ones are
// moved.
func (p *plan) update(from, to []photo.Tile, e Edit, m measure) plan {
	added := len(to) - len(from)
	i, j := p.yearOf(from, e.Head-1), p.yearAfter(from, len(from)-e.Tail)
	first, y := p.begin(i, from, m)
	end, below := p.begin(j, from, m)
	n := plan{x: make([]int32, len(to)), w: make([]int32, len(to)), height: y}
	copy(n.x, p.x[:first])
	copy(n.w, p.w[:first])
	copy(n.x[end+added:], p.x[end:])
	copy(n.w[end+added:], p.w[end:])
	lineFrom := func(tile int) int {
		return sort.Search(len(p.lines), func(k int) bool { return p.lines[k].first >= tile })
	}
	n.lines = append(make([]line, 0, len(p.lines)+max(added, 0)+8), p.lines[:lineFrom(first)]...)
	n.sections = append(make([]section, 0, len(p.sections)+1), p.sections[:i]...)
	for _, s := range months(to[first:end+added], m) {
		s.first, s.end, s.y = s.first+first, s.end+first, n.height
		n.sections = append(n.sections, s)
		n.height += m.head
		n.fill(to, s.first, s.end, m)
	}
	down := n.height - below
	for _, s := range p.sections[j:] {
		s.first, s.end, s.y = s.first+added, s.end+added, s.y+down
		n.sections = append(n.sections, s)
	}
	for _, l := range p.lines[lineFrom(end):] {
		l.first, l.end, l.y = l.first+added, l.end+added, l.y+down
		n.lines = append(n.lines, l)
	}
	n.height = p.height + down
	return n
}

// begin returns the first tile of a section and where its heading is; beyond
// the last section both are the end.
func (p *plan) begin(section int, tiles []photo.Tile, m measure) (first, y int) {
	if section < len(p.sections) {
		return p.sections[section].first, p.sections[section].y
	}
	return len(tiles), p.height - m.foot
}

// yearOf returns the first section of the year of a tile, 0 before the first
// tile.
func (p *plan) yearOf(tiles []photo.Tile, at int) int {
	if at < 0 {
		return 0
	}
	i := p.sectionOf(at)
	for i > 0 && year(tiles[p.sections[i-1].first]) == year(tiles[at]) {
		i--
	}
	return i
}

// yearAfter returns the first section after the year of a tile; all sections
// are before the end.
func (p *plan) yearAfter(tiles []photo.Tile, at int) int {
	if at >= len(tiles) {
		return len(p.sections)
	}
	i := p.sectionOf(at)
	for i < len(p.sections) && year(tiles[p.sections[i].first]) == year(tiles[at]) {
		i++
	}
	return i
}

// sectionOf returns the section that a tile is in.
func (p *plan) sectionOf(at int) int {
	return sort.Search(len(p.sections), func(k int) bool { return p.sections[k].end > at })
}
