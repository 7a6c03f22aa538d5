package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// How thick the two lines of a ring are.
const (
	ringLine float32 = 2
	ringGap  float32 = 1.5
)

// Ring shows which control has the keys: a line in the accent, and within it one in the colour of the background. So it
// can be told from what lies around it as well as from what lies in it, be that a picture or a button in the colour of
// text. Make one with NewRing.
type Ring struct {
	line, gap *canvas.Rectangle
}

// NewRing returns a ring that is hidden.
func NewRing() *Ring {
	r := &Ring{line: canvas.NewRectangle(color.Transparent), gap: canvas.NewRectangle(color.Transparent)}
	r.line.StrokeWidth, r.gap.StrokeWidth = ringLine, ringGap
	r.Round(fynetheme.Size(fynetheme.SizeNameButtonRadius))
	r.Show(false)
	return r
}

// Round sets the radius of the corners.
func (r *Ring) Round(radius float32) {
	r.line.CornerRadius, r.gap.CornerRadius = radius, max(0, radius-ringLine)
}

// Over returns objects with the ring above them.
func (r *Ring) Over(objects []fyne.CanvasObject) []fyne.CanvasObject {
	return append(objects[:len(objects):len(objects)], r.gap, r.line)
}

// Place lays the ring along the edge of an area, within it.
func (r *Ring) Place(at fyne.Position, size fyne.Size) {
	r.line.Move(at)
	r.line.Resize(size)
	r.gap.Move(at.AddXY(ringLine, ringLine))
	r.gap.Resize(size.SubtractWidthHeight(2*ringLine, 2*ringLine))
}

// Show shows or hides the ring, in the theme as it is now.
func (r *Ring) Show(yes bool) {
	r.line.StrokeColor = Colour(fynetheme.ColorNamePrimary)
	r.gap.StrokeColor = Colour(fynetheme.ColorNameBackground)
	r.line.Hidden, r.gap.Hidden = !yes, !yes
	r.line.Refresh()
	r.gap.Refresh()
}

// Shown reports whether the ring is shown.
func (r *Ring) Shown() bool { return r.line.Visible() }
