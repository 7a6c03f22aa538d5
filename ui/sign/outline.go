package sign

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// Outline shows which photo is selected: the accent, and within it a thin line
// of the background, so that it stands out from any picture.
type Outline struct{ outer, inner *canvas.Rectangle }

// NewOutline returns an outline, hidden.
func NewOutline() *Outline {
	o := &Outline{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)}
	o.outer.StrokeWidth = 3
	o.inner.StrokeWidth = 1
	o.Hide()
	o.Refresh()
	return o
}

// Objects returns what draws the outline, in the order of painting.
func (o *Outline) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{o.outer, o.inner} }

// Refresh shows it in the theme as it is now.
func (o *Outline) Refresh() {
	o.outer.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	o.inner.StrokeColor = theme.Colour(fynetheme.ColorNameBackground)
	o.outer.Refresh()
	o.inner.Refresh()
}

// Place shows the outline of a tile.
func (o *Outline) Place(at fyne.Position, tile fyne.Size) {
	o.outer.Move(at)
	o.outer.Resize(tile)
	o.inner.Move(at.AddXY(3, 3))
	o.inner.Resize(tile.SubtractWidthHeight(6, 6))
	o.outer.Show()
	o.inner.Show()
}

// Hide hides the outline.
func (o *Outline) Hide() {
	o.outer.Hide()
	o.inner.Hide()
}

// Area returns where the outline is.
func (o *Outline) Area() Area { return areaOf(o.outer) }
