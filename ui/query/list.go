package query

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

const (
	listRows  = 8   // completions offered at once
	listMin   = 200 // the narrowest list
	listMax   = 420 // the widest list
	choiceGap = 4   // around the rows
	noChoice  = -1  // no row is marked
)

// list shows completions in rows below the word that is typed.
type list struct {
	onChoose func(choice string)
	onShown  func() // the list was shown or hidden
	onLeft   func() // the pointer has left it

	layer  *fyne.Container // holds the card at its position in the window
	card   *fyne.Container
	ground *canvas.Rectangle
	rows   *fyne.Container
	at     int // which row is marked
	inside bool
}

func newList(onChoose func(string), onShown, onLeft func()) *list {
	l := &list{
		onChoose: onChoose, onShown: onShown, onLeft: onLeft,
		at: noChoice, ground: canvas.NewRectangle(nil), rows: container.NewWithoutLayout(),
	}
	l.ground.StrokeWidth = 1
	l.ground.CornerRadius = 8
	l.card = container.NewWithoutLayout(l.ground, l.rows)
	l.card.Hide()
	l.layer = container.NewWithoutLayout(l.card)
	return l
}

func (l *list) visible() bool { return l.card.Visible() }

// show shows choices below at, a position in the window. key is the filter whose values they are,
// empty if they are filters.
func (l *list) show(choices []string, key string, at fyne.Position) {
	choices = choices[:min(len(choices), listRows)]
	if !l.same(choices) {
		l.at = noChoice
		l.rows.Objects = nil
		for i, c := range choices {
			note := ""
			if key == "" {
				note = example(c)
			}
			l.rows.Add(newChoice(l, i, c, note))
		}
	}
	l.place(at)
	if l.card.Hidden {
		l.card.Show()
		frame.Ask()
		l.onShown()
	}
	l.layer.Refresh()
}

func (l *list) same(choices []string) bool {
	if len(choices) != len(l.rows.Objects) {
		return false
	}
	for i, c := range choices {
		if l.row(i).text != c {
			return false
		}
	}
	return true
}

func (l *list) row(i int) *choice { return l.rows.Objects[i].(*choice) }

func (l *list) place(at fyne.Position) {
	size := fyne.NewSize(listMin, 0)
	for i := range l.rows.Objects {
		min := l.row(i).MinSize()
		size.Width = max(size.Width, min.Width)
		size.Height = min.Height
	}
	size.Width = min(size.Width, listMax)
	for i, o := range l.rows.Objects {
		o.Move(fyne.NewPos(choiceGap, choiceGap+float32(i)*size.Height))
		o.Resize(size)
	}
	whole := fyne.NewSize(size.Width+2*choiceGap, size.Height*float32(len(l.rows.Objects))+2*choiceGap)
	if room := l.layer.Size().Width; room > 0 {
		at.X = min(at.X, max(room-whole.Width-16, 0))
	}
	l.ground.FillColor = theme.Colour(fynetheme.ColorNameMenuBackground)
	l.ground.StrokeColor = theme.Colour(fynetheme.ColorNameButton)
	l.ground.Resize(whole)
	l.rows.Resize(whole)
	l.card.Move(at)
	l.card.Resize(whole)
}

func (l *list) hide() {
	if l.card.Visible() {
		l.card.Hide()
		l.at, l.inside, l.rows.Objects = noChoice, false, nil
		l.layer.Refresh()
		l.onShown()
	}
}

// step marks the next row or the one before; beyond the ends none is marked.
func (l *list) step(by int) {
	n := len(l.rows.Objects)
	l.mark((l.at+1+by+n+1)%(n+1) - 1)
}

func (l *list) mark(at int) {
	l.at = at
	for i := range l.rows.Objects {
		l.row(i).Refresh()
	}
}

// take chooses the marked row or, with first, the first row if none is marked. It reports whether
// anything was chosen.
func (l *list) take(first bool) bool {
	at := l.at
	if at == noChoice && first {
		at = 0
	}
	if at < 0 || at >= len(l.rows.Objects) {
		return false
	}
	l.onChoose(l.row(at).text)
	return true
}

// choice is a row of a list.
type choice struct {
	widget.BaseWidget
	l          *list
	at         int
	text, note string
}

func newChoice(l *list, at int, text, note string) *choice {
	c := &choice{l: l, at: at, text: text, note: note}
	c.ExtendBaseWidget(c)
	return c
}

// AccessibilityLabel is called by Fyne.
func (c *choice) AccessibilityLabel() string { return c.text }

// AccessibilityRole is called by Fyne.
func (c *choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped is called by Fyne.
func (c *choice) Tapped(*fyne.PointEvent) { c.l.onChoose(c.text) }

// MouseIn is called by Fyne.
func (c *choice) MouseIn(*desktop.MouseEvent) {
	c.l.inside = true
	c.l.mark(c.at)
}

// MouseMoved is called by Fyne.
func (c *choice) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (c *choice) MouseOut() {
	c.l.inside = false
	c.l.onLeft()
}

// CreateRenderer is called by Fyne.
func (c *choice) CreateRenderer() fyne.WidgetRenderer {
	text := widget.NewLabel(c.text)
	text.Truncation = fyne.TextTruncateEllipsis
	note := widget.NewLabel(c.note)
	note.Importance, note.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	ground := canvas.NewRectangle(nil)
	ground.CornerRadius = 5
	r := &choiceRenderer{c: c, ground: ground, text: text, note: note}
	r.colour()
	return r
}

type choiceRenderer struct {
	c          *choice
	ground     *canvas.Rectangle
	text, note *widget.Label
}

func (r *choiceRenderer) colour() {
	r.ground.FillColor = color.Transparent
	if r.c.l.at == r.c.at {
		r.ground.FillColor = theme.Colour(fynetheme.ColorNameButton)
	}
}

func (r *choiceRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	note := r.note.MinSize()
	if r.c.note == "" {
		note.Width = 0
	}
	height := r.text.MinSize().Height
	r.text.Move(fyne.NewPos(2, (size.Height-height)/2))
	r.text.Resize(fyne.NewSize(size.Width-note.Width-2, height))
	r.note.Move(fyne.NewPos(size.Width-note.Width, (size.Height-note.Height)/2))
	r.note.Resize(note)
}

func (r *choiceRenderer) MinSize() fyne.Size {
	width := fyne.MeasureText(r.c.text, fynetheme.TextSize(), fyne.TextStyle{}).Width
	note := float32(0)
	if r.c.note != "" {
		note = r.note.MinSize().Width + 8
	}
	return fyne.NewSize(width+note+24, max(30, fynetheme.TextSize()*2))
}

func (r *choiceRenderer) Refresh() {
	r.colour()
	r.ground.Refresh()
	r.text.Refresh()
	r.note.Refresh()
}

func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.note}
}

func (r *choiceRenderer) Destroy() {}

// example returns an example of a filter's value.
func example(name string) string {
	switch name {
	case "date:":
		return "2023, last summer"
	case "type:":
		return "png, raw, screenshot"
	case "size:":
		return ">20MP, <500kB"
	case "rating:":
		return ">=4"
	case "near:":
		return "48.85,2.35,10km"
	case "iso:":
		return ">=1600"
	case "is:":
		return "favourite, screenshot"
	case "has:":
		return "gps, caption"
	case "orientation:":
		return "portrait"
	case "colour:":
		return "red"
	case "sort:":
		return "newest, name"
	case "camera:", "lens:", "folder:", "tag:", "album:", "thing:", "person:", "label:", "keyword:":
		return phrases.Say("box:of-your-library")
	}
	return ""
}
