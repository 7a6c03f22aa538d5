// Package scrubber is the scroll bar of a grid of photos: a handle, the years where they begin, and
// the month beside the handle while it is dragged. All of it belongs to the UI goroutine.
package scrubber

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/theme"
)

// Widths in Fyne's units: with years, and without.
const (
	Wide   float32 = 56
	Narrow float32 = 16
)

// Mark is where a year begins.
type Mark struct{ Y, Year int } // Y is counted as in a View

// View is what a bar shows, in physical pixels: a part of all rows.
type View struct {
	Height int // of all rows
	Screen int // of the part
	Offset int // of the part from the top
}

// Bar is the scroll bar; make one with New.
type Bar struct {
	widget.BaseWidget
	// OnGo is called with the offset to scroll to.
	OnGo func(offset int)
	// Month returns the name of the month on screen, empty if there is none.
	Month func() string

	view     View
	handle   *canvas.Rectangle
	years    []*canvas.Text
	month    *canvas.Text
	back     *canvas.Rectangle
	inside   bool
	dragging bool
	grip     float32 // from the top of the handle to the pointer that drags it
}

const (
	handleWidth  float32 = 4
	handleHeight float32 = 40 // at least
	yearSpace    float32 = 24 // between two years, so that both can be read
)

// New returns a bar, whose callbacks must be set.
func New() *Bar {
	s := &Bar{
		handle: canvas.NewRectangle(color.Black),
		month:  canvas.NewText("", color.Black), back: canvas.NewRectangle(color.Black),
	}
	s.handle.CornerRadius = handleWidth / 2
	s.back.CornerRadius = 6
	s.month.Alignment = fyne.TextAlignCenter
	s.month.TextStyle.Bold = true
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is called by Fyne.
func (s *Bar) CreateRenderer() fyne.WidgetRenderer { return &renderer{s} }

type renderer struct{ s *Bar }

func (r *renderer) Layout(fyne.Size)   { r.s.place() }
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(Narrow, handleHeight) }
func (r *renderer) Destroy()           {}

func (r *renderer) Refresh() {
	s := r.s
	s.handle.FillColor = theme.Colour(fynetheme.ColorNameScrollBar)
	s.back.FillColor = theme.Colour(theme.ColorNameRaised)
	s.month.Color = theme.Colour(fynetheme.ColorNameForeground)
	s.month.TextSize = fynetheme.TextSize()
	for _, o := range []fyne.CanvasObject{s.handle, s.back, s.month} {
		o.Refresh()
	}
	for _, y := range s.years {
		y.Color = theme.Colour(theme.ColorNameQuiet)
		y.Refresh()
	}
	s.place()
}

func (r *renderer) Objects() []fyne.CanvasObject {
	s := r.s
	all := make([]fyne.CanvasObject, 0, len(s.years)+3)
	for _, y := range s.years {
		all = append(all, y)
	}
	return append(all, s.handle, s.back, s.month)
}

// SetYears writes the years beside where they begin, as far as there is room.
func (s *Bar) SetYears(marks []Mark) {
	s.years = s.years[:0]
	height, last := s.Size().Height, float32(-1000)
	if s.view.Height <= s.view.Screen {
		return
	}
	shown := 0
	for _, m := range marks {
		y := 8 + float32(m.Y)/float32(s.view.Height)*(height-32)
		if m.Year == shown || y-last < yearSpace {
			continue
		}
		shown, last = m.Year, y
		t := canvas.NewText(strconv.Itoa(m.Year), theme.Colour(theme.ColorNameQuiet))
		t.TextSize = fynetheme.CaptionTextSize()
		size := t.MinSize()
		t.Move(fyne.NewPos(s.Size().Width-size.Width-14, y))
		t.Resize(size)
		s.years = append(s.years, t)
	}
}

// span returns where the handle is and how high.
func (s *Bar) span() (y, height float32) {
	total, view := float32(s.view.Height), float32(s.view.Screen)
	track := s.Size().Height - 8
	if total <= view || total == 0 {
		return 0, 0
	}
	height = min(max(track*view/total, handleHeight), track)
	return 4 + (track-height)*float32(s.view.Offset)/(total-view), height
}

// Follow moves the handle to what is on screen.
func (s *Bar) Follow(v View) {
	s.view = v
	s.place()
}

func (s *Bar) place() {
	y, height := s.span()
	s.handle.Hidden = height == 0
	width := handleWidth
	if s.inside || s.dragging {
		width = 2 * handleWidth
	}
	s.handle.CornerRadius = width / 2
	s.handle.Move(fyne.NewPos(s.Size().Width-width-2, y))
	s.handle.Resize(fyne.NewSize(width, height))
	s.showMonth(y + height/2)
	s.handle.Refresh()
}

// showMonth shows the month on screen beside the handle.
func (s *Bar) showMonth(y float32) {
	if s.dragging {
		s.month.Text = s.Month()
	}
	s.month.Hidden = !s.dragging || s.month.Text == ""
	s.back.Hidden = s.month.Hidden
	if s.month.Hidden {
		return
	}
	size := s.month.MinSize().AddWidthHeight(24, 12)
	at := fyne.NewPos(s.Size().Width-size.Width-20, min(max(y-size.Height/2, 4), s.Size().Height-size.Height-4))
	s.back.Move(at)
	s.back.Resize(size)
	s.month.Move(at.AddXY(12, 6))
	s.month.Resize(s.month.MinSize())
	s.month.Refresh()
}

// goTo scrolls the grid so that the top of the handle is at y.
func (s *Bar) goTo(y float32) {
	_, height := s.span()
	track := s.Size().Height - 8 - height
	if height == 0 || track <= 0 {
		return
	}
	share := min(max((y-4)/track, 0), 1)
	s.OnGo(int(share * float32(s.view.Height-s.view.Screen)))
}

// MouseDown grabs the handle, or moves it to the pointer.
func (s *Bar) MouseDown(e *desktop.MouseEvent) {
	y, height := s.span()
	if s.grip = e.Position.Y - y; s.grip < 0 || s.grip > height {
		s.grip = height / 2
		s.goTo(e.Position.Y - s.grip)
	}
}

// MouseUp does nothing: DragEnd ends a drag.
func (s *Bar) MouseUp(*desktop.MouseEvent) {}

// Dragged moves the handle with the pointer.
func (s *Bar) Dragged(e *fyne.DragEvent) {
	s.dragging = true
	s.goTo(e.Position.Y - s.grip)
	s.place()
}

// DragEnd releases the handle.
func (s *Bar) DragEnd() {
	s.dragging = false
	s.place()
}

// MouseIn makes the handle wide.
func (s *Bar) MouseIn(*desktop.MouseEvent) {
	s.inside = true
	s.place()
}

// MouseMoved does nothing.
func (s *Bar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the handle narrow again.
func (s *Bar) MouseOut() {
	s.inside = false
	s.place()
}
