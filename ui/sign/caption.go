package sign

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Caption is a name in the lower left corner of a tile.
type Caption struct {
	label *canvas.Text
	back  *canvas.Rectangle
}

// NewCaption returns a caption, hidden.
func NewCaption() *Caption {
	c := &Caption{label: canvas.NewText("", color.White), back: canvas.NewRectangle(Shade())}
	c.back.CornerRadius = 4
	c.Hide()
	return c
}

// Objects returns what draws the caption, in the order of painting.
func (c *Caption) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{c.back, c.label} }

// Place shows name on a tile, shortened to its width.
func (c *Caption) Place(name string, at fyne.Position, tile fyne.Size) {
	c.label.TextSize = fynetheme.CaptionTextSize()
	c.label.Text = fit(name, c.label.TextSize, tile.Width-32)
	size := c.label.MinSize()
	at = at.AddXY(8, tile.Height-size.Height-12)
	c.label.Move(at.AddXY(8, 2))
	c.label.Resize(size)
	c.back.Move(at)
	c.back.Resize(size.AddWidthHeight(16, 4))
	c.back.Show()
	c.label.Show()
	c.label.Refresh()
}

// Hide hides the caption.
func (c *Caption) Hide() {
	c.label.Hide()
	c.back.Hide()
}

// Area returns where the caption is.
func (c *Caption) Area() Area { return areaOf(c.back) }

// Text returns the name that is shown, empty if none is.
func (c *Caption) Text() string {
	if !c.label.Visible() {
		return ""
	}
	return c.label.Text
}

// fit shortens name in its middle until it is no wider than width: the end of a file's name matters
// as much as its beginning.
func fit(name string, size, width float32) string {
	wide := func(s string) bool { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width > width }
	if !wide(name) {
		return name
	}
	runes := []rune(name)
	for n := len(runes) - 1; n > 2; n-- {
		tail := n / 3
		if s := string(runes[:n-tail]) + "…" + string(runes[len(runes)-tail:]); !wide(s) {
			return s
		}
	}
	return ""
}
