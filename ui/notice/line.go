package notice

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// Content is the content of the line, from the left. Empty parts are left out.
type Content struct {
	Title  string // whose line it is: an album's name
	Text   string // one sentence
	Wrong  bool   // the sentence is about a mistake
	Action string // what can be done about it, on a button
	Hint   string // a hint; it is cut if there is no room
	// Offers are other searches, on buttons; the last ones are dropped if there is no room.
	Offers [MostOffers]string
}

// MostOffers is how many a line has at most.
const MostOffers = 3

// Line is the line above the photos: the result of a search, mistakes in its
// query, and what can be done about either. The callbacks may be nil.
type Line struct {
	OnAction func()
	OnOffer  func(at int) // that of Content.Offers was chosen

	content Content
	object  *fyne.Container
	ground  *canvas.Rectangle // the colour behind the photos, which differs a little from that of Fyne's window
	dot     *canvas.Rectangle // before a mistake
	row     *fyne.Container
	title   *widget.Label
	text    *widget.Label
	action  *push.Button
	offers  [MostOffers]*push.Button
	hint    *widget.Label
}

const height float32 = 36

// newLine returns an empty, hidden line.
func newLine() *Line {
	l := &Line{ground: canvas.NewRectangle(nil), dot: canvas.NewRectangle(nil)}
	l.title, l.text, l.hint = widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel("")
	l.title.TextStyle.Bold = true
	for _, label := range []*widget.Label{l.title, l.text, l.hint} {
		label.Truncation = fyne.TextTruncateEllipsis
	}
	l.hint.Importance = widget.LowImportance
	l.action = push.New("", func() { call.If(l.OnAction) })
	l.action.Importance = widget.LowImportance
	l.dot.CornerRadius = 3
	parts := []fyne.CanvasObject{l.dot, l.title, l.text, l.action}
	for i := range l.offers {
		l.offers[i] = push.New("", func() { call.With(l.OnOffer, i) })
		l.offers[i].Importance = widget.LowImportance
		parts = append(parts, l.offers[i])
	}
	l.row = container.New(l, append(parts, l.hint)...)
	l.object = container.NewStack(l.ground, container.New(layout.NewCustomPaddedLayout(6, 0, 14, 16), l.row))
	l.recolour()
	l.object.Hide()
	return l
}

// Object returns the object to put into the window.
func (l *Line) Object() fyne.CanvasObject { return l.object }

// Content returns what the line says now.
func (l *Line) Content() Content { return l.content }

// Set shows c. The line keeps its height even if c is empty: the parts below must not jump while
// the person types.
func (l *Line) Set(c Content) {
	if c == l.content {
		return
	}
	l.content = c
	l.title.SetText(c.Title)
	l.text.SetText(c.Text)
	l.action.SetText(c.Action)
	l.hint.SetText(c.Hint)
	for i, offer := range c.Offers {
		l.offers[i].SetText(offer)
	}
	l.Layout(nil, l.row.Size())
	l.row.Refresh()
}

// Show shows the line, or hides it, and reports whether that is a change.
func (l *Line) Show(shown bool) bool {
	if l.object.Visible() == shown {
		return false
	}
	l.object.Hidden = !shown
	return true
}

// recolour shows the line in the theme as it is now.
func (l *Line) recolour() {
	l.ground.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	l.dot.FillColor = theme.Colour(theme.ColorNameWrong)
	l.object.Refresh()
}

// Layout puts the parts side by side; the hint gets what is left.
func (l *Line) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	l.dot.Hidden = !l.content.Wrong
	if l.content.Wrong {
		l.dot.Resize(fyne.NewSize(6, 6))
		l.dot.Move(fyne.NewPos(2, (size.Height-6)/2))
		x = 10
	}
	x -= fynetheme.InnerPadding() - 2 // a label has its own padding
	put := func(o fyne.CanvasObject, width float32, empty bool, high float32) {
		if empty {
			o.Hide()
			return
		}
		o.Show()
		width = max(min(width, size.Width-x), 0)
		o.Move(fyne.NewPos(x, (size.Height-high)/2))
		o.Resize(fyne.NewSize(width, high))
		x += width
	}
	room := l.action.MinSize().Width
	if l.content.Action == "" {
		room = 0
	}
	label := func(w *widget.Label, most float32) {
		width := fyne.MeasureText(w.Text, fynetheme.TextSize(), w.TextStyle).Width + 2*fynetheme.InnerPadding() + 2
		put(w, min(width, most), w.Text == "", w.MinSize().Height)
	}
	label(l.title, size.Width/3)
	label(l.text, size.Width-x-room-8)
	put(l.action, l.action.MinSize().Width, l.content.Action == "", min(28, size.Height))
	for i, b := range l.offers {
		width := b.MinSize().Width
		put(b, width, l.content.Offers[i] == "" || x+width > size.Width, min(28, size.Height))
	}
	label(l.hint, size.Width-x)
}

// MinSize returns the height of one line; any width will do.
func (l *Line) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, max(height, l.text.MinSize().Height))
}
