package grid

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
)

// anchor is the visible position: a few photos, best first, and how far below the top edge each is,
// so that one of them can be placed there again.
type anchor struct {
	top    bool // the person is at the very top and wants to see what is new
	ids    []photo.ID
	ats    []int // their indices then
	belows []int
	scale  float32
}

// anchor returns the visible position.
func (g *Grid) anchor() anchor {
	a := anchor{top: g.offset == 0, scale: g.scale}
	if len(g.plan.lines) == 0 {
		return a
	}
	first, end := g.plan.between(g.offset, g.offset+g.heightPx())
	add := func(i int) {
		a.ids = append(a.ids, g.tiles[i].ID)
		a.ats = append(a.ats, i)
		a.belows = append(a.belows, g.plan.tile(i).y-g.offset)
	}
	if i := g.indexOf(g.selected); i >= first && i < end {
		add(i)
	}
	for i := first; i < min(end, first+64); i++ {
		add(i)
	}
	return a
}

// layout makes the plan again for the current size and scrolls to a.
func (g *Grid) layout(a anchor) {
	size := g.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	if g.Scale != nil {
		g.scale = g.Scale()
	}
	g.thumbs.limit = cacheBytes(toPx(size.Width, g.scale), toPx(size.Height, g.scale))
	g.laid = g.measure(size)
	g.plan = lay(g.tiles, g.laid)
	g.offset = g.anchored(a)
	g.scrubber.layoutMarks()
	g.draw()
}

func (g *Grid) measure(size fyne.Size) measure {
	px := func(v float32) int { return toPx(v, g.scale) }
	m := measure{
		width: max(px(size.Width-side-scrubWidth), px(80)), left: px(side), top: px(topMargin), gap: px(gap),
		row: px(g.row), head: px(headHeight), foot: px(bottomSpace + g.below()), months: g.months, pinned: g.pinned,
	}
	m.row = min(m.row, max(px(size.Height)*4/5, px(64))) // at least one whole row in a low window
	return m
}

// pin keeps the proportions of tiles whose photos change theirs, for example once a file is
// complete, so that nothing jumps on screen. The next action that changes the layout ends it.
func (g *Grid) pin(next []photo.Tile) {
	laid, m := make(map[photo.ID]float64, len(g.tiles)), measure{pinned: g.pinned}
	for _, t := range g.tiles {
		laid[t.ID] = m.aspect(t)
	}
	pinned := map[photo.ID]float64{}
	for _, t := range next {
		if was, ok := laid[t.ID]; ok && was != aspect(t) {
			pinned[t.ID] = was
		}
	}
	g.pinned = pinned
}

// keepProportions is pin for one tile, which changes from was to t.
func (g *Grid) keepProportions(was, t photo.Tile) {
	m := measure{pinned: g.pinned}
	if laid := m.aspect(was); laid != aspect(t) {
		if g.pinned == nil {
			g.pinned = map[photo.ID]float64{}
		}
		g.pinned[t.ID] = laid
		return
	}
	delete(g.pinned, t.ID)
}

// below returns how much of the lower edge may be covered.
func (g *Grid) below() float32 {
	if g.Below == nil {
		return 0
	}
	return g.Below()
}

// anchored returns the offset that keeps the first photo of a that still exists in place.
func (g *Grid) anchored(a anchor) int {
	if a.top {
		return 0
	}
	places := make(map[photo.ID]int, len(g.tiles))
	for i, t := range g.tiles {
		places[t.ID] = i
	}
	for k, id := range a.ids {
		if i, ok := places[id]; ok {
			below := float32(a.belows[k]) / a.scale * g.scale
			return g.clamp(g.plan.tile(i).y - int(below))
		}
	}
	return g.clamp(g.offset)
}

func (g *Grid) clamp(offset int) int {
	return max(min(offset, g.plan.height-g.heightPx()), 0)
}

// scrollTo scrolls to offset, in physical pixels, within the plan.
func (g *Grid) scrollTo(offset int) {
	if offset = g.clamp(offset); offset != g.offset {
		g.offset = offset
		g.draw()
	}
}

// reveal scrolls just as far as needed to see all of tile i.
func (g *Grid) reveal(i int) {
	r, margin := g.plan.tile(i), toPx(gap, g.scale)
	open := g.heightPx() - toPx(g.below(), g.scale) // the part that is never covered
	head := 0
	if g.months {
		head = toPx(headHeight, g.scale)
	}
	switch {
	case r.y-head < g.offset:
		g.scrollTo(r.y - head)
	case r.y+r.h+margin > g.offset+open:
		g.scrollTo(r.y + r.h + margin - open)
	}
}

// draw places the cells of all lines on screen, drops the others, and requests
// the missing pictures.
func (g *Grid) draw() {
	first, end := g.plan.between(g.offset, g.offset+g.heightPx())
	g.release(first, end)
	for i := first; i < end; i++ {
		g.put(i)
	}
	g.drawHeadings()
	g.placeOutline()
	g.placeCaption()
	g.scrubber.follow()
	g.want(first, end)
	g.shown()
}

// release hides the cells of photos that are not among the tiles [first, end).
func (g *Grid) release(first, end int) {
	keep := make(map[photo.ID]bool, end-first)
	for _, t := range g.tiles[first:end] {
		keep[t.ID] = true
	}
	for id, c := range g.cells {
		if !keep[id] {
			c.clear()
			g.spare = append(g.spare, c)
			delete(g.cells, id)
		}
	}
}

// put draws tile i.
func (g *Grid) put(i int) {
	t, r := g.tiles[i], g.plan.tile(i)
	c := g.cells[t.ID]
	if c == nil {
		c = g.cell()
		g.cells[t.ID] = c
	}
	at, size := fyne.NewPos(g.dp(r.x), g.dp(r.y-g.offset)), fyne.NewSize(g.dp(r.w), g.dp(r.h))
	c.place(at, size)
	c.show(t, g.request(i), g.thumbs)
	g.signs(c, t)
}

// cell returns an unused cell.
func (g *Grid) cell() *cell {
	if last := len(g.spare) - 1; last >= 0 {
		c := g.spare[last]
		g.spare = g.spare[:last]
		return c
	}
	c := newCell()
	g.layer.Objects = append(g.layer.Objects, c.image, c.cover)
	return c
}

func (g *Grid) request(i int) Request {
	r := g.plan.tile(i)
	return Request{g.tiles[i].ID, r.w, r.h, g.tiles[i].Version, g.covered(g.tiles[i])}
}

// want requests the pictures on screen, then those one screen further in either
// direction, unless they are cached.
func (g *Grid) want(first, end int) {
	if g.OnWant == nil {
		return
	}
	var wanted []Request
	add := func(first, end int) {
		for i := first; i < end; i++ {
			if r := g.request(i); !g.thumbs.has(r) {
				wanted = append(wanted, r)
			}
		}
	}
	screen := g.heightPx()
	_, below := g.plan.between(g.offset, g.offset+2*screen)
	above, _ := g.plan.between(g.offset-screen, g.offset+screen)
	add(first, end)
	add(end, below)
	add(above, first)
	g.OnWant(wanted)
}

func (g *Grid) shown() {
	call.If(g.OnShown)
}

func (g *Grid) dp(px int) float32 { return float32(px) / g.scale }
