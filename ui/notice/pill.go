package notice

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/theme"
)

// pill is a short line that floats above the photos, so that nothing moves when it is shown or
// hidden.
type pill struct {
	object *fyne.Container
	ground *canvas.Rectangle
	text   *widget.Label
}

func newPill() *pill {
	p := &pill{ground: canvas.NewRectangle(nil), text: widget.NewLabel("")}
	p.text.SizeName = fynetheme.SizeNameCaptionText
	p.ground.CornerRadius = 16
	p.ground.StrokeWidth = 1
	p.object = container.NewStack(p.ground, container.NewPadded(p.text))
	p.recolour()
	p.object.Hide()
	return p
}

func (p *pill) recolour() {
	p.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	p.ground.StrokeColor = theme.Colour(fynetheme.ColorNameSeparator)
	p.ground.Refresh()
}

// show shows text, or hides the pill if it is empty, and reports whether that
// is a change.
func (p *pill) show(text string) bool {
	if p.text.Text == text {
		return false
	}
	p.text.SetText(text)
	p.object.Hidden = text == ""
	return true
}
