package notice

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// Status is the quiet line at the bottom that shows work in progress. The
// callbacks may be nil.
type Status struct {
	OnPause    func(bool)
	OnBattery  func() // work on battery too
	OnProblems func()

	object   *fyne.Container
	ground   *canvas.Rectangle
	progress *progress
	row      *fyne.Container // all that follows, side by side
	text     *widget.Label
	model    *widget.Label
	pause    *widget.Button
	problems *widget.Button
	paused   bool
	waiting  bool // for mains power
	left     estimate
}

// newStatus returns a hidden line.
func newStatus() *Status {
	s := &Status{
		ground: canvas.NewRectangle(theme.Colour(theme.ColorNameSurface)), progress: newProgress(),
		text: widget.NewLabel(""), model: widget.NewLabel(""),
	}
	s.text.SizeName, s.model.SizeName = fynetheme.SizeNameCaptionText, fynetheme.SizeNameCaptionText
	s.model.Importance = widget.LowImportance
	s.text.Truncation = fyne.TextTruncateEllipsis
	s.pause = widget.NewButton(phrases.Say("status:pause"), func() {
		if s.waiting {
			call.If(s.OnBattery)
			return
		}
		call.With(s.OnPause, !s.paused)
	})
	s.problems = widget.NewButton("", func() {
		call.If(s.OnProblems)
	})
	s.problems.Importance, s.pause.Importance = widget.LowImportance, widget.LowImportance
	s.row = container.New(s, s.progress.object, s.text, s.problems, s.pause, s.model)
	line := container.New(layout.NewCustomPaddedLayout(2, 2, 16, 8), s.row)
	body := container.NewStack(s.ground, line)
	s.object = container.New(layout.NewCustomPaddedVBoxLayout(0), widget.NewSeparator(), body)
	s.object.Hide()
	return s
}

// Object returns the object to put into the window.
func (s *Status) Object() fyne.CanvasObject { return s.object }

// Set shows st; the line is hidden when there is nothing to say.
func (s *Status) Set(st photo.Status, m photo.Model) {
	hidden := st.Done() && !st.Paused || st.Folders == 0 || m.Name == "" && !st.Scanning
	s.paused, s.waiting = st.Paused, st.OnBattery && !st.Paused
	label := phrases.Say("status:pause")
	switch {
	case st.Paused:
		label = phrases.Say("status:resume")
	case s.waiting:
		label = phrases.Say("status:continue")
	}
	if s.pause.Text != label {
		s.pause.SetText(label)
	}
	st.Remaining = s.left.next(st.Remaining)
	s.text.SetText(sentence(st))
	s.model.SetText(modelText(m))
	frame.Show(s.problems, st.Problems > 0)
	s.problems.SetText(phrases.Say("status:problems", "n", st.Problems))
	s.progress.set(st)
	s.Layout(nil, s.row.Size()) // a longer sentence needs more room
	if s.object.Hidden != hidden {
		s.object.Hidden = hidden
		s.object.Refresh()
	}
}

func (s *Status) recolour() {
	s.ground.FillColor = theme.Colour(theme.ColorNameSurface)
	s.progress.recolour()
	s.object.Refresh()
}

// Layout puts the parts side by side. If they do not fit, the model is dropped
// first, then the bar: the sentence says more.
func (s *Status) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	room := size.Width - s.pause.MinSize().Width
	if s.problems.Visible() {
		room -= s.problems.MinSize().Width
	}
	text := fyne.MeasureText(s.text.Text, fynetheme.CaptionTextSize(), s.text.TextStyle)
	room -= text.Width + 2*fynetheme.InnerPadding()
	bar, model := s.progress.object.MinSize().Width, s.model.MinSize().Width
	s.progress.object.Hidden = room < bar
	s.model.Hidden = room < bar+model
	right := size.Width
	for _, o := range []fyne.CanvasObject{s.model, s.pause, s.problems} {
		if o.Visible() {
			right -= o.MinSize().Width
			o.Move(fyne.NewPos(right, 0))
			o.Resize(fyne.NewSize(o.MinSize().Width, size.Height))
		}
	}
	left := float32(0)
	if s.progress.object.Visible() {
		left = bar
		s.progress.object.Resize(fyne.NewSize(bar, size.Height))
	}
	s.text.Move(fyne.NewPos(left, 0))
	s.text.Resize(fyne.NewSize(max(right-left, 0), size.Height))
}

// MinSize is as high as the highest part; in width anything goes.
func (s *Status) MinSize(parts []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range parts {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

// sentence says in one line how far the work is.
func sentence(st photo.Status) string {
	parts := []string{phrases.Say("count:photos", "n", st.Photos)}
	if st.Scanning {
		parts[0] = phrases.Say("status:found", "n", st.Photos)
	}
	if n := st.ToGo(); n > 0 {
		parts = append(parts, phrases.Say("status:to-go", "n", n))
	}
	switch {
	case st.Paused:
		parts = append(parts, phrases.Say("status:paused"))
	case st.OnBattery && st.ToGo() > 0:
		parts = append(parts, phrases.Say("status:waiting"))
	case st.ToGo() > 0 && st.Rate > 0:
		parts = append(parts, rate(st.Rate))
		if st.Remaining > 0 && !st.Scanning {
			parts = append(parts, about(st.Remaining))
		}
	}
	if st.Polled > 0 {
		parts = append(parts, phrases.Say("status:polled", "n", st.Polled))
	}
	return strings.Join(parts, " · ")
}

func rate(r float64) string {
	if r < 10 {
		return fmt.Sprintf("%.1f/s", r)
	}
	return fmt.Sprintf("%.0f/s", r)
}

func modelText(m photo.Model) string {
	if m.Name == "" || m.Provider == "" {
		return m.Name
	}
	return phrases.Say("status:model", "model", m.Name, "provider", m.Provider)
}

// progress is a thin grey bar: the accent is reserved for the selection.
type progress struct {
	object     *fyne.Container
	back, done *canvas.Rectangle
	share      float32
}

const (
	progressWidth  float32 = 160
	progressHeight float32 = 4
)

func newProgress() *progress {
	p := &progress{back: canvas.NewRectangle(nil), done: canvas.NewRectangle(nil)}
	p.back.CornerRadius, p.done.CornerRadius = progressHeight/2, progressHeight/2
	p.object = container.New(p, p.back, p.done)
	p.recolour()
	return p
}

func (p *progress) set(st photo.Status) {
	p.share = 0
	if st.Photos > 0 && !st.Counting { // of how many is not known before
		p.share = min(max(float32(st.Encoded)/float32(st.Photos), 0), 1)
	}
	p.Layout(nil, p.object.Size())
}

func (p *progress) recolour() {
	p.back.FillColor = theme.Colour(fynetheme.ColorNameButton)
	p.done.FillColor = theme.Colour(theme.ColorNameQuiet)
}

// Layout puts the bar in the middle of size.
func (p *progress) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	y := (size.Height - progressHeight) / 2
	p.back.Move(fyne.NewPos(0, y))
	p.back.Resize(fyne.NewSize(progressWidth, progressHeight))
	p.done.Move(fyne.NewPos(0, y))
	p.done.Resize(fyne.NewSize(progressWidth*p.share, progressHeight))
}

// MinSize leaves some room right of the bar.
func (p *progress) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(progressWidth+4, progressHeight)
}
