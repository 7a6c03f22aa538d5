// Package frame asks for new frames. The toolkit paints a window only when it
// is asked to, and an object asks through the canvas that it was last painted
// on. An object that was never painted, or not for a while, has no canvas:
// showing, moving or refreshing it has no effect until something else asks.
// Code that shows a hidden object asks here.
package frame

import "fyne.io/fyne/v2"

// Show shows or hides o and asks for a new frame. A widget's field Hidden is
// not enough: some widgets, such as a button with an icon, do not draw while
// they are hidden, and catch up in Show only.
func Show(o fyne.CanvasObject, shown bool) {
	if o.Visible() == shown {
		return
	}
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
	Ask()
}

// Enable lets a person use a button or a field, or not.
func Enable(o fyne.Disableable, usable bool) {
	if usable {
		o.Enable()
	} else {
		o.Disable()
	}
}

// Ask asks for a new frame of every window. It must be called on the UI goroutine
// and costs nothing but the frame; any number of calls lead to one.
func Ask() {
	app := fyne.CurrentApp()
	if app == nil {
		return
	}
	for _, w := range app.Driver().AllWindows() {
		if c, ok := w.Canvas().(interface{ SetDirty() }); ok {
			c.SetDirty()
		}
	}
}
