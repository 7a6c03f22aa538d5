package models

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/bar"
	"recollect/ui/push"
)

// strip is a line about work that is going on: a bar, a sentence and a button.
type strip struct {
	object *fyne.Container
	bar    *bar.Bar
	text   *widget.Label
	button *push.Button
	share  float64
}

// unknown is the share of work of which nobody knows how much there is.
const unknown = -1.0

func newStrip(do func()) *strip {
	s := &strip{bar: bar.New(), text: widget.NewLabel(""), button: push.New("", do)}
	s.text.Wrapping = fyne.TextWrapWord
	s.button.Importance = widget.LowImportance
	s.object = container.New(stripLayout{s}, s.bar.Object(), s.text, s.button)
	s.object.Hide()
	return s
}

// set shows a sentence and how much is done; the strip is hidden where the sentence is empty. It
// reports whether it needs another height than before.
func (s *strip) set(text string, share float64) (moved bool) {
	was := s.height()
	s.object.Hidden = text == ""
	s.text.SetText(text)
	s.bar.Set(share)
	s.share = share
	stripLayout{s}.Layout(nil, s.object.Size())
	return s.height() != was
}

func (s *strip) height() float32 {
	if s.object.Hidden {
		return 0
	}
	return s.object.MinSize().Height
}

// stripLayout puts the bar left, if there is room for it, and the button right.
type stripLayout struct{ s *strip }

// Layout gives the sentence what the others leave.
func (l stripLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s := l.s
	button := s.button.MinSize()
	x := float32(0)
	s.bar.Object().Hidden = s.share == unknown || size.Width < narrow
	if !s.bar.Object().Hidden {
		x = fynetheme.InnerPadding()
		s.bar.Object().Move(fyne.NewPos(x, 0))
		s.bar.Object().Resize(fyne.NewSize(bar.Width, size.Height))
		x += bar.Width
	}
	s.button.Move(fyne.NewPos(size.Width-button.Width, (size.Height-button.Height)/2))
	s.button.Resize(button)
	s.text.Resize(fyne.NewSize(max(size.Width-button.Width-x, 0), 0)) // which determines its height
	high := s.text.MinSize().Height
	s.text.Move(fyne.NewPos(x, (size.Height-high)/2))
	s.text.Resize(fyne.NewSize(s.text.Size().Width, high))
}

// MinSize is as high as the sentence in its present width.
func (l stripLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	button := l.s.button.MinSize()
	return fyne.NewSize(button.Width, max(button.Height, l.s.text.MinSize().Height))
}
