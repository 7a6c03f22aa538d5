package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/theme"
	"recollect/ui/work"
)

// toastTime is how long a notice of what was done is shown.
const toastTime = 6 * time.Second

// toast is a short notice of what a key has done, with a button that undoes it.
// It floats above the photos and the viewer, and leaves by itself.
type toast struct {
	object *fyne.Container // as large as the window
	box    *fyne.Container
	ground *canvas.Rectangle
	text   *widget.Label
	button *widget.Button
	fade   work.Timer
	life   time.Duration // how long a notice is shown
	undo   func()        // of what was done last, also once the notice has left; nil where nothing can be undone
}

func newToast(below func() float32, onUndo func()) *toast {
	t := &toast{ground: canvas.NewRectangle(nil), text: widget.NewLabel(""), life: toastTime}
	t.button = widget.NewButtonWithIcon("Undo", fynetheme.ContentUndoIcon(), onUndo)
	t.button.Importance = widget.LowImportance
	t.ground.CornerRadius, t.ground.StrokeWidth = 10, 1
	line := container.New(layout.NewCustomPaddedHBoxLayout(4), t.text, t.button)
	t.box = container.NewStack(t.ground, container.New(layout.NewCustomPaddedLayout(4, 4, 10, 6), line))
	t.object = container.New(afloat{below}, t.box)
	t.recolour()
	t.box.Hide()
	return t
}

func (t *toast) recolour() {
	t.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	t.ground.StrokeColor = theme.Colour(fynetheme.ColorNameSeparator)
	t.ground.Refresh()
}

// afloat puts an object in the middle of the lower edge, above what is there.
type afloat struct{ below func() float32 }

// Layout is called with the one object.
func (a afloat) Layout(o []fyne.CanvasObject, size fyne.Size) {
	own := o[0].MinSize()
	o[0].Resize(own)
	o[0].Move(fyne.NewPos((size.Width-own.Width)/2, size.Height-a.below()-own.Height))
}

// MinSize lets the window be as small as it wants.
func (afloat) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// did tells for a while what was done, and lets it be undone; undo may be nil.
func (w *Window) did(text string, undo func()) {
	t := w.toast
	t.undo = undo
	t.text.SetText(text)
	frame.Show(t.button, undo != nil)
	t.box.Show()
	w.relayout()
	t.fade.After(w.work, t.life, w.hideToast)
}

func (w *Window) hideToast() {
	w.toast.fade.Stop()
	w.toast.box.Hide()
	frame.Ask()
}

// undo takes back what was done last, once.
func (w *Window) undo() {
	undo := w.toast.undo
	w.toast.undo = nil
	w.hideToast()
	call.If(undo)
}

// undone tells that something was taken back.
func (w *Window) undone() { w.did("Undone.", nil) }

// lowest is how far from the window's lower edge a notice may begin: above the
// status line and what else floats there.
func (w *Window) lowest() float32 {
	low := extent(w.status.object).Height + 20
	for _, o := range []fyne.CanvasObject{w.pill.object, w.judge.Object()} {
		if o.Visible() {
			low += o.MinSize().Height + 8
		}
	}
	return low
}
