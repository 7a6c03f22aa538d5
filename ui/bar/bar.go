// Package bar draws how far work is, as a thin grey bar: the accent is for the selection.
// All of it belongs to the UI goroutine.
package bar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// The size of a bar in Fyne's units. A wider place leaves room right of it.
const (
	Width  float32 = 160
	height float32 = 4
)

// Bar is a bar; make one with New.
type Bar struct {
	object     *fyne.Container
	back, done *canvas.Rectangle
	share      float32
}

// New returns an empty bar.
func New() *Bar {
	b := &Bar{back: canvas.NewRectangle(nil), done: canvas.NewRectangle(nil)}
	b.back.CornerRadius, b.done.CornerRadius = height/2, height/2
	b.object = container.New(layout{b}, b.back, b.done)
	b.Recolour()
	return b
}

// Object returns the object to put into the window.
func (b *Bar) Object() *fyne.Container { return b.object }

// Set shows how much of the work is done, from 0 to 1.
func (b *Bar) Set(share float64) {
	b.share = min(max(float32(share), 0), 1)
	layout{b}.Layout(nil, b.object.Size())
}

// Recolour shows the bar in the theme as it is now.
func (b *Bar) Recolour() {
	b.back.FillColor = theme.Colour(fynetheme.ColorNameButton)
	b.done.FillColor = theme.Colour(theme.ColorNameQuiet)
	b.object.Refresh()
}

type layout struct{ b *Bar }

// Layout puts the bar in the middle of size.
func (l layout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	y := (size.Height - height) / 2
	l.b.back.Move(fyne.NewPos(0, y))
	l.b.back.Resize(fyne.NewSize(Width, height))
	l.b.done.Move(fyne.NewPos(0, y))
	l.b.done.Resize(fyne.NewSize(Width*l.b.share, height))
}

// MinSize leaves some room right of the bar.
func (layout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(Width+4, height) }
