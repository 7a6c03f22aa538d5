package viewer

import (
	"math"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/call"
	"recollect/ui/theme"
)

// FocusGained is called when the pair gains the focus.
func (p *Pair) FocusGained() {}

// FocusLost is called when the pair loses the focus.
func (p *Pair) FocusLost() {}

// TypedRune handles typed characters.
func (p *Pair) TypedRune(r rune) {
	s := p.sides[p.marked]
	id := s.tile.ID
	switch r {
	case '+', '=':
		p.zoom(s, 1.25, p.middle())
	case '-', '_':
		p.zoom(s, 1/1.25, p.middle())
	case 'z', 'Z':
		p.toggleFit(s, p.middle())
	case 'x', 'X':
		call.With(p.OnReject, id)
	case 'f', 'F':
		call.With(p.OnMark, id)
	case 'c', 'C':
		call.If(p.OnClose)
	case '?':
		call.If(p.OnHelp)
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if p.OnDigit != nil {
			p.OnDigit(id, r)
		}
	}
}

// TypedKey handles the keys that mark a side, put another photo there, and close.
func (p *Pair) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		p.mark(0)
	case fyne.KeyRight:
		p.mark(1)
	case fyne.KeyUp, fyne.KeyPageUp:
		p.Step(-1)
	case fyne.KeyDown, fyne.KeyPageDown:
		p.Step(1)
	case fyne.KeyEscape, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		call.If(p.OnClose)
	}
}

// Scrolled zooms both pictures at the pointer.
func (p *Pair) Scrolled(e *fyne.ScrollEvent) {
	s := p.sides[p.sideAt(e.Position)]
	p.zoom(s, float32(math.Pow(1.0035, float64(e.Scrolled.DY))), e.Position.Subtract(s.clip.Position()))
}

// Dragged moves both pictures.
func (p *Pair) Dragged(e *fyne.DragEvent) {
	p.move(p.sides[p.sideAt(e.Position)], func(v *view, original fyne.Size) {
		v.moveBy(e.Dragged.DX, e.Dragged.DY, original, p.stage)
	})
}

// DragEnd does nothing: the pictures stay where they were dragged to.
func (p *Pair) DragEnd() {}

// Tapped marks the side under the pointer.
func (p *Pair) Tapped(e *fyne.PointEvent) { p.mark(p.sideAt(e.Position)) }

// DoubleTapped shows one pixel of the photo as one of the screen, or fits both to the window again.
func (p *Pair) DoubleTapped(e *fyne.PointEvent) {
	p.mark(p.sideAt(e.Position))
	s := p.sides[p.marked]
	p.toggleFit(s, e.Position.Subtract(s.clip.Position()))
}

// Fit fits both pictures to the window.
func (p *Pair) Fit() { p.move(p.sides[p.marked], func(v *view, _ fyne.Size) { v.fit = true }) }

func (p *Pair) toggleFit(s *side, at fyne.Position) {
	if !p.view.fit {
		p.Fit()
		return
	}
	p.move(s, func(v *view, original fyne.Size) { v.zoomAt(1/p.scale(), at, original, p.stage) })
}

func (p *Pair) zoom(s *side, by float32, at fyne.Position) {
	p.move(s, func(v *view, original fyne.Size) {
		v.zoomAt(v.current(original, p.stage)*by, at, original, p.stage)
	})
}

func (p *Pair) middle() fyne.Position { return fyne.NewPos(p.stage.Width/2, p.stage.Height/2) }

// sideAt returns the side at a point.
func (p *Pair) sideAt(at fyne.Position) int {
	if at.X < p.Size().Width/2 {
		return 0
	}
	return 1
}

// placeRings shows which side is marked.
func (p *Pair) placeRings() {
	for i, s := range p.sides {
		s.ring.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
		s.ring.Hidden = i != p.marked
		s.ring.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (p *Pair) CreateRenderer() fyne.WidgetRenderer { return &pairRenderer{p} }

type pairRenderer struct{ p *Pair }

func (r *pairRenderer) Layout(size fyne.Size) {
	p := r.p
	p.ground.Resize(size)
	p.hint.Hidden = false // what is hidden is not laid out, and has no room that could be measured
	p.bar.Resize(fyne.NewSize(size.Width, barHeight))
	room := p.hint.Size().Width - 2*fynetheme.InnerPadding()
	p.hint.Hidden = fyne.MeasureText(p.hint.Text, fynetheme.CaptionTextSize(), fyne.TextStyle{}).Width > room
	width := max((size.Width-pairGap)/2, 1)
	foot := p.foot(width)
	p.stage = fyne.NewSize(width, max(size.Height-barHeight-foot, 1))
	for i, s := range p.sides {
		at := fyne.NewPos(float32(i)*(width+pairGap), barHeight)
		s.clip.Move(at)
		s.clip.Resize(p.stage)
		s.foot.Move(at.AddXY(0, p.stage.Height))
		s.foot.Resize(fyne.NewSize(width, foot))
		s.ring.Move(at.AddXY(1, 1))
		s.ring.Resize(fyne.NewSize(width-2, size.Height-barHeight-2))
	}
	p.placeRings()
	p.paint()
	p.want()
}

// foot returns the height of what is said below each picture.
func (p *Pair) foot(width float32) float32 {
	height := footHeight * max(fynetheme.TextSize()/normalText, 1)
	for _, s := range p.sides {
		s.foot.Resize(fyne.NewSize(width, s.foot.Size().Height))
		height = max(height, s.foot.MinSize().Height)
	}
	return height
}

func (r *pairRenderer) MinSize() fyne.Size { return fyne.NewSize(240, 200) }

// Refresh is called when the theme has changed.
func (r *pairRenderer) Refresh() {
	p := r.p
	p.ground.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	p.ground.Refresh()
	p.bar.Refresh()
	for _, s := range p.sides {
		s.foot.Refresh()
	}
	r.Layout(p.Size())
}

func (r *pairRenderer) Objects() []fyne.CanvasObject {
	p := r.p
	all := []fyne.CanvasObject{p.ground, p.bar}
	for _, s := range p.sides {
		all = append(all, s.clip, s.foot, s.ring)
	}
	return all
}

func (r *pairRenderer) Destroy() {}
