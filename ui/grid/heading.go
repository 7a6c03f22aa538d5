package grid

import (
	"fyne.io/fyne/v2"

	"recollect/ui/sign"
)

// drawHeadings places the headings on screen. The heading of the section at the top edge sticks
// there until the next one pushes it away.
func (g *Grid) drawHeadings() {
	width := g.Size().Width - g.lane()
	top := g.plan.SectionAt(g.offset)
	used := 0
	for i := top + 1; i >= 0 && i < len(g.plan.Sections); i++ {
		y := g.plan.Sections[i].Y - g.offset
		if y > g.heightPx() {
			break
		}
		if used == len(g.headings) {
			h := sign.NewHeading()
			g.headings = append(g.headings, h)
			g.heads.Objects = append(g.heads.Objects, h.Objects()...)
		}
		g.placeHeading(g.headings[used], i, g.dp(y), width)
		used++
	}
	for _, h := range g.headings[used:] {
		h.Hide()
	}
	if top < 0 {
		g.sticky.Hide()
		return
	}
	y := float32(0)
	if top+1 < len(g.plan.Sections) {
		y = min(0, g.dp(g.plan.Sections[top+1].Y-g.offset)-sign.HeadHeight)
	}
	g.placeHeading(g.sticky, top, y, width)
}

// placeHeading shows the heading of a section at y, with the tick that marks its photos while some are
// marked or the pointer is there.
func (g *Grid) placeHeading(h *sign.Heading, section int, y, width float32) {
	h.Place(section, g.plan.Sections[section].Title, side, y, width)
	switch {
	case g.sectionMarked(section):
		h.Tick(true)
	case g.also.Len() > 0 || g.head == section:
		h.Tick(false)
	default:
		h.Untick()
	}
}

// headingAt returns the heading at a point of the grid, nil if there is none.
func (g *Grid) headingAt(at fyne.Position) *sign.Heading {
	for _, h := range append([]*sign.Heading{g.sticky}, g.headings...) {
		if h.At(at) {
			return h
		}
	}
	return nil
}

// tapHeading marks the photos of the heading at a point if the point is on its name or its tick, and
// reports whether it is.
func (g *Grid) tapHeading(at fyne.Position) bool {
	h := g.headingAt(at)
	if h == nil || at.X < side || at.X >= h.End() {
		return false
	}
	g.toggleSection(h.Section)
	return true
}
