package grid

import (
	"maps"
	"math"
	"slices"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/face"
	"recollect/ui/plan"
	"recollect/ui/roll"
	"recollect/ui/scrubber"
	"recollect/ui/sign"
	"recollect/ui/thumbs"
)

// anchor is the visible position: a few photos, best first, and how far below the top edge each is,
// so that one of them can be placed there again.
type anchor struct {
	top    bool // the person is at the very top and wants to see what is new
	photos []anchored
	scale  float32
}

// anchored is a photo of an anchor.
type anchored struct {
	tile  photo.Tile // of one that was not loaded only a day of its page
	at    int        // its index then
	page  int        // its index on its page then
	below int
}

// anchor returns the visible position.
func (g *Grid) anchor() anchor {
	a := anchor{top: g.offset == 0, scale: g.scale}
	if g.plan.Roll.Len() == 0 {
		return a
	}
	first, end := g.plan.Between(g.offset, g.offset+g.heightPx())
	add := func(i int, loaded bool) {
		k := g.plan.Roll.PageOf(i)
		t, ok := g.plan.Roll.At(i)
		if ok != loaded {
			return
		}
		if !ok {
			t.Taken = g.plan.Roll.Pages[k].Start
		}
		a.photos = append(a.photos, anchored{t, i, i - g.plan.Roll.First(k), g.plan.Tile(i).Y - g.offset})
	}
	if i := g.indexOf(g.selected); i >= first && i < end {
		add(i, true)
	}
	for _, loaded := range []bool{true, false} { // what is seen must not jump
		for i := first; i < min(end, first+64); i++ {
			add(i, loaded)
		}
	}
	return a
}

// layout makes the plan for the current size and scrolls to a.
func (g *Grid) layout(a anchor) {
	size := g.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	if g.Scale != nil {
		g.scale = g.Scale()
	}
	g.thumbs.Limit = thumbs.Bytes(toPx(size.Width, g.scale), toPx(size.Height, g.scale))
	var old *plan.Plan
	if !g.unpinned {
		old = &g.plan
	}
	g.plan, g.unpinned = plan.Lay(g.roll, g.measure(size), old), false
	g.offset = g.anchored(a)
	g.scrubber.Move(fyne.NewPos(size.Width-g.lane(), 0))
	g.scrubber.Resize(fyne.NewSize(g.lane(), max(size.Height-g.below(), 0)))
	g.draw()
	g.scrubber.SetYears(g.years())
}

// lane returns the width right of the tiles: years need room, a handle alone does not.
func (g *Grid) lane() float32 {
	if !g.byDate() {
		return scrubber.Narrow
	}
	pages := g.roll.Pages[:g.roll.Dated()]
	if len(pages) == 0 || pages[0].Start.Year() == pages[len(pages)-1].Start.Year() {
		return scrubber.Narrow
	}
	return scrubber.Wide
}

// years returns where each section's year begins, for the scrubber.
func (g *Grid) years() []scrubber.Mark {
	var marks []scrubber.Mark
	for _, s := range g.plan.Sections {
		if at := g.plan.Roll.Pages[s.Page].Start; !photo.Undated(at) {
			marks = append(marks, scrubber.Mark{Y: s.Y, Year: at.Year()})
		}
	}
	return marks
}

// month names the month on screen, if there are headings.
func (g *Grid) month() string {
	third := g.offset + g.heightPx()/3
	first, _ := g.plan.Between(third, g.offset+g.heightPx())
	if r := g.plan.Roll; g.plan.SectionAt(third) >= 0 && first < r.Len() {
		return plan.Month(r.Pages[r.PageOf(first)])
	}
	return ""
}

// unpin gives all tiles their own proportions with the next layout.
func (g *Grid) unpin() {
	g.unpinned = g.unpinned || len(g.pinned) > 0
	clear(g.pinned)
}

func (g *Grid) measure(size fyne.Size) plan.Measure {
	px := func(v float32) int { return toPx(v, g.scale) }
	m := plan.Measure{
		Width: max(px(size.Width-side-g.lane()), px(80)), Left: px(side), Top: px(topMargin), Gap: px(gap),
		Row: px(g.row), Head: px(sign.HeadHeight), Foot: px(bottomSpace + g.below()), Months: g.byDate(),
		Pinned: g.pinned,
	}
	m.Row = min(m.Row, max(px(size.Height)*4/5, px(64))) // at least one whole row in a low window
	return m
}

// pin keeps the proportions of tiles whose photos change theirs, for example once a file is
// complete, so that nothing jumps on screen. The next action that changes the layout ends it.
func (g *Grid) pin(next *roll.Roll) {
	if g.roll.Len() == 0 {
		return
	}
	kept := make(map[*roll.Page]bool, len(next.Pages))
	for _, p := range next.Pages {
		kept[p] = true
	}
	laid, m := map[photo.ID]float64{}, plan.Measure{Pinned: g.pinned}
	for _, p := range g.roll.Pages {
		if kept[p] {
			delete(kept, p)
			continue
		}
		for _, t := range p.Tiles {
			laid[t.ID] = m.Aspect(t)
		}
	}
	pinned := maps.Clone(g.pinned)
	for p := range kept {
		for _, t := range p.Tiles {
			was, ok := laid[t.ID]
			switch {
			case !ok:
			case was == roll.Aspect(t):
				delete(pinned, t.ID)
			case pinned == nil:
				pinned = map[photo.ID]float64{t.ID: was}
			default:
				pinned[t.ID] = was
			}
		}
	}
	g.pinned = pinned
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
	if a.top || g.roll.Len() == 0 {
		return 0
	}
	k, at := g.find(a.photos)
	if at < 0 {
		return g.clamp(g.offset)
	}
	g.plan.Make(g.plan.BlockOf(at))
	below := float32(a.photos[k].below) / a.scale * g.scale
	return g.clamp(g.plan.Tile(at).Y - int(below))
}

// find returns the first of some photos that the grid has and its index; where it has none, an index
// near one of them or -1.
func (g *Grid) find(photos []anchored) (k, at int) {
	for k, x := range photos {
		if now, ok := g.roll.At(x.at); ok && now.ID == x.tile.ID {
			return k, x.at
		}
		if !g.roll.ByDate || x.tile.ID == 0 {
			continue
		}
		if at := g.roll.FindNear(x.tile, x.at); at >= 0 {
			return k, at
		}
	}
	if g.roll.ByDate && len(photos) > 0 {
		page := g.roll.PageAt(photos[0].tile.Taken)
		return 0, min(g.roll.First(page)+photos[0].page, g.roll.First(page+1)-1)
	}
	return g.findAny(photos)
}

// findAny is find in a roll that is in no order of photos.
func (g *Grid) findAny(photos []anchored) (k, at int) {
	ranks := make(map[photo.ID]int, len(photos))
	for k, x := range slices.Backward(photos) {
		ranks[x.tile.ID] = k
	}
	k, at = len(photos), -1
	for n, p := range g.roll.Pages {
		for i, t := range p.Tiles {
			if rank, ok := ranks[t.ID]; ok && rank < k {
				k, at = rank, g.roll.First(n)+i
			}
		}
	}
	return k, at
}

// arrive ends the return to a place if its first photo is loaded.
func (g *Grid) arrive() {
	if a := g.coming; a != nil {
		if a.top || len(a.photos) == 0 || g.roll.FindNear(a.photos[0].tile, a.photos[0].at) >= 0 {
			g.coming = nil
		}
	}
}

// stay ends all waiting for photos to be loaded, to return to them or to select one.
func (g *Grid) stay() {
	if g.pending >= 0 {
		g.asked++
		g.then = nil // it was about a photo that is not selected now
	}
	g.coming, g.pending = nil, -1
}

// ready makes the rows of block k, if there is one, and keeps the visible position.
func (g *Grid) ready(k int) {
	if k < 0 || k >= g.plan.Blocks() || g.plan.Made(k) {
		return
	}
	end := g.offset > 0 && g.offset >= g.plan.Height-g.heightPx()
	top := g.plan.BlockAt(g.offset)
	y, height := g.plan.Block(top)
	into := g.offset - y
	g.plan.Make(k)
	now, high := g.plan.Block(top)
	if into > 0 {
		into = into * high / max(height, 1)
	}
	switch {
	case end:
		g.offset = g.clamp(g.plan.Height)
	case g.offset > 0:
		g.offset = g.clamp(now + into)
	}
}

// settle makes the rows that are on screen, and a screen before and after.
func (g *Grid) settle() {
	screen := g.heightPx()
	for again := true; again; {
		again = false
		for k := g.plan.BlockAt(g.offset - screen); k < g.plan.Blocks(); k++ {
			if y, _ := g.plan.Block(k); y >= g.offset+2*screen {
				break
			}
			if !g.plan.Made(k) {
				g.ready(k)
				again = true
			}
		}
	}
}

func (g *Grid) clamp(offset int) int {
	return max(min(offset, g.plan.Height-g.heightPx()), 0)
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
	g.ready(g.plan.BlockOf(i))
	r, margin := g.plan.Tile(i), toPx(gap, g.scale)
	open := g.heightPx() - toPx(g.below(), g.scale) // the part that is never covered
	head := 0
	if g.byDate() {
		head = toPx(sign.HeadHeight, g.scale)
	}
	switch {
	case r.Y-head < g.offset:
		g.scrollTo(r.Y - head)
	case r.Y+r.H+margin > g.offset+open:
		g.scrollTo(r.Y + r.H + margin - open)
	}
}

// draw places the cells of all lines on screen, drops the others, and requests
// the missing pictures.
func (g *Grid) draw() {
	g.settle()
	first, end := g.plan.Between(g.offset, g.offset+g.heightPx())
	g.release(first, end)
	for i := first; i < end; i++ {
		g.put(i)
	}
	g.drawHeadings()
	g.placeOutline()
	g.placeCaption()
	g.scrubber.Follow(scrubber.View{Height: g.plan.Height, Screen: g.heightPx(), Offset: g.offset})
	g.want(first, end)
	g.need()
	g.shown()
}

// tile returns photo i or, while it is not loaded, one that stands for it: with a negative ID.
func (g *Grid) tile(i int) photo.Tile {
	if t, ok := g.plan.Roll.At(i); ok {
		return t
	}
	return photo.Tile{ID: -photo.ID(i + 1), Colour: photo.UnknownColour}
}

// release hides the cells of photos that are not among the tiles [first, end).
func (g *Grid) release(first, end int) {
	keep := make(map[photo.ID]bool, end-first)
	for i := first; i < end; i++ {
		keep[g.tile(i).ID] = true
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
	t := g.tile(i)
	c := g.cells[t.ID]
	if c == nil {
		c = g.cell()
		g.cells[t.ID] = c
	}
	at, size := g.area(i)
	c.tile = t
	c.Place(at, size)
	c.Show(t.Colour, g.request(i), g.thumbs)
	g.signs(c, t)
}

// cell returns an unused cell.
func (g *Grid) cell() *cell {
	if last := len(g.spare) - 1; last >= 0 {
		c := g.spare[last]
		g.spare = g.spare[:last]
		return c
	}
	c := &cell{Face: face.New()}
	g.layer.Objects = append(g.layer.Objects, c.Image, c.Cover)
	return c
}

func (g *Grid) request(i int) Request {
	r, t := g.plan.Tile(i), g.tile(i)
	return Request{ID: t.ID, WidthPx: r.W, HeightPx: r.H, Version: t.Version, Covered: g.covered(t)}
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
			if r := g.request(i); r.ID > 0 && !g.thumbs.Has(r.ID, r) {
				wanted = append(wanted, r)
			}
		}
	}
	screen := g.heightPx()
	_, below := g.plan.Between(g.offset, g.offset+2*screen)
	above, _ := g.plan.Between(g.offset-screen, g.offset+screen)
	add(first, end)
	add(end, below)
	add(above, first)
	g.OnWant(wanted)
}

// need reports the pages that are needed: those on screen, those of a screen before and after, and
// those that the keyboard acts on.
func (g *Grid) need() {
	if g.OnNeed == nil || !g.planned() {
		return
	}
	var now []*roll.Page
	add := func(k int) {
		if k >= 0 && k < len(g.roll.Pages) && !slices.Contains(now, g.roll.Pages[k]) {
			now = append(now, g.roll.Pages[k])
		}
	}
	screen := g.heightPx()
	for _, part := range [][2]int{{0, screen}, {screen, 2 * screen}, {-screen, 0}} {
		first, end := g.plan.Between(g.offset+part[0], g.offset+part[1])
		for i := first; i < end; i = g.roll.First(g.roll.PageOf(i) + 1) {
			add(g.roll.PageOf(i))
		}
	}
	if g.pending >= 0 && g.pending < g.roll.Len() {
		add(g.roll.PageOf(g.pending))
	}
	for _, t := range []photo.Tile{g.spot, g.pivot} {
		if i := g.indexOf(t.ID); i >= 0 {
			add(g.roll.PageOf(i))
		} else if t.ID != 0 {
			add(g.roll.PageAt(t.Taken))
		}
	}
	if !slices.Equal(now, g.needed) {
		g.needed = now
		g.OnNeed(now)
	}
}

func (g *Grid) shown() {
	call.If(g.OnShown)
}

func (g *Grid) dp(px int) float32 { return float32(px) / g.scale }

func toPx(v, scale float32) int { return int(math.Round(float64(v * scale))) }
