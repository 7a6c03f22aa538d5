package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// heading is the name of a section, on an opaque ground, because tiles scroll below it.
type heading struct {
	label   *canvas.Text
	ground  *canvas.Rectangle
	tick    *sign // marks its photos
	section int   // -1: it is hidden
}

func newHeading() *heading {
	h := &heading{tick: newSign(), label: canvas.NewText("", color.Black), ground: canvas.NewRectangle(color.Black)}
	h.label.TextStyle.Bold = true
	h.hide()
	h.refresh()
	return h
}

func (h *heading) refresh() {
	h.label.Color = theme.Colour(fynetheme.ColorNameForeground)
	h.label.TextSize = fynetheme.TextSubHeadingSize() * 0.94
	h.ground.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	h.label.Refresh()
	h.ground.Refresh()
}

func (h *heading) hide() {
	h.section = -1
	h.label.Hide()
	h.ground.Hide()
	h.tick.hide()
}

// objects returns what draws the heading, the lowest first.
func (h *heading) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.ground, h.label, h.tick.back, h.tick.icon}
}

func (h *heading) place(section int, title string, y, width float32) {
	h.section = section
	if h.label.Text != title {
		h.label.Text = title
		h.label.Refresh()
	}
	size := h.label.MinSize()
	h.label.Move(fyne.NewPos(side, y+(headHeight-size.Height)/2))
	h.label.Resize(size)
	h.ground.Move(fyne.NewPos(0, y))
	h.ground.Resize(fyne.NewSize(width, headHeight))
	h.ground.Show()
	h.label.Show()
}

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
			h := newHeading()
			g.headings = append(g.headings, h)
			g.heads.Objects = append(g.heads.Objects, h.objects()...)
		}
		g.placeHeading(g.headings[used], i, g.dp(y), width)
		used++
	}
	for _, h := range g.headings[used:] {
		h.hide()
	}
	if top < 0 {
		g.sticky.hide()
		return
	}
	y := float32(0)
	if top+1 < len(g.plan.Sections) {
		y = min(0, g.dp(g.plan.Sections[top+1].Y-g.offset)-headHeight)
	}
	g.placeHeading(g.sticky, top, y, width)
}

// placeHeading shows the heading of a section at y, with the tick that marks its photos while some are
// marked or the pointer is there.
func (g *Grid) placeHeading(h *heading, section int, y, width float32) {
	h.place(section, g.plan.Sections[section].Title, y, width)
	switch {
	case g.sectionMarked(section):
		h.tick.check(true, h.tickAt(), tickSize)
	case g.Marked() > 0 || g.head == section:
		h.tick.check(false, h.tickAt(), tickSize)
	default:
		h.tick.hide()
	}
}

func (h *heading) tickAt() fyne.Position {
	at, size := h.label.Position(), h.label.Size()
	return at.AddXY(size.Width+12, (size.Height-tickSize)/2)
}

// headingAt returns the heading at a point of the grid, nil if there is none.
func (g *Grid) headingAt(at fyne.Position) *heading {
	for _, h := range append([]*heading{g.sticky}, g.headings...) {
		if y := at.Y - h.ground.Position().Y; h.section >= 0 && y >= 0 && y < headHeight {
			return h
		}
	}
	return nil
}

// tapHeading marks the photos of the heading at a point if the point is on its name or its tick, and
// reports whether it is.
func (g *Grid) tapHeading(at fyne.Position) bool {
	h := g.headingAt(at)
	if h == nil || at.X < side || at.X >= h.tickAt().X+tickSize+8 {
		return false
	}
	g.toggleSection(h.section)
	return true
}
