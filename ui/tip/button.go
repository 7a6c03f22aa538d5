// Package tip has buttons that are an icon alone: each says what it does, and with which key, when the pointer
// rests on it, and to screen readers. What else has something to say to a pointer says it with Over. All of it belongs
// to the UI goroutine.
package tip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
	"recollect/ui/push"
)

// Button is a quiet button with an icon and no text; make one with New.
type Button struct {
	push.Button
	says string
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
	Over(b, b.says)
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

// Hide hides the button, and what it says.
func (b *Button) Hide() {
	b.quiet()
	b.Button.Hide()
}

// quiet takes away what the button says.
func (b *Button) quiet() { Out(b) }
