// Package push has the buttons of the window. One that has the keys has a ring, and Enter presses it as Space does.
package push

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/theme"
)

// Button is a button; make one with New, Icon or Strong.
type Button struct {
	widget.Button
	// Keys gets the keys before the button does, and reports which it took; nil: it gets none.
	Keys func(*fyne.KeyEvent) bool

	strong           bool
	hovered, focused bool
}

// New returns a button.
func New(text string, do func()) *Button { return Icon(text, nil, do) }

// Icon returns a button with an icon before its text.
func Icon(text string, icon fyne.Resource, do func()) *Button {
	b := &Button{Button: widget.Button{Text: text, Icon: icon, OnTapped: do}}
	b.ExtendBaseWidget(b)
	return b
}

// Strong returns the button for what most people want. It has the colour of text: the accent belongs to selection and
// focus. A container.ThemeOverride around a widget.Button looks the same, but makes Fyne parse all fonts again and
// retain them.
func Strong(text string, do func()) *Button {
	b := New(text, do)
	b.strong = true
	return b
}

// FocusGained is called by Fyne.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost is called by Fyne.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// MouseIn is called by Fyne.
func (b *Button) MouseIn(e *desktop.MouseEvent) { b.hovered = true; b.Button.MouseIn(e) }

// MouseOut is called by Fyne.
func (b *Button) MouseOut() { b.hovered = false; b.Button.MouseOut() }

// TypedKey is called by Fyne.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch {
	case b.Keys != nil && b.Keys(e):
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.Button.TypedKey(e)
	}
}

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{b.Button.CreateRenderer(), b, theme.NewRing()}
	r.paint()
	return r
}

// renderer is the renderer of a widget.Button with a ring.
type renderer struct {
	fyne.WidgetRenderer
	b    *Button
	ring *theme.Ring
}

// Layout is called by Fyne.
func (r *renderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Place(fyne.Position{}, size)
}

// Refresh is called by Fyne.
func (r *renderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

// Objects is called by Fyne.
func (r *renderer) Objects() []fyne.CanvasObject { return r.ring.Over(r.WidgetRenderer.Objects()) }

func (r *renderer) paint() {
	r.ring.Show(r.b.focused)
	if r.b.strong && !r.b.Disabled() {
		r.paintStrong()
	}
}

// paintStrong colours the background, which is the first object, and the text.
func (r *renderer) paintStrong() {
	th, v := r.b.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	fill := th.Color(fynetheme.ColorNameForeground, v)
	if r.b.hovered {
		fill = mix(fill, th.Color(fynetheme.ColorNameBackground, v))
	}
	for i, o := range r.WidgetRenderer.Objects() {
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

// mix returns a colour with an eighth of another one.
func mix(most, some color.Color) color.Color {
	r, g, b, _ := most.RGBA()
	x, y, z, _ := some.RGBA()
	part := func(m, s uint32) uint16 { return uint16((7*m + s) / 8) }
	return color.NRGBA64{R: part(r, x), G: part(g, y), B: part(b, z), A: 0xffff}
}
