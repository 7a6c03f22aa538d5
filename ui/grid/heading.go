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
	label  *canvas.Text
	ground *canvas.Rectangle
}

func newHeading() *heading {
	h := &heading{label: canvas.NewText("", color.Black), ground: canvas.NewRectangle(color.Black)}
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
	h.label.Hide()
	h.ground.Hide()
}

func (h *heading) place(title string, y, width float32) {
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
	width := g.Size().Width - scrubWidth
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
			g.heads.Objects = append(g.heads.Objects, h.ground, h.label)
		}
		g.headings[used].place(g.plan.Sections[i].Title, g.dp(y), width)
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
	g.sticky.place(g.plan.Sections[top].Title, y, width)
}
