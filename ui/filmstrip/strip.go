// Package filmstrip shows the neighbours of a photo as a row of small squares, the photo itself in the
// middle. Photos that are not loaded yet are empty squares. It reads nothing: it requests pictures (OnWant)
// and receives them (Take). All of it belongs to the UI goroutine.
package filmstrip

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/roll"
	"recollect/ui/theme"
	"recollect/ui/thumbs"
)

// Height is that of the strip, in Fyne's units.
const Height = square + 2*margin

const (
	square float32 = 56
	gap    float32 = 4
	margin float32 = 12 // above and below the squares
	notch  float32 = 10 // what a wheel scrolls at a time; a touchpad scrolls less, more often
)

// Request asks for a photo's picture as a square, cropped at its centre, with sides of so many physical pixels.
type Request struct {
	ID      photo.ID
	SidePx  int
	Version uint64 // of the tile
	Covered bool   // a blurred picture
}

// Strip is the widget; make one with New. The callbacks may be nil.
type Strip struct {
	widget.BaseWidget

	OnPick  func(at int)            // the photo at this index of the roll is to be shown
	OnStep  func(by int)            // the wheel was turned: so many photos on, or back
	OnWant  func([]Request)         // these pictures are wanted now, the most urgent first; all others are not
	Covered func(t photo.Tile) bool // whether the picture of t is not to be seen
	Scale   func() float32          // physical pixels in one of Fyne's units; nil for 1

	roll  *roll.Roll
	at    int
	cells map[int]*cell // by index
	spare []*cell
	cache *thumbs.Cache[Request]
	layer *fyne.Container
	ring  *canvas.Rectangle // round the photo in the middle
	clip  *container.Clip
	wheel float32 // how far the wheel was turned since the last step
}

// cell is a square: a ground, and the picture over it once it is there.
type cell struct {
	ground  *canvas.Rectangle
	picture *canvas.Image
	want    Request
}

// New returns an empty strip.
func New() *Strip {
	s := &Strip{
		cells: map[int]*cell{}, cache: thumbs.New[Request](), layer: &fyne.Container{},
		ring: canvas.NewRectangle(color.Transparent),
	}
	s.ring.StrokeWidth, s.ring.CornerRadius = 3, 3
	s.ring.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	s.ring.Hide()
	s.clip = container.NewClip(container.NewWithoutLayout(s.layer, s.ring))
	s.ExtendBaseWidget(s)
	return s
}

// SetRoll shows the neighbours of photo at of r.
func (s *Strip) SetRoll(r *roll.Roll, at int) {
	s.roll, s.at = r, at
	s.draw()
}

// Clear shows nothing, and drops all pictures.
func (s *Strip) Clear() {
	s.cache = thumbs.New[Request]()
	s.SetRoll(nil, 0)
}

// Pages returns the pages of the photos in the strip, loaded or not, the nearest first; none while it is
// hidden.
func (s *Strip) Pages() (pages []*roll.Page) {
	if !s.Visible() {
		return nil
	}
	for _, i := range s.nearest() {
		if p := s.roll.Pages[s.roll.PageOf(i)]; !slices.Contains(pages, p) {
			pages = append(pages, p)
		}
	}
	return pages
}

// Take receives a picture that the strip requested, nil if there is none.
func (s *Strip) Take(r Request, img *image.RGBA) {
	s.cache.Put(r.ID, r, img)
	for _, c := range s.cells {
		if c.want == r {
			c.paint(img)
		}
	}
}

// side returns how many squares lie beside the middle one, at each side, seen in part or whole.
func (s *Strip) side() int { return int((s.Size().Width/2 + square/2) / (square + gap)) }

// nearest returns the indices of the photos in the strip, from the middle outwards.
func (s *Strip) nearest() []int {
	if s.Size().Width <= 0 || s.roll.Len() == 0 {
		return nil
	}
	all := []int{s.at}
	for d := 1; d <= s.side(); d++ {
		for _, i := range []int{s.at + d, s.at - d} {
			if i >= 0 && i < s.roll.Len() {
				all = append(all, i)
			}
		}
	}
	return all
}

// place returns where the square of index i lies.
func (s *Strip) place(i int) fyne.Position {
	return fyne.NewPos(s.Size().Width/2-square/2+float32(i-s.at)*(square+gap), margin)
}

// draw puts a square at the place of each photo, and requests the pictures that are missing.
func (s *Strip) draw() {
	defer frame.Ask()
	near := s.nearest()
	for i, c := range s.cells {
		if !slices.Contains(near, i) {
			s.drop(i, c)
		}
	}
	var wanted []Request
	for _, i := range near {
		c := s.cellAt(i)
		at := s.place(i)
		c.ground.Move(at)
		c.picture.Move(at)
		if t, ok := s.roll.At(i); ok && !s.show(c, t) {
			wanted = append(wanted, c.want)
		} else if !ok {
			c.empty()
		}
	}
	frame.Show(s.ring, len(near) > 0)
	s.ring.Move(s.place(s.at).SubtractXY(3, 3))
	s.ring.Resize(fyne.NewSquareSize(square + 6))
	if !s.Visible() {
		wanted = nil
	}
	call.With(s.OnWant, wanted)
}

// show puts the picture of t into c, and reports whether it is there.
func (s *Strip) show(c *cell, t photo.Tile) bool {
	want := Request{t.ID, s.sidePx(), t.Version, s.Covered != nil && s.Covered(t)}
	ground := color.Color(theme.Colour(theme.ColorNameRaised))
	if t.Colour != photo.UnknownColour {
		ground = color.NRGBA{t.Colour.R, t.Colour.G, t.Colour.B, 255}
	}
	if c.ground.FillColor != ground {
		c.ground.FillColor = ground
		c.ground.Refresh()
	}
	if c.want == want && c.picture.Image != nil {
		return true
	}
	c.want = want
	if !s.cache.Has(t.ID, want) {
		c.paint(nil)
		return false
	}
	img, _ := s.cache.Any(t.ID)
	c.paint(img)
	return true
}

func (s *Strip) sidePx() int {
	if s.Scale == nil {
		return int(square)
	}
	return int(square*s.Scale() + 0.5)
}

// cellAt returns the square of index i.
func (s *Strip) cellAt(i int) *cell {
	c := s.cells[i]
	if c != nil {
		return c
	}
	if last := len(s.spare) - 1; last >= 0 {
		c, s.spare = s.spare[last], s.spare[:last]
	} else {
		c = &cell{canvas.NewRectangle(nil), &canvas.Image{ScaleMode: canvas.ImageScaleFastest}, Request{}}
		c.ground.Resize(fyne.NewSquareSize(square))
		c.picture.Resize(fyne.NewSquareSize(square))
		s.layer.Objects = append(s.layer.Objects, c.ground, c.picture)
	}
	c.ground.Show()
	s.cells[i] = c
	return c
}

// drop hides the square of index i, to use it again.
func (s *Strip) drop(i int, c *cell) {
	delete(s.cells, i)
	c.empty()
	c.ground.Hide()
	s.spare = append(s.spare, c)
}

// empty shows c as the square of a photo that is not loaded.
func (c *cell) empty() {
	c.want = Request{}
	c.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	c.ground.Refresh()
	c.paint(nil)
}

// paint shows img, nil for the ground alone. The refresh also frees the texture of the last picture.
func (c *cell) paint(img *image.RGBA) {
	if img == nil {
		if c.picture.Image != nil {
			c.picture.Hide()
			c.picture.Image = nil
			c.picture.Refresh()
		}
		return
	}
	c.picture.Image = img
	c.picture.Show()
	c.picture.Refresh()
}

// Tapped shows the photo under the pointer.
func (s *Strip) Tapped(e *fyne.PointEvent) {
	for i, c := range s.cells {
		if at := e.Position.Subtract(c.ground.Position()); at.X >= 0 && at.X < square {
			call.With(s.OnPick, i)
			return
		}
	}
}

// Scrolled goes one photo on, or back, with each notch of the wheel.
func (s *Strip) Scrolled(e *fyne.ScrollEvent) {
	s.wheel += e.Scrolled.DX + e.Scrolled.DY
	if by := -int(s.wheel / notch); by != 0 {
		s.wheel = 0
		call.With(s.OnStep, by)
	}
}

// MinSize lets the strip be as narrow as a window may be.
func (s *Strip) MinSize() fyne.Size { return fyne.NewSize(square, Height) }

// CreateRenderer is called by Fyne.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer { return &renderer{s} }

type renderer struct{ s *Strip }

func (r *renderer) Layout(size fyne.Size) {
	r.s.clip.Resize(size)
	r.s.draw()
}

func (r *renderer) MinSize() fyne.Size { return r.s.MinSize() }

// Refresh is called when the theme has changed.
func (r *renderer) Refresh() {
	r.s.ring.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	r.s.ring.Refresh()
	r.s.draw()
}

func (r *renderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.clip} }

func (r *renderer) Destroy() {}
