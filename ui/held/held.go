// Package held tells which keys are held, and whether a widget has the keys. It belongs to the UI goroutine.
package held

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Modifiers returns the modifier keys that are held, none if the driver does not say.
func Modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
