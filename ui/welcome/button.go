package welcome

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// strong is a button in the colour of text: the accent belongs to selection and focus. A
// container.ThemeOverride around a widget.Button looks the same, but makes Fyne parse all fonts
// again and retain them.
type strong struct {
	widget.Button
	hovered, focused bool
}

func newStrong(text string, do func()) *strong {
	b := &strong{Button: widget.Button{Text: text, OnTapped: do}}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is called by Fyne.
func (b *strong) CreateRenderer() fyne.WidgetRenderer {
	r := &strongRenderer{b.Button.CreateRenderer(), b}
	r.paint()
	return r
}

// FocusGained is called by Fyne.
func (b *strong) FocusGained() { b.focused = true; b.Button.FocusGained() }

// FocusLost is called by Fyne.
func (b *strong) FocusLost() { b.focused = false; b.Button.FocusLost() }

// MouseIn is called by Fyne.
func (b *strong) MouseIn(e *desktop.MouseEvent) { b.hovered = true; b.Button.MouseIn(e) }

// MouseOut is called by Fyne.
func (b *strong) MouseOut() { b.hovered = false; b.Button.MouseOut() }

// strongRenderer is the renderer of a widget.Button with other colours.
type strongRenderer struct {
	fyne.WidgetRenderer
	b *strong
}

// Refresh is called by Fyne.
func (r *strongRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

// paint colours the background, which is the first object, and the text.
func (r *strongRenderer) paint() {
	th, v := r.b.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	fill := th.Color(fynetheme.ColorNameForeground, v)
	switch {
	case r.b.focused:
		fill = blend(fill, th.Color(fynetheme.ColorNameFocus, v))
	case r.b.hovered:
		fill = blend(fill, th.Color(fynetheme.ColorNameHover, v))
	}
	for i, o := range r.Objects() {
		switch o := o.(type) {
		case *canvas.Rectangle:
			if i == 0 {
				o.FillColor = fill
			}
		case *widget.RichText:
			o.Segments[0].(*widget.TextSegment).Style.ColorName = fynetheme.ColorNameBackground
		}
		o.Refresh()
	}
}

// blend returns the colour over on top of the colour under.
func blend(under, over color.Color) color.Color {
	p := image.NewRGBA64(image.Rect(0, 0, 1, 1))
	p.Set(0, 0, under)
	draw.Draw(p, p.Rect, image.NewUniform(over), image.Point{}, draw.Over)
	return p.At(0, 0)
}
