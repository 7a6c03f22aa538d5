package ui

import (
	"slices"

	"recollect/engine/photo"
	"recollect/ui/frame"
	"recollect/ui/keymap"
	"recollect/ui/pages"
	"recollect/ui/roll"
	"recollect/ui/viewer"
)

// comparing shows two photos side by side, over the grid or the viewer, and leads back there.
type comparing struct {
	w        *Window
	pair     *viewer.Pair
	reader   *pages.Pair
	timeline bool // they are of all photos, not of an answer
	apart    bool // they are of a group of duplicates
}

func newComparing(w *Window) *comparing { return &comparing{w: w, pair: viewer.NewPair()} }

// connect serves the pair and connects it with what can be done there.
func (c *comparing) connect() {
	w, p := c.w, c.pair
	c.reader = pages.NewPair(w.work, p, w.o.Photos, w.pages.viewer)
	p.Scale, p.Thumb, p.Marked = w.win.Canvas().Scale, w.grid.Picture, w.grid.Favourite
	p.Hidden = func(t photo.Tile) bool { return t.Flagged && !w.grid.Revealed(t.ID) }
	p.OnClose, p.OnNeed, p.OnHelp = c.close, c.need, func() { keymap.Show(w.win) }
	w.grid.OnCompare, w.viewer.OnCompare = c.selected, func(at int) { c.open(at, at+1) }
	w.duplicates.OnCompare = c.group
	if w.o.Marks != nil {
		p.OnMark = func(id photo.ID) { w.marks.Favour([]photo.ID{id}) }
	}
	if w.edits != nil {
		p.OnDigit = func(id photo.ID, digit rune) { w.edits.Press([]photo.ID{id}, digit) }
		p.OnReject = func(id photo.ID) { w.edits.Rate([]photo.ID{id}, photo.RejectedRating) }
	}
}

// selected shows the first two of photos that have tiles, which those in a closed stack do not, or one beside the next.
func (c *comparing) selected(ids []photo.ID) {
	r := c.w.grid.Roll()
	first := r.Find(ids[0])
	second := first + 1
	if i := slices.IndexFunc(ids[1:], func(id photo.ID) bool { return r.Find(id) >= 0 }); i >= 0 {
		second = r.Find(ids[i+1])
	}
	c.open(first, second)
}

// open shows two photos of the grid; the last one beside the one before it.
func (c *comparing) open(left, right int) {
	r := c.w.grid.Roll()
	if right >= r.Len() {
		right = left - 1
	}
	_, one := r.At(left)
	if _, two := r.At(right); !one || !two {
		return // there is no other, or it is not loaded
	}
	c.w.viewing.stopSlides()
	c.timeline, c.apart = !c.w.finder.results, false
	c.show(r, left, right)
}

// group shows two photos of a group of duplicates, which all can be put on a side.
func (c *comparing) group(all []photo.Photo, left, right int) {
	tiles := make([]photo.Tile, len(all))
	for i, p := range all {
		tiles[i] = p.Tile()
	}
	c.timeline, c.apart = false, true
	c.show(roll.Of(tiles, false), left, right)
}

func (c *comparing) show(r *roll.Roll, left, right int) {
	c.pair.Open(r, left, right)
	c.w.win.Canvas().Focus(c.pair)
	frame.Ask()
	c.w.trace.Shown()
}

// close leads back to the grid or the viewer.
func (c *comparing) close() {
	if !c.pair.Visible() {
		return
	}
	marked, _ := c.pair.Current()
	c.pair.Close()
	if !c.w.viewer.Visible() && !c.apart && c.w.grid.Marked() == 0 {
		c.w.grid.SelectID(marked)
	}
	c.w.focusGrid()
	frame.Ask()
	c.w.trace.Shown()
}

// need says which pages of all photos the pair needs.
func (c *comparing) need(p []*roll.Page) {
	if !c.timeline {
		p = nil // an answer is loaded
	}
	c.w.timeline.Need(pages.PairReader, p)
}
