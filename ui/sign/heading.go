package sign

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

const (
	HeadHeight         = 48 // of a Heading
	TickSize   float32 = 24 // of the ground of a check mark
)

// Heading is the name of a section, on an opaque ground, because tiles scroll below it.
type Heading struct {
	label   *canvas.Text
	ground  *canvas.Rectangle
	tick    *Icon // marks its photos
	Section int   // -1: it is hidden
}

// NewHeading returns a heading, hidden.
func NewHeading() *Heading {
	h := &Heading{
		tick: NewIcon(), label: canvas.NewText("", color.Black), ground: canvas.NewRectangle(color.Black),
	}
	h.label.TextStyle.Bold = true
	h.Hide()
	h.Refresh()
	return h
}

// Refresh shows it in the theme as it is now.
func (h *Heading) Refresh() {
	h.label.Color = theme.Colour(fynetheme.ColorNameForeground)
	h.label.TextSize = fynetheme.TextSubHeadingSize() * 0.94
	h.ground.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	h.label.Refresh()
	h.ground.Refresh()
}

// Hide hides the heading.
func (h *Heading) Hide() {
	h.Section = -1
	h.label.Hide()
	h.ground.Hide()
	h.tick.Hide()
}

// Objects returns what draws the heading, the lowest first.
func (h *Heading) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{h.ground, h.label}, h.tick.Objects()...)
}

// Place shows the heading of a section from x at y, on a ground of a width.
func (h *Heading) Place(section int, title string, x, y, width float32) {
	h.Section = section
	if h.label.Text != title {
		h.label.Text = title
		h.label.Refresh()
	}
	size := h.label.MinSize()
	h.label.Move(fyne.NewPos(x, y+(HeadHeight-size.Height)/2))
	h.label.Resize(size)
	h.ground.Move(fyne.NewPos(0, y))
	h.ground.Resize(fyne.NewSize(width, HeadHeight))
	h.ground.Show()
	h.label.Show()
}

// tickAt returns where the check mark is.
func (h *Heading) tickAt() fyne.Position {
	at, size := h.label.Position(), h.label.Size()
	return at.AddXY(size.Width+12, (size.Height-TickSize)/2)
}

// Tick shows the check mark of the heading, which says whether all of its photos are marked.
func (h *Heading) Tick(marked bool) { h.tick.Check(marked, h.tickAt(), TickSize) }

// Untick hides the check mark.
func (h *Heading) Untick() { h.tick.Hide() }

// Ticked returns where the check mark is.
func (h *Heading) Ticked() Area { return h.tick.Area() }

// Name returns where the name is.
func (h *Heading) Name() Area { return areaOf(h.label) }

// At reports whether a point is as high as the heading.
func (h *Heading) At(at fyne.Position) bool {
	y := at.Y - h.ground.Position().Y
	return h.Section >= 0 && y >= 0 && y < HeadHeight
}

// End returns where the check mark ends, with the room beside it.
func (h *Heading) End() float32 { return h.tickAt().X + TickSize + 8 }
