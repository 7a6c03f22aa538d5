package viewer

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
)

// colour is a picture of one pixel, shown until there is a better one.
type colour struct{ c color.Color }

func (c colour) ColorModel() color.Model { return color.NRGBAModel }
func (c colour) Bounds() image.Rectangle { return image.Rect(0, 0, 1, 1) }
func (c colour) At(x, y int) color.Color { return c.c }

// FocusGained is called when the viewer gains the focus.
func (v *Viewer) FocusGained() {}

// FocusLost is called when the viewer loses the focus.
func (v *Viewer) FocusLost() {}

// TypedRune handles typed characters.
func (v *Viewer) TypedRune(r rune) {
	act := v.actOf(r)
	if v.OnRune != nil {
		v.OnRune(r, act)
		return
	}
	call.If(act)
}

// actOf returns the action of a character on the photo that is shown now; nil if it has none.
func (v *Viewer) actOf(r rune) func() {
	t, _, _ := v.Current()
	with := func(f func(photo.ID)) func() { return func() { call.With(f, t.ID) } }
	switch r {
	case 'i', 'I':
		return v.toggleInfo
	case 'm', 'M':
		return with(v.OnMore)
	case 'r', 'R':
		return with(v.OnReveal)
	case '?':
		return v.OnHelp
	case 'f', 'F':
		return with(v.OnFavourite)
	case 't', 'T':
		return with(v.OnTag)
	case '+', '=':
		return func() { v.zoomBy(1.25, v.middle()) }
	case '-', '_':
		return func() { v.zoomBy(1/1.25, v.middle()) }
	case 'z', 'Z':
		return func() { v.toggleFit(v.middle()) }
	case 'c', 'C':
		return func() { call.With(v.OnCompare, v.at) }
	case 'x', 'X':
		return with(v.OnReject)
	case 'n', 'N':
		return v.toggleStrip
	case ']':
		return func() { v.Turn(1) }
	case '[':
		return func() { v.Turn(-1) }
	case 's', 'S':
		return v.OnSlides
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if v.OnDigit != nil {
			return func() { v.OnDigit(t.ID, r) }
		}
	}
	return nil
}

// Fit fits the picture to the window.
func (v *Viewer) Fit() {
	v.view.fit = true
	v.repaint()
}

// TypedKey handles the keys that move and close.
func (v *Viewer) TypedKey(e *fyne.KeyEvent) {
	call.With(v.OnKey, e)
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp:
		v.Step(-1)
	case fyne.KeyRight, fyne.KeyDown, fyne.KeyPageDown:
		v.Step(1)
	case fyne.KeyHome:
		v.pending = -1
		v.Step(-v.at)
	case fyne.KeyEnd:
		v.pending = -1
		v.Step(v.roll.Len() - 1 - v.at)
	case fyne.KeyF11:
		call.If(v.OnFullScreen)
	case fyne.KeyEscape, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		call.If(v.OnClose)
	}
}

// Scrolled zooms at the pointer.
func (v *Viewer) Scrolled(e *fyne.ScrollEvent) {
	if v.overInfo(e.Position) {
		return
	}
	v.zoomBy(float32(math.Pow(1.0035, float64(e.Scrolled.DY))), v.onStage(e.Position))
}

// Dragged moves a picture that is larger than the window.
func (v *Viewer) Dragged(e *fyne.DragEvent) {
	v.view.moveBy(e.Dragged.DX, e.Dragged.DY, v.original(), v.stage)
	v.paint()
}

// DragEnd does nothing: the picture stays where it was dragged to.
func (v *Viewer) DragEnd() {}

// Tapped does nothing but take the click, so that it does not reach the grid below.
func (v *Viewer) Tapped(*fyne.PointEvent) {}

// DoubleTapped shows one pixel of the photo as one pixel of the screen, or fits
// the photo to the window again.
func (v *Viewer) DoubleTapped(e *fyne.PointEvent) {
	if !v.overInfo(e.Position) {
		v.toggleFit(v.onStage(e.Position))
	}
}

// toggleFit fits the picture to the window, or shows it in its own size, the point at in place.
func (v *Viewer) toggleFit(at fyne.Position) {
	if !v.view.fit {
		v.Fit()
		return
	}
	v.view.zoomAt(1/v.scale(), at, v.original(), v.stage)
	v.repaint()
}

func (v *Viewer) zoomBy(f float32, at fyne.Position) {
	z := v.view.current(v.original(), v.stage)
	v.view.zoomAt(z*f, at, v.original(), v.stage)
	v.repaint()
}

// repaint shows the picture after a change of zoom, and may request a sharper one.
func (v *Viewer) repaint() {
	v.paint()
	v.want()
}

// overInfo reports whether the pointer is over the information and not the picture.
func (v *Viewer) overInfo(at fyne.Position) bool {
	return v.open && at.X >= v.details.Object().Position().X
}

func (v *Viewer) onStage(at fyne.Position) fyne.Position {
	return at.SubtractXY(v.margin(), v.top())
}

func (v *Viewer) middle() fyne.Position {
	return fyne.NewPos(v.stage.Width/2, v.stage.Height/2)
}

func (v *Viewer) act(f func(photo.ID)) {
	if t, _, ok := v.Current(); ok && f != nil {
		f(t.ID)
	}
}

func (v *Viewer) toggleInfo() {
	v.open = !v.open
	v.Refresh()
}
