// Package strokes puts letters that wait for another one in order with the keys that are pressed after them: a letter
// before an arrow or Ctrl+Z was a key itself, and acts first.
package strokes

import (
	"fyne.io/fyne/v2"

	"recollect/ui/letters"
)

// Before handles a key on photos before it acts.
func Before(e *fyne.KeyEvent, k *letters.Keys) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome,
		fyne.KeyEnd, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape, fyne.KeyDelete, fyne.KeyF11:
		k.Settle()
	case fyne.KeySpace:
		k.Space()
	}
}

// Canvas is a canvas on which keys that are pressed together act after a letter that waits.
type Canvas struct {
	fyne.Canvas
	Keys *letters.Keys
}

// AddShortcut adds keys that are pressed together.
func (c Canvas) AddShortcut(s fyne.Shortcut, do func(fyne.Shortcut)) {
	c.Canvas.AddShortcut(s, func(s fyne.Shortcut) {
		c.Keys.Settle()
		do(s)
	})
}
