package notice

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// toast is a short notice of what a key has done, with a button that undoes it.
// It floats above the photos and the viewer, and disappears after a while.
type toast struct {
	object *fyne.Container // as large as the window
	box    *fyne.Container
	ground *canvas.Rectangle
	text   *widget.Label
	button *push.Button
	undo   func() // of the last action, even after the notice is gone; nil if nothing can be undone
}

func newToast(below, left func() float32, onUndo func()) *toast {
	t := &toast{ground: canvas.NewRectangle(nil), text: widget.NewLabel("")}
	t.button = push.Icon(phrases.Say("notice:undo"), fynetheme.ContentUndoIcon(), onUndo)
	t.button.Importance = widget.LowImportance
	t.ground.CornerRadius, t.ground.StrokeWidth = 10, 1
	line := container.New(layout.NewCustomPaddedHBoxLayout(4), t.text, t.button)
	t.box = container.NewStack(t.ground, container.New(layout.NewCustomPaddedLayout(toastEdge, toastEdge, 10, 6), line))
	t.object = container.New(floating{below, left}, t.box)
	t.recolour()
	t.box.Hide()
	return t
}

func (t *toast) recolour() {
	t.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	t.ground.StrokeColor = theme.Colour(fynetheme.ColorNameSeparator)
	t.ground.Refresh()
}

// floating puts an object in the middle of the lower edge, above what is there, and right of what lies at the left as
// far as it has room there.
type floating struct{ below, left func() float32 }

// Layout is called with the one object.
func (a floating) Layout(o []fyne.CanvasObject, size fyne.Size) {
	own := o[0].MinSize()
	o[0].Resize(own)
	left := a.left()
	x := left + max((size.Width-left-own.Width)/2, 0)
	o[0].Move(fyne.NewPos(max(min(x, size.Width-own.Width), 0), size.Height-a.below()-own.Height))
}

// MinSize lets the window be as small as it wants.
func (floating) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// show shows text, with a button if undo is not nil.
func (t *toast) show(text string, undo func()) {
	t.undo = undo
	t.text.SetText(text)
	frame.Show(t.button, undo != nil)
	t.box.Show()
}

func (t *toast) hide() {
	t.box.Hide()
	frame.Ask()
}
