package grid

import (
	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/roll"
)

// Selection returns all photos that are selected, in the order shown, those that are not loaded
// last: the one that the keyboard is at, and those selected with it. Closed stacks are selected whole.
func (g *Grid) Selection() []photo.ID {
	rest := g.also.Clone()
	if g.selected != 0 {
		rest.Add(g.selected)
	}
	left := rest.Len()
	all := make([]photo.ID, 0, left)
	take := func(id photo.ID) {
		all = append(all, id)
		if rest.Has(id) {
			rest.Remove(id)
			left--
		}
	}
	if g.roll != nil {
		for _, p := range g.roll.Pages {
			for _, t := range p.Tiles {
				if left > 0 && rest.Has(t.ID) {
					take(t.ID)
					for _, under := range g.piles.Of(t.ID).Hides(t.ID) {
						take(under.ID)
					}
				}
			}
		}
	}
	return append(all, rest.IDs()...)
}

// selectedTile returns the photo that the keyboard acts on, the zero Tile if there is none.
func (g *Grid) selectedTile() photo.Tile {
	if t, ok := g.roll.At(g.indexOf(g.selected)); ok {
		return t
	}
	if g.spot.ID == g.selected {
		return g.spot
	}
	return photo.Tile{ID: g.selected}
}

// SelectAll selects all photos.
func (g *Grid) SelectAll() {
	if g.roll.Len() == 0 {
		return
	}
	g.pending = -1
	if i, selected := g.at(); !selected {
		if _, loaded := g.roll.At(i); loaded {
			g.selectAt(i)
		} else {
			g.selectOnly(0)
		}
	}
	g.selectRange(0, g.roll.Len()-1)
	g.selectionChanged()
}

// turned notes that other photos are selected.
func (g *Grid) turned() {
	g.turn++
	g.asked++
	g.naming, g.then = false, nil
}

// complete reports whether all photos are known that the person has selected.
func (g *Grid) complete() bool { return g.pending < 0 && !g.naming }

// onceComplete calls act when all photos are known that the person has selected, unless others are
// selected before.
func (g *Grid) onceComplete(act func()) {
	if g.complete() {
		act()
		return
	}
	g.then = act
}

// selectRange selects the photos from index first to last, beside the one that is. Those that are not
// loaded follow later.
func (g *Grid) selectRange(first, last int) {
	g.also = photo.Set{}
	g.gather(first, last, g.also.Or)
}

// gather calls apply with the photos from index first to last that are loaded, and again with all of
// the other pages among them once these are known.
func (g *Grid) gather(first, last int, apply func(*photo.Set)) {
	g.turned()
	var missing []*roll.Page
	var known photo.Set
	for k := g.roll.PageOf(first); k <= g.roll.PageOf(last); k++ {
		p, from := g.roll.Pages[k], g.roll.First(k)
		if !p.Loaded() {
			missing = append(missing, p)
			continue
		}
		for _, t := range p.Tiles[max(first-from, 0):min(last-from+1, p.Photos)] {
			known.Add(t.ID)
		}
	}
	apply(&known)
	if len(missing) == 0 || g.OnIDs == nil {
		return
	}
	turn := g.turn
	g.naming = true
	g.OnIDs(missing, func(ids *photo.Set) {
		switch {
		case turn != g.turn: // others were selected meanwhile
		case ids == nil: // a part of what the person wants is worse than nothing
			g.selectNone()
			g.selectionChanged()
		default:
			g.naming = false
			apply(ids)
			g.selectionChanged()
			g.goOn()
		}
	})
}

// goOn calls what waits for the selection to be complete.
func (g *Grid) goOn() {
	if then := g.then; then != nil && g.complete() {
		g.then = nil
		then()
	}
}

// selectNone selects no photo.
func (g *Grid) selectNone() {
	g.selected, g.spot, g.pivot, g.also = 0, photo.Tile{}, photo.Tile{}, photo.Set{}
	g.turned()
	g.stay()
}

// selectOnly makes photo i the only one that is selected; it selects none if that is not loaded.
func (g *Grid) selectOnly(i int) {
	g.selectNone()
	if t, ok := g.roll.At(i); ok {
		g.selected, g.spot, g.pivot = t.ID, t, t
		if g.planned() {
			g.goal = g.plan.Centre(i)
		}
	}
	g.selectionChanged()
}

// toggle adds t to the selection, or removes it.
func (g *Grid) toggle(t photo.Tile) {
	if g.selected != 0 {
		g.also.Add(g.selected)
	}
	if g.also.Has(t.ID) {
		g.also.Remove(t.ID)
		g.keepCursor()
	} else {
		g.also.Add(t.ID)
		g.selected, g.spot = t.ID, t
	}
	g.pivot = t
	g.turned()
	g.stay()
	g.selectionChanged()
}

// keepCursor moves the keyboard to another photo of the selection if its own is no longer in it.
func (g *Grid) keepCursor() {
	if g.also.Has(g.selected) {
		return
	}
	g.selected = 0
	for other := range g.also.All() {
		g.selected = other
	}
}

// Marked returns how many photos are marked: selected as several are, each with a check mark, even if
// only one of them is left. Those that lie under a marked cover count. It is 0 while at most the photo of the
// keyboard is selected.
func (g *Grid) Marked() int {
	n := g.also.Len()
	if n == 0 {
		return 0
	}
	for id, s := range g.piles.All() {
		if !s.Open && g.also.Has(s.Cover()) && !g.also.Has(id) {
			n++
		}
	}
	return n
}

// Unmark takes all marks away; the keyboard stays where it is.
func (g *Grid) Unmark() {
	if g.also.Len() == 0 && g.complete() {
		return
	}
	g.also = photo.Set{}
	g.turned()
	g.stay()
	g.selectionChanged()
}

// sectionMarked reports whether all photos of a section are marked, as far as it is known.
func (g *Grid) sectionMarked(i int) bool {
	first, end := g.plan.Sections[i].Tiles()
	if g.also.Len() < end-first {
		return false
	}
	for k := g.roll.PageOf(first); k <= g.roll.PageOf(end-1); k++ {
		for _, t := range g.roll.Pages[k].Tiles {
			if !g.also.Has(t.ID) {
				return false
			}
		}
	}
	return true
}

// toggleSection marks all photos of a section beside those that are selected, or takes their marks away.
func (g *Grid) toggleSection(i int) {
	first, end := g.plan.Sections[i].Tiles()
	g.stay()
	if g.sectionMarked(i) {
		g.gather(first, end-1, func(ids *photo.Set) {
			g.also.AndNot(ids)
			g.keepCursor()
		})
	} else {
		if g.selected != 0 {
			g.also.Add(g.selected)
		}
		g.gather(first, end-1, func(ids *photo.Set) {
			g.also.Or(ids)
			g.keepCursor()
		})
	}
	g.selectionChanged()
}

// extend selects all photos from where the selection began up to photo i, which is loaded.
func (g *Grid) extend(i int) {
	from := g.indexOf(g.pivot.ID)
	if from < 0 {
		g.selectOnly(i)
		return
	}
	g.selectRange(min(from, i), max(from, i))
	g.stay()
	g.spot = g.tile(i)
	g.selected = g.spot.ID
	g.selectionChanged()
}

// keepSelected removes photos from the selection that the grid no longer has, as far as it knows: not
// those that may be on a page that is not loaded.
func (g *Grid) keepSelected() {
	if !g.roll.Complete() {
		return
	}
	if g.indexOf(g.selected) < 0 {
		g.selected = 0
	}
	if g.also.Len() == 0 {
		return
	}
	var also photo.Set
	for _, p := range g.roll.Pages {
		for _, t := range p.Tiles {
			if g.also.Has(t.ID) {
				also.Add(t.ID)
			}
		}
	}
	g.also = also
}

func (g *Grid) selectionChanged() {
	g.placeOutline()
	g.refreshSigns()
	g.drawHeadings()
	call.If(g.OnSelect)
}
