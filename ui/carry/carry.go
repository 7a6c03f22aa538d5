// Package carry carries photos under the pointer from where they are shown to where they may fall. It draws them as a
// small stack with their number, and says what a drop would do. All of it belongs to the UI goroutine.
package carry

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/ui/frame"
	"recollect/ui/theme"
)

// Target is where photos may fall. Points are those of the window.
type Target interface {
	// Over shows what a drop at a point would do, and says so or why nothing would happen; text is empty where that is
	// plain to see. fits reports whether the photos may fall there.
	Over(at fyne.Position, ids []photo.ID) (text string, fits bool)
	Out()                                  // nothing is carried over it any more
	Drop(at fyne.Position, ids []photo.ID) // they may fall there
}

const (
	width  float32 = 72
	height float32 = 54
	beside float32 = 14 // from the pointer, which must be seen
	shift  float32 = 4  // between what lies on the stack
)

// Load is what is carried; make one with New.
type Load struct {
	Targets []Target

	ids    []photo.ID
	over   Target        // nil: none
	at     fyne.Position // of the pointer
	layer  *fyne.Container
	under  [2]*canvas.Rectangle
	image  *canvas.Image
	badge  *canvas.Rectangle
	number *canvas.Text
	back   *canvas.Rectangle
	text   *canvas.Text
}

// New returns a load of nothing.
func New(targets ...Target) *Load {
	l := &Load{
		Targets: targets, image: &canvas.Image{FillMode: canvas.ImageFillCover, ScaleMode: canvas.ImageScaleFastest},
		badge: canvas.NewRectangle(nil), number: canvas.NewText("", nil),
		back: canvas.NewRectangle(nil), text: canvas.NewText("", nil),
	}
	l.layer = container(l)
	l.layer.Hide()
	return l
}

func container(l *Load) *fyne.Container {
	c := &fyne.Container{}
	for i := range l.under {
		l.under[i] = canvas.NewRectangle(nil)
		l.under[i].StrokeWidth = 1
		c.Objects = append(c.Objects, l.under[i])
	}
	l.badge.CornerRadius, l.back.CornerRadius = 10, 4
	c.Objects = append(c.Objects, l.image, l.badge, l.number, l.back, l.text)
	return c
}

// Layer returns the object to put above all others.
func (l *Load) Layer() fyne.CanvasObject { return l.layer }

// Carrying returns what is carried.
func (l *Load) Carrying() []photo.ID { return l.ids }

// Said returns what a drop would do, as it is shown; empty if nothing is said.
func (l *Load) Said() string {
	if l.layer.Hidden || l.text.Hidden {
		return ""
	}
	return l.text.Text
}

// Begin takes photos up, of which one has a picture; nil for none.
func (l *Load) Begin(ids []photo.ID, picture image.Image) {
	l.ids = ids
	edge, ground := theme.Colour(fynetheme.ColorNameSeparator), theme.Colour(theme.ColorNameRaised)
	for i, r := range l.under {
		r.FillColor, r.StrokeColor = ground, edge
		r.Hidden = len(ids)-2 < i && i > 0
		r.Resize(fyne.NewSize(width, height))
	}
	l.image.Image = picture
	l.image.Resize(fyne.NewSize(width, height))
	l.image.Refresh()
	l.badge.FillColor, l.number.Color = theme.Colour(fynetheme.ColorNamePrimary), onAccent()
	l.number.Text, l.number.TextSize = counts.Number(len(ids)), fynetheme.CaptionTextSize()
	l.number.TextStyle.Bold = true
	l.badge.Hidden, l.number.Hidden = len(ids) < 2, len(ids) < 2
	l.back.FillColor, l.text.Color = color.NRGBA{A: 216}, color.White
	l.text.TextSize = fynetheme.CaptionTextSize()
	l.say("")
	l.layer.Show()
}

func onAccent() color.Color { return theme.Colour(fynetheme.ColorNameForegroundOnPrimary) }

// Move carries the photos to a point.
func (l *Load) Move(at fyne.Position) {
	if l.ids == nil {
		return
	}
	l.at = at
	var over Target
	text := ""
	for _, t := range l.Targets {
		said, fits := t.Over(at, l.ids)
		if fits || said != "" {
			over, text = t, said
			if !fits {
				over = nil
			}
			break
		}
	}
	for _, t := range l.Targets {
		if t != over {
			t.Out()
		}
	}
	l.over = over
	l.say(text)
	l.place(at.AddXY(beside, beside))
	frame.Ask()
}

// Again is Move to where the photos are: what lies there has moved. It reports whether any are carried.
func (l *Load) Again() bool {
	l.Move(l.at)
	return l.ids != nil
}

func (l *Load) say(text string) {
	l.text.Text = text
	l.text.Hidden, l.back.Hidden = text == "", text == ""
}

func (l *Load) place(at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l.layer); c != nil { // all of it stays in the window
		at.X = min(at.X, c.Size().Width-max(width, l.text.MinSize().Width+12)-8)
		at.Y = min(at.Y, c.Size().Height-height-l.text.MinSize().Height-16)
	}
	for i, r := range l.under {
		off := shift * float32(len(l.under)-i)
		r.Move(at.AddXY(off, off))
		r.Refresh()
	}
	l.image.Move(at)
	size := l.number.MinSize().AddWidthHeight(12, 4)
	size.Width = max(size.Width, size.Height)
	l.badge.Move(at.AddXY(width-size.Width/2, -size.Height/2))
	l.badge.Resize(size)
	l.number.Move(l.badge.Position().AddXY((size.Width-l.number.MinSize().Width)/2, 2))
	l.number.Resize(l.number.MinSize())
	below := at.AddXY(0, height+3*shift)
	l.back.Move(below)
	l.back.Resize(l.text.MinSize().AddWidthHeight(12, 4))
	l.text.Move(below.AddXY(6, 2))
	l.text.Resize(l.text.MinSize())
	for _, o := range []fyne.CanvasObject{l.badge, l.number, l.back, l.text} {
		o.Refresh()
	}
}

// Drop lets the photos fall where they are.
func (l *Load) Drop(at fyne.Position) {
	ids, over := l.ids, l.over
	l.Cancel()
	if over != nil && len(ids) > 0 {
		over.Drop(at, ids)
	}
}

// Cancel puts the photos back.
func (l *Load) Cancel() {
	l.ids, l.over = nil, nil
	for _, t := range l.Targets {
		t.Out()
	}
	l.layer.Hide()
	l.image.Image = nil
	frame.Ask()
}
