package grid

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

// scrubber is the scroll bar of a grid: a handle, the years where they begin,
// and the month beside the handle while it is dragged.
type scrubber struct {
	widget.BaseWidget
	g        *Grid
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

func newScrubber(g *Grid) *scrubber {
	s := &scrubber{
		g: g, handle: canvas.NewRectangle(color.Black),
		month: canvas.NewText("", color.Black), back: canvas.NewRectangle(color.Black),
	}
	s.handle.CornerRadius = handleWidth / 2
	s.back.CornerRadius = 6
	s.month.Alignment = fyne.TextAlignCenter
	s.month.TextStyle.Bold = true
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is called by Fyne.
func (s *scrubber) CreateRenderer() fyne.WidgetRenderer { return &scrubberRenderer{s} }

type scrubberRenderer struct{ s *scrubber }

func (r *scrubberRenderer) Layout(fyne.Size)   { r.s.follow() }
func (r *scrubberRenderer) MinSize() fyne.Size { return fyne.NewSize(scrubWidth, handleHeight) }
func (r *scrubberRenderer) Destroy()           {}

func (r *scrubberRenderer) Refresh() {
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
	s.follow()
}

func (r *scrubberRenderer) Objects() []fyne.CanvasObject {
	s := r.s
	all := make([]fyne.CanvasObject, 0, len(s.years)+3)
	for _, y := range s.years {
		all = append(all, y)
	}
	return append(all, s.handle, s.back, s.month)
}

// layoutMarks writes the years beside where their first photo is.
func (s *scrubber) layoutMarks() {
	s.years = s.years[:0]
	height, last := s.Size().Height, float32(-1000)
	if s.g.plan.Height <= s.g.heightPx() {
		return
	}
	shown := 0
	for _, sec := range s.g.plan.Sections {
		year := s.g.plan.Roll.Pages[sec.Page].Start.Year()
		y := 8 + float32(sec.Y)/float32(s.g.plan.Height)*(height-32)
		if year == shown || y-last < yearSpace {
			continue
		}
		shown, last = year, y
		t := canvas.NewText(strconv.Itoa(year), theme.Colour(theme.ColorNameQuiet))
		t.TextSize = fynetheme.CaptionTextSize()
		size := t.MinSize()
		t.Move(fyne.NewPos(scrubWidth-size.Width-14, y))
		t.Resize(size)
		s.years = append(s.years, t)
	}
}

// span returns where the handle is and how high.
func (s *scrubber) span() (y, height float32) {
	g := s.g
	total, view := float32(g.plan.Height), float32(g.heightPx())
	track := s.Size().Height - 8
	if total <= view || total == 0 {
		return 0, 0
	}
	height = min(max(track*view/total, handleHeight), track)
	return 4 + (track-height)*float32(g.offset)/(total-view), height
}

// follow moves the handle to the position of the grid.
func (s *scrubber) follow() {
	y, height := s.span()
	s.handle.Hidden = height == 0
	width := handleWidth
	if s.inside || s.dragging {
		width = 2 * handleWidth
	}
	s.handle.CornerRadius = width / 2
	s.handle.Move(fyne.NewPos(scrubWidth-width-2, y))
	s.handle.Resize(fyne.NewSize(width, height))
	s.showMonth(y + height/2)
	s.handle.Refresh()
}

// showMonth shows the month on screen beside the handle.
func (s *scrubber) showMonth(y float32) {
	at := s.g.plan.SectionAt(s.g.offset + s.g.heightPx()/3)
	s.month.Hidden = !s.dragging || at < 0
	s.back.Hidden = s.month.Hidden
	if s.month.Hidden {
		return
	}
	first, _ := s.g.plan.Between(s.g.offset+s.g.heightPx()/3, s.g.offset+s.g.heightPx())
	if r := s.g.plan.Roll; first < r.Len() {
		s.month.Text = r.Pages[r.PageOf(first)].Start.Format("January 2006")
	}
	size := s.month.MinSize().AddWidthHeight(24, 12)
	at2 := fyne.NewPos(scrubWidth-size.Width-20, min(max(y-size.Height/2, 4), s.Size().Height-size.Height-4))
	s.back.Move(at2)
	s.back.Resize(size)
	s.month.Move(at2.AddXY(12, 6))
	s.month.Resize(s.month.MinSize())
	s.month.Refresh()
}

// goTo scrolls the grid so that the top of the handle is at y.
func (s *scrubber) goTo(y float32) {
	_, height := s.span()
	track := s.Size().Height - 8 - height
	if height == 0 || track <= 0 {
		return
	}
	s.g.stay()
	share := min(max((y-4)/track, 0), 1)
	s.g.scrollTo(int(share * float32(s.g.plan.Height-s.g.heightPx())))
}

// MouseDown grabs the handle, or moves it to the pointer.
func (s *scrubber) MouseDown(e *desktop.MouseEvent) {
	y, height := s.span()
	if s.grip = e.Position.Y - y; s.grip < 0 || s.grip > height {
		s.grip = height / 2
		s.goTo(e.Position.Y - s.grip)
	}
}

// MouseUp does nothing: DragEnd ends a drag.
func (s *scrubber) MouseUp(*desktop.MouseEvent) {}

// Dragged moves the handle with the pointer.
func (s *scrubber) Dragged(e *fyne.DragEvent) {
	s.dragging = true
	s.goTo(e.Position.Y - s.grip)
	s.follow()
}

// DragEnd releases the handle.
func (s *scrubber) DragEnd() {
	s.dragging = false
	s.follow()
}

// MouseIn makes the handle wide.
func (s *scrubber) MouseIn(*desktop.MouseEvent) {
	s.inside = true
	s.follow()
}

// MouseMoved does nothing.
func (s *scrubber) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the handle narrow again.
func (s *scrubber) MouseOut() {
	s.inside = false
	s.follow()
}
