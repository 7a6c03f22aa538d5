// Package frame asks for new frames. The toolkit paints a window only when it is
// asked to, and an object asks through the canvas that it was last painted on. One
// that was never painted, or not for a while, knows none: showing it, moving it
// or refreshing it is not seen until something else asks. Whoever shows what
// may have been hidden asks here.
package frame

import "fyne.io/fyne/v2"

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
