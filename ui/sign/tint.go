package sign

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// Tint is the accent over a tile that is marked, and round it.
type Tint struct{ ring *canvas.Rectangle }

// NewTint returns a tint on a layer, hidden.
func NewTint(layer *fyne.Container) *Tint {
	t := &Tint{canvas.NewRectangle(nil)}
	t.ring.StrokeWidth = 3
	t.ring.Hide()
	layer.Objects = append(layer.Objects, t.ring)
	return t
}

// Place shows the tint over a tile, in the theme as it is now.
func (t *Tint) Place(at fyne.Position, tile fyne.Size) {
	t.ring.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	t.ring.FillColor = theme.Colour(fynetheme.ColorNameSelection)
	put(t.ring, at, tile)
}

// Hide hides the tint, if there is one.
func (t *Tint) Hide() {
	if t != nil {
		t.ring.Hide()
	}
}
