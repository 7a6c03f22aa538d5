package notice

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/bar"
	"recollect/ui/call"
	"recollect/ui/counts"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// Status is the quiet line at the bottom that shows work in progress. The
// callbacks may be nil.
type Status struct {
	OnPause    func(bool)
	OnAnyway   func() // work that waits is to go on
	OnProblems func()
	OnModel    func() // which model is at work was clicked

	object   *fyne.Container
	ground   *canvas.Rectangle
	progress *bar.Bar
	row      *fyne.Container // all parts below, side by side
	text     *widget.Label
	model    *push.Button
	pause    *push.Button
	problems *push.Button
	paused   bool
	waiting  bool // for mains power, or the night
	left     estimate
}

// newStatus returns a hidden line.
func newStatus() *Status {
	s := &Status{
		ground: canvas.NewRectangle(theme.Colour(theme.ColorNameSurface)), progress: bar.New(),
		text: widget.NewLabel(""),
	}
	s.text.SizeName = fynetheme.SizeNameCaptionText
	s.model = push.New("", func() { call.If(s.OnModel) })
	s.text.Truncation = fyne.TextTruncateEllipsis
	s.pause = push.New(phrases.Say("status:pause"), func() {
		if s.waiting {
			call.If(s.OnAnyway)
			return
		}
		call.With(s.OnPause, !s.paused)
	})
	s.problems = push.New("", func() {
		call.If(s.OnProblems)
	})
	for _, b := range []*push.Button{s.problems, s.pause, s.model} {
		b.Importance = widget.LowImportance
	}
	s.row = container.New(s, s.progress.Object(), s.text, s.problems, s.pause, s.model)
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
	hidden := st.Done() && st.Building.ID == "" && !st.Paused || st.Folders == 0 || m.Name == "" && !st.Scanning
	s.paused, s.waiting = st.Paused, st.Waits != "" && !st.Paused
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
	s.progress.Set(share(st))
	s.Layout(nil, s.row.Size()) // a longer sentence needs more room
	if s.object.Hidden != hidden {
		s.object.Hidden = hidden
		s.object.Refresh()
	}
}

func (s *Status) recolour() {
	s.ground.FillColor = theme.Colour(theme.ColorNameSurface)
	s.progress.Recolour()
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
	wide, model := s.progress.Object().MinSize().Width, s.model.MinSize().Width
	s.progress.Object().Hidden = room < wide
	s.model.Hidden = room < wide+model
	right := size.Width
	for _, o := range []fyne.CanvasObject{s.model, s.pause, s.problems} {
		if o.Visible() {
			right -= o.MinSize().Width
			o.Move(fyne.NewPos(right, 0))
			o.Resize(fyne.NewSize(o.MinSize().Width, size.Height))
		}
	}
	left := float32(0)
	if s.progress.Object().Visible() {
		left = wide
		s.progress.Object().Resize(fyne.NewSize(wide, size.Height))
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
	if st.Unread > 0 {
		parts = append(parts, phrases.Say("status:reading", "n", st.Encoded-st.Unread))
	}
	if n := st.ToGo(); n > 0 {
		parts = append(parts, phrases.Say("status:to-go", "n", n))
	}
	if b := st.Building; b.ID != "" {
		parts = append(parts, phrases.Say("status:building", "model", b.Title, "percent", b.Percent()))
	}
	switch {
	case st.Paused:
		parts = append(parts, phrases.Say("status:paused"))
	case st.Waits != "" && st.ToGo() > 0:
		parts = append(parts, Waiting(st.Waits))
	case st.ToGo() > 0 && st.Rate > 0:
		parts = append(parts, Rate(st.Rate))
		if st.Remaining > 0 && !st.Scanning {
			parts = append(parts, About(st.Remaining))
		}
	}
	if st.Polled > 0 {
		parts = append(parts, phrases.Say("status:polled", "n", st.Polled))
	}
	return strings.Join(parts, " · ")
}

// Waiting says what work in the background waits for.
func Waiting(w photo.Wait) string {
	if w == photo.WaitNight {
		return phrases.Say("status:waiting-night")
	}
	return phrases.Say("status:waiting")
}

// share is how much of the work is done: of a model that is being built, of its photos, else of all.
func share(st photo.Status) float64 {
	switch {
	case st.Building.ID != "":
		return float64(st.Building.Percent()) / 100
	case st.Photos > 0 && !st.Counting: // of how many is not known before
		return float64(st.Encoded-st.Unread) / float64(st.Photos)
	}
	return 0
}

// Rate returns how many a second, with a decimal where that says something.
func Rate(r float64) string {
	if r < 10 {
		return phrases.Catalogue().Decimal(r, 1) + "/s"
	}
	return counts.Number(int(math.Round(r))) + "/s"
}

func modelText(m photo.Model) string {
	if m.Name == "" || m.Provider == "" {
		return m.Name
	}
	return phrases.Say("status:model", "model", m.Name, "provider", m.Provider)
}
