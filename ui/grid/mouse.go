package grid

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/frame"
)

// doubleTime is the longest time between the two clicks of a double click.
const doubleTime = 450 * time.Millisecond

// wheelStep is the factor by which the wheel scrolls further than Fyne's default: rows are much
// higher than lines of text.
const wheelStep = 2.4

// Scrolled moves the rows by a turn of the wheel.
func (g *Grid) Scrolled(e *fyne.ScrollEvent) {
	g.stay()
	g.scrollTo(g.offset - toPx(e.Scrolled.DY*wheelStep, g.scale))
	if g.band != nil {
		g.drawBand()
	}
	g.hover(e.Position)
}

// Tapped selects the photo under the pointer; a quick second tap opens it. With fyne.DoubleTappable
// the first tap would be delayed.
func (g *Grid) Tapped(e *fyne.PointEvent) {
	g.focus()
	if g.tapHeading(e.Position) {
		return
	}
	i := g.tileAt(e.Position)
	if i < 0 {
		g.selectOnly(-1)
		return
	}
	if g.tapSign(i, e.Position) {
		return
	}
	call.If(g.OnPick)
	t, now := g.tile(i), g.now()
	double := t.ID == g.tapped && now.Sub(g.tappedAt) < doubleTime
	g.tapped, g.tappedAt = t.ID, now
	switch held := g.modifiers(); {
	case held&fyne.KeyModifierShortcutDefault != 0:
		g.toggle(t)
		return
	case held&fyne.KeyModifierShift != 0:
		g.extend(i)
		return
	}
	g.selectOnly(i)
	if double {
		g.tapped = 0
		g.open()
	}
}

// TappedSecondary opens the menu of the photo under the pointer, or of the
// selection if that photo is part of it; otherwise it selects the photo first.
func (g *Grid) TappedSecondary(e *fyne.PointEvent) {
	i := g.tileAt(e.Position)
	if i < 0 {
		return
	}
	g.focus()
	menu := g.menu(i)
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		widget.ShowPopUpMenuAtPosition(menu, c, e.AbsolutePosition)
	}
}

// MouseIn is called when the pointer enters the grid.
func (g *Grid) MouseIn(e *desktop.MouseEvent) { g.hover(e.Position) }

// MouseMoved is called when the pointer moves over the grid.
func (g *Grid) MouseMoved(e *desktop.MouseEvent) { g.hover(e.Position) }

// MouseOut is called when the pointer leaves the grid.
func (g *Grid) MouseOut() {
	g.hovered = 0
	g.hoverHeading(-1)
	g.placeCaption()
	g.refreshSigns()
}

func (g *Grid) hoverHeading(section int) {
	if g.head != section {
		g.head = section
		g.drawHeadings()
		frame.Ask()
	}
}

// hover asks for the name of the photo under the pointer.
func (g *Grid) hover(at fyne.Position) {
	was := g.hovered
	g.hovered = 0
	head := -1
	if h := g.headingAt(at); h != nil {
		head = h.Section
	}
	g.hoverHeading(head)
	if i := g.tileAt(at); i >= 0 {
		g.hovered = g.tile(i).ID
	}
	if g.hovered == was {
		return
	}
	g.name = ""
	g.placeCaption()
	g.refreshSigns()
	if g.hovered != 0 && g.OnName != nil {
		g.OnName(g.hovered)
	}
}

// tileAt returns the photo at a point, -1 if there is none that is loaded.
func (g *Grid) tileAt(at fyne.Position) int {
	if g.headingAt(at) != nil {
		return -1
	}
	i := g.plan.Hit(toPx(at.X, g.scale), toPx(at.Y, g.scale)+g.offset)
	if i >= 0 && g.tile(i).ID < 0 {
		return -1
	}
	return i
}

func (g *Grid) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		g.Quietly(func() { c.Focus(g) })
	}
}
