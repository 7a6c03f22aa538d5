package viewer

import (
	"image"
	"image/color"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/details"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/roll"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

const (
	pairGap    float32 = 4
	footHeight float32 = 72 // at least, of what is said below each picture, with text of normalText
	normalText float32 = 14
)

// Pair shows two photos of a roll side by side, to choose between them: what is zoomed or moved on one side
// is on the other too. One side is marked, and takes the keys that rate. Make one with NewPair; the callbacks
// may be nil. Like Viewer, it reads nothing.
type Pair struct {
	widget.BaseWidget

	OnWant   func([]Request)         // these pictures are wanted now; all others are not
	OnDetail func([]photo.ID)        // the details of these photos are wanted (SetPhoto)
	OnNeed   func([]*roll.Page)      // these pages of the roll are needed
	OnClose  func()                  // back to where it was opened
	OnHelp   func()                  // the map of keys is wanted
	OnDigit  func(photo.ID, rune)    // a digit was typed; nil: they do nothing
	OnReject func(photo.ID)          // X was typed; nil: it does nothing
	OnMark   func(photo.ID)          // F was typed: it is to be a favourite, or no longer; nil: there are none
	Marked   func(photo.ID) bool     // whether it is one
	Hidden   func(t photo.Tile) bool // whether the picture of t is not to be seen
	Thumb    func(photo.ID) image.Image
	Scale    func() float32 // physical pixels in one of Fyne's units; nil for 1

	roll   *roll.Roll
	sides  [2]*side
	marked int  // the side that takes the keys
	view   view // of both: its zoom is a factor of the zoom at which each fits
	ground *canvas.Rectangle
	hint   *widget.Label // in the bar, where it has room
	bar    *fyne.Container
	stage  fyne.Size // room for each picture
}

// side is one of the two photos.
type side struct {
	tile    photo.Tile
	at      int         // its index in the roll
	sharp   image.Image // nil until it is there
	asked   int         // the long side of sharp, in pixels
	picture *canvas.Image
	clip    *container.Clip
	ring    *canvas.Rectangle // round the marked side
	name    *widget.Label
	facts   *widget.Label
	stars   *widget.Label
	heart   *tip.Button
	foot    *fyne.Container
}

// NewPair returns a hidden pair of no photos.
func NewPair() *Pair {
	p := &Pair{view: view{fit: true}, ground: canvas.NewRectangle(theme.Colour(fynetheme.ColorNameBackground))}
	for i := range p.sides {
		p.sides[i] = p.newSide(i)
	}
	title := widget.NewLabel(phrases.Say("pair:title"))
	title.TextStyle.Bold = true
	hint := widget.NewLabel(phrases.Say("pair:hint"))
	hint.Importance, hint.Truncation = widget.LowImportance, fyne.TextTruncateEllipsis
	hint.Alignment, hint.SizeName = fyne.TextAlignTrailing, fynetheme.SizeNameCaptionText
	p.hint = hint
	leave := func() { call.If(p.OnClose) }
	back := tip.New(fynetheme.NavigateBackIcon(), phrases.Say("keys:back"), phrases.Say("keys:key-esc"), leave)
	p.bar = container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12),
		container.NewBorder(nil, nil, container.NewHBox(back, title), nil, hint))
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

func (p *Pair) newSide(i int) *side {
	s := &side{
		picture: &canvas.Image{ScaleMode: canvas.ImageScaleFastest}, ring: canvas.NewRectangle(color.Transparent),
		name: widget.NewLabel(""), facts: widget.NewLabel(""), stars: widget.NewLabel(""),
	}
	s.ring.StrokeWidth, s.ring.CornerRadius = 2, 4
	s.name.TextStyle.Bold, s.name.Truncation = true, fyne.TextTruncateEllipsis
	s.facts.Importance, s.facts.Wrapping = widget.LowImportance, fyne.TextWrapWord
	s.clip = container.NewClip(container.NewWithoutLayout(s.picture))
	favour := func() { p.mark(i); call.With(p.OnMark, s.tile.ID) }
	s.heart = tip.New(theme.HeartOutlineIcon(), phrases.Say("keys:favourite"), "F", favour)
	drop := func() { p.mark(i); call.With(p.OnReject, s.tile.ID) }
	reject := tip.New(fynetheme.CancelIcon(), phrases.Say("tip:reject"), "X", drop)
	lines := container.New(layout.NewCustomPaddedVBoxLayout(-10), s.name, s.facts)
	acts := container.NewCenter(container.NewHBox(container.NewCenter(s.stars), s.heart, reject))
	s.foot = container.New(layout.NewCustomPaddedLayout(4, 4, 4, 8), container.NewBorder(nil, nil, nil, acts, lines))
	return s
}

// Open shows the photos at two indices of r, which are loaded, and marks the first.
func (p *Pair) Open(r *roll.Roll, left, right int) {
	p.roll, p.marked, p.view = r, 0, view{fit: true}
	for i, at := range []int{left, right} {
		t, _ := r.At(at)
		p.set(i, t, at)
	}
	p.Show()
	p.changed()
}

// Close shows no photo and drops the pictures.
func (p *Pair) Close() {
	p.Hide()
	p.roll = nil
	for i := range p.sides {
		p.set(i, photo.Tile{}, 0)
		p.sides[i].picture.Image = nil
		p.sides[i].picture.Refresh() // frees the texture
	}
	call.With(p.OnWant, nil)
	call.With(p.OnNeed, nil)
}

// SetRoll replaces the photos, of which more are loaded now, or which have changed.
func (p *Pair) SetRoll(r *roll.Roll) {
	if !p.Visible() || r == p.roll {
		return
	}
	for _, s := range p.sides {
		at := r.FindNear(s.tile, s.at)
		if at < 0 {
			return // it is gone: what is shown stays
		}
		s.at = at
	}
	p.roll = r
	p.need()
}

// Current returns the marked photo, and the other one; 0: none.
func (p *Pair) Current() (marked, other photo.ID) {
	return p.sides[p.marked].tile.ID, p.sides[1-p.marked].tile.ID
}

// Large returns the photo that has the window: the marked one of a pair or, below that, the one of a viewer; 0: none.
func Large(p *Pair, v *Viewer) photo.ID {
	if p.Visible() {
		marked, _ := p.Current()
		return marked
	}
	if t, _, ok := v.Current(); ok && v.Visible() {
		return t.ID
	}
	return 0
}

// set puts a photo on a side.
func (p *Pair) set(i int, t photo.Tile, at int) {
	s := p.sides[i]
	s.tile, s.at, s.sharp, s.asked = t, at, nil, 0
	s.name.SetText("")
	s.facts.SetText("")
	s.stars.SetText("")
}

// changed shows the photos that the sides have now.
func (p *Pair) changed() {
	p.Remark()
	p.paint()
	p.want()
	p.need()
	call.With(p.OnDetail, []photo.ID{p.sides[0].tile.ID, p.sides[1].tile.ID})
}

// mark marks a side.
func (p *Pair) mark(i int) {
	p.marked = i
	p.placeRings()
	frame.Ask()
}

// Step puts the next photo but by on the marked side, without the one on the other side.
func (p *Pair) Step(by int) {
	s, other := p.sides[p.marked], p.sides[1-p.marked]
	to := s.at + by
	if to == other.at {
		to += by
	}
	if t, ok := p.roll.At(to); ok {
		p.set(p.marked, t, to)
		p.changed()
	}
}

// need reports the pages of both photos and of those beside the marked one.
func (p *Pair) need() {
	if p.OnNeed == nil {
		return
	}
	at := p.sides[p.marked].at
	p.OnNeed(pagesOf(p.roll, at, p.sides[1-p.marked].at, at+1, at-1))
}

// SetPhoto sets the details of a photo, if it is on a side.
func (p *Pair) SetPhoto(x photo.Photo) {
	for _, s := range p.sides {
		if s.tile.ID == x.ID && x.ID != 0 {
			s.name.SetText(filepath.Base(x.Path))
			s.facts.SetText(details.Summary(x))
			s.stars.SetText(details.Stars(x.Meta.Rating))
			p.Refresh() // it may need more lines, or fewer
		}
	}
}

// Remark updates which photos are favourites.
func (p *Pair) Remark() {
	for _, s := range p.sides {
		frame.Show(s.heart, p.OnMark != nil)
		icon := theme.HeartOutlineIcon()
		if p.Marked != nil && p.Marked(s.tile.ID) {
			icon = theme.HeartIcon()
		}
		if s.heart.Icon.Name() != icon.Name() {
			s.heart.SetIcon(icon)
		}
	}
}

// Take receives a picture that was requested, or nil if it cannot be read.
func (p *Pair) Take(r Request, img image.Image) {
	for _, s := range p.sides {
		if s.tile.ID == r.ID && img != nil && s.asked < r.LongSidePx {
			s.sharp, s.asked = img, r.LongSidePx
			p.paint()
		}
	}
}

// viewOf returns how the picture of a side lies on its stage.
func (p *Pair) viewOf(s *side) view {
	v := p.view
	v.zoom *= fitZoom(s.original(), p.stage)
	return v
}

func (s *side) original() fyne.Size {
	return fyne.NewSize(float32(max(s.tile.WidthPx, 1)), float32(max(s.tile.HeightPx, 1)))
}

// move changes how both pictures lie as change does it on one side.
func (p *Pair) move(s *side, change func(v *view, original fyne.Size)) {
	v := p.viewOf(s)
	change(&v, s.original())
	v.zoom /= fitZoom(s.original(), p.stage)
	p.view = v
	p.paint()
	p.want()
}

// paint places the best available pictures.
func (p *Pair) paint() {
	if p.stage.Width <= 0 {
		return
	}
	for _, s := range p.sides {
		v := p.viewOf(s)
		img := s.sharp
		if img == nil && p.Thumb != nil {
			img = p.Thumb(s.tile.ID)
		}
		if img == nil || p.Hidden != nil && p.Hidden(s.tile) {
			img = colourOf(s.tile)
		}
		s.picture.Move(v.place(s.original(), p.stage))
		s.picture.Resize(v.size(s.original(), p.stage))
		if s.picture.Image != img {
			s.picture.Image = img
			s.picture.Refresh()
		}
	}
	frame.Ask()
}

// want requests the pictures that are not as sharp as they are large, that of the marked side first.
func (p *Pair) want() {
	if p.stage.Width <= 0 || !p.Visible() {
		return
	}
	var wanted []Request
	for _, s := range []*side{p.sides[p.marked], p.sides[1-p.marked]} {
		v := p.viewOf(s)
		if px := longSide(v.size(s.original(), p.stage), p.stage, p.scale(), s.tile); s.asked < px {
			wanted = append(wanted, Request{ID: s.tile.ID, LongSidePx: px})
		}
	}
	call.With(p.OnWant, wanted)
}

func (p *Pair) scale() float32 {
	if p.Scale == nil {
		return 1
	}
	return p.Scale()
}
