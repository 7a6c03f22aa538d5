// Package tip has buttons that are an icon alone: each says what it does, and with which key, when the pointer
// rests on it, and to screen readers; and shows by a ring that it has the keys. All of it belongs to the UI
// goroutine.
package tip

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
)

// Button is a quiet button with an icon and no text; make one with New.
type Button struct {
	widget.Button
	says    string
	focused bool
}

// New returns a button. what is what it does, in a few words, and key which key does the same; empty for none.
func New(icon fyne.Resource, what, key string, do func()) *Button {
	b := &Button{says: what}
	if key != "" {
		b.says = phrases.Say("photo:with-key", "what", what, "key", key)
	}
	b.Icon, b.OnTapped, b.Importance = icon, do, widget.LowImportance
	b.ExtendBaseWidget(b)
	return b
}

// AccessibilityLabel is called by Fyne.
func (b *Button) AccessibilityLabel() string { return b.says }

// MouseIn is called by Fyne.
func (b *Button) MouseIn(e *desktop.MouseEvent) {
	b.Button.MouseIn(e)
	if l := layerOf(b); l != nil {
		l.wait(b)
	}
}

// MouseOut is called by Fyne.
func (b *Button) MouseOut() {
	b.Button.MouseOut()
	b.quiet()
}

// Tapped is called by Fyne.
func (b *Button) Tapped(e *fyne.PointEvent) {
	b.quiet()
	b.Button.Tapped(e)
}

// FocusGained is called by Fyne.
func (b *Button) FocusGained() {
	b.focused = true
	b.Button.FocusGained()
	b.Refresh()
}

// FocusLost is called by Fyne.
func (b *Button) FocusLost() {
	b.focused = false
	b.Button.FocusLost()
	b.Refresh()
}

// Hide hides the button, and what it says.
func (b *Button) Hide() {
	b.quiet()
	b.Button.Hide()
}

// quiet takes away what the button says.
func (b *Button) quiet() {
	if l := layerOf(b); l != nil {
		l.hide(b)
	}
}

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(color.Transparent)
	ring.StrokeWidth, ring.CornerRadius = 2, fynetheme.Size(fynetheme.SizeNameButtonRadius)
	r := &renderer{b.Button.CreateRenderer(), b, ring}
	r.ring.Hide()
	return r
}

// renderer adds the ring to what a button draws.
type renderer struct {
	fyne.WidgetRenderer
	b    *Button
	ring *canvas.Rectangle
}

func (r *renderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Resize(size)
}

func (r *renderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.ring.StrokeColor = fynetheme.Color(fynetheme.ColorNamePrimary)
	r.ring.Hidden = !r.b.focused
	r.ring.Refresh()
}

func (r *renderer) Objects() []fyne.CanvasObject {
	all := r.WidgetRenderer.Objects()
	return append(all[:len(all):len(all)], r.ring)
}
