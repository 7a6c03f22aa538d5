package tip

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/frame"
	"recollect/ui/theme"
)

// rest is how long the pointer rests on a button before that says what it does.
const rest = 600 * time.Millisecond

// Spaces of a tip, in Fyne's units: inside it, and to the button and the edges of the window.
const (
	inside float32 = 8
	away   float32 = 4
)

// Timer calls a function after a while, on the UI goroutine.
type Timer interface {
	// After calls do once d has passed, and cancels an earlier call.
	After(d time.Duration, do func())
	// Stop cancels the call.
	Stop()
}

// Layer is where the buttons of a window, and what else has something to say, say it. It is an object of the window's
// content, the topmost. It takes no clicks.
type Layer struct {
	widget.BaseWidget
	timer  Timer
	of     fyne.CanvasObject // whose tip is shown, or will be; nil: none
	says   string            // what that says
	ground *canvas.Rectangle
	text   *canvas.Text
}

// NewLayer returns a layer that shows nothing.
func NewLayer(timer Timer) *Layer {
	l := &Layer{timer: timer, ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	l.ground.CornerRadius, l.ground.StrokeWidth = 6, 1
	l.ground.Hide()
	l.text.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// Over says something of an object, once the pointer has rested on it for a while.
func Over(o fyne.CanvasObject, says string) {
	if l := layerOf(o); l != nil {
		l.wait(o, says)
	}
}

// Out takes away what is said of an object, when the pointer has left it or it is clicked.
func Out(o fyne.CanvasObject) {
	if l := layerOf(o); l != nil {
		l.hide(o)
	}
}

// layerOf returns the layer of the window that an object is in, nil for none.
func layerOf(o fyne.CanvasObject) *Layer {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return nil
	}
	content, _ := c.Content().(*fyne.Container)
	if content == nil {
		return nil
	}
	for _, part := range content.Objects {
		if l, ok := part.(*Layer); ok {
			return l
		}
	}
	return nil
}

// Text returns what is said; empty while nothing is.
func (l *Layer) Text() string {
	if !l.text.Visible() {
		return ""
	}
	return l.text.Text
}

// wait shows the tip of o after a while.
func (l *Layer) wait(o fyne.CanvasObject, says string) {
	l.hide(l.of)
	l.of, l.says = o, says
	l.timer.After(rest, func() {
		if l.of == o {
			l.show()
		}
	})
}

// hide takes the tip of o away, if it is o's.
func (l *Layer) hide(o fyne.CanvasObject) {
	if l.of != o || o == nil {
		return
	}
	l.of = nil
	l.timer.Stop()
	frame.Show(l.ground, false)
	frame.Show(l.text, false)
}

// show puts the tip below its object, or above where there is no room below.
func (l *Layer) show() {
	l.text.Text, l.text.TextSize = l.says, fynetheme.CaptionTextSize()
	l.recolour()
	size := l.text.MinSize().AddWidthHeight(2*inside, inside)
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(l.of).Subtract(driver.AbsolutePositionForObject(l))
	x := at.X + (l.of.Size().Width-size.Width)/2
	y := at.Y + l.of.Size().Height + away
	if y+size.Height+away > l.Size().Height {
		y = at.Y - size.Height - away
	}
	x = max(min(x, l.Size().Width-size.Width-away), away)
	l.ground.Move(fyne.NewPos(x, y))
	l.ground.Resize(size)
	l.text.Move(fyne.NewPos(x+inside, y+inside/2))
	l.text.Resize(l.text.MinSize())
	frame.Show(l.ground, true)
	frame.Show(l.text, true)
}

func (l *Layer) recolour() {
	l.ground.FillColor = theme.Colour(fynetheme.ColorNameOverlayBackground)
	l.ground.StrokeColor = theme.Colour(fynetheme.ColorNameSeparator)
	l.text.Color = theme.Colour(fynetheme.ColorNameForeground)
	l.ground.Refresh()
	l.text.Refresh()
}

// CreateRenderer is called by Fyne.
func (l *Layer) CreateRenderer() fyne.WidgetRenderer { return &layerRenderer{l} }

type layerRenderer struct{ l *Layer }

func (r *layerRenderer) Layout(fyne.Size)   {}
func (r *layerRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *layerRenderer) Refresh()           { r.l.recolour() }
func (r *layerRenderer) Destroy()           {}

func (r *layerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.ground, r.l.text}
}
