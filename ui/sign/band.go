package sign

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// CaretWidth is how wide a caret is.
const CaretWidth float32 = 4

// Band is a rectangle round photos that are being selected.
type Band struct{ *canvas.Rectangle }

// NewBand returns a band, hidden.
func NewBand() Band {
	b := Band{canvas.NewRectangle(nil)}
	b.StrokeWidth = 1
	b.Hide()
	return b
}

// Place shows the band.
func (b Band) Place(at fyne.Position, size fyne.Size) {
	b.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	b.FillColor = theme.Colour(fynetheme.ColorNameSelection)
	b.Move(at)
	b.Resize(size)
	b.Show()
	b.Refresh()
}

// Caret is the line between two photos where others would fall.
type Caret struct{ *canvas.Rectangle }

// NewCaret returns a caret, hidden.
func NewCaret() Caret {
	c := Caret{canvas.NewRectangle(nil)}
	c.CornerRadius = CaretWidth / 2
	c.Hide()
	return c
}

// Place shows the caret.
func (c Caret) Place(at fyne.Position, height float32) {
	c.FillColor = theme.Colour(fynetheme.ColorNamePrimary)
	c.Move(at)
	c.Resize(fyne.NewSize(CaretWidth, height))
	c.Show()
	c.Refresh()
}
