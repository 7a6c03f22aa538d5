package ask

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/push"
)

// Unfocus makes keys those of the window, unless something lies over it, which keeps them.
func Unfocus(c fyne.Canvas) {
	if c.Overlays().Top() == nil {
		c.Unfocus()
	}
}

// Sheet is a question over the window, and the one form that all of them have: a title, the content, and the buttons at
// the right below it, the last of which is what Enter presses. Esc puts the sheet away without an answer. The keys are
// inside as long as it is shown.
type Sheet struct {
	Title   string
	Content fyne.CanvasObject
	Yes, No string // what the buttons say; without Yes there is only one
	// Answer is called with what the person says, after the sheet is gone; not after Esc. It may be nil.
	Answer func(yes bool)
	Away   func() // Esc has put the sheet away; may be nil
	// First has the keys to begin with; nil: the last button has.
	First fyne.Focusable
	// Fields are the fields in which Enter and Esc mean what they mean elsewhere in the sheet.
	Fields []Field
	Size   fyne.Size // at least, as far as the window has room
	Steady bool      // Enter presses nothing: what goes on is not ended by a key pressed too often

	canvas fyne.Canvas
	popup  *widget.PopUp
	scroll *container.Scroll
	over   fyne.CanvasObject // what the window shows it in
	keys   func(*fyne.KeyEvent)
}

// Field is a field of a sheet, which shows the sheet the keys before it takes them.
type Field interface {
	Heed(keys func(*fyne.KeyEvent) bool)
}

// Show shows the sheet in win. It is shown once.
func (s *Sheet) Show(win fyne.Window) {
	s.canvas = win.Canvas()
	for _, f := range s.Fields {
		f.Heed(s.key)
	}
	title := widget.NewLabel(s.Title)
	title.TextStyle.Bold, title.SizeName, title.Wrapping = true, fynetheme.SizeNameSubHeadingText, fyne.TextWrapWord
	buttons, last := s.buttons()
	s.scroll = container.NewVScroll(s.Content)
	s.popup = widget.NewModalPopUp(container.New(&sheetLayout{}, title, s.scroll, buttons), s.canvas)
	s.fit()
	s.popup.Show()
	s.over = s.canvas.Overlays().Top()
	s.keys = s.canvas.OnTypedKey()
	s.canvas.SetOnTypedKey(s.typedKey)
	if s.First == nil {
		s.First = last
	}
	s.canvas.Focus(s.First)
}

// buttons returns the row of buttons, and the last of them.
func (s *Sheet) buttons() (row fyne.CanvasObject, last *push.Button) {
	no := push.New(s.No, func() { s.answer(false) })
	no.Keys = func(e *fyne.KeyEvent) bool {
		return s.leaf(e) || (s.Steady || !enter(e)) && s.key(e) // else it is pressed itself
	}
	all, last := []fyne.CanvasObject{no}, no
	if s.Yes != "" {
		last = push.Strong(s.Yes, func() { s.answer(true) })
		last.Keys = func(e *fyne.KeyEvent) bool { return s.leaf(e) || s.key(e) }
		all = append(all, last)
	}
	return container.New(buttonRow{}, all...), last
}

// answer ends the sheet with what the person says.
func (s *Sheet) answer(yes bool) {
	s.Hide()
	call.With(s.Answer, yes)
}

// Enter answers as the last button does.
func (s *Sheet) Enter() { s.answer(s.Yes != "") }

// Cancel puts the sheet away without an answer.
func (s *Sheet) Cancel() {
	s.Hide()
	call.If(s.Away)
}

// Hide takes the sheet away, and calls nothing.
func (s *Sheet) Hide() {
	over := s.canvas.Overlays()
	if over.Top() == s.over {
		s.canvas.SetOnTypedKey(s.keys)
		s.popup.Hide()
		return
	} // else another one, above it, still hands its keys on
	all := slices.Clone(over.List())
	s.popup.Hide() // takes those above it away too
	if i := slices.Index(all, s.over); i >= 0 {
		for _, o := range all[i+1:] {
			over.Add(o)
		}
	}
}

func enter(e *fyne.KeyEvent) bool { return e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter }

// key takes the keys that mean the same all over the sheet.
func (s *Sheet) key(e *fyne.KeyEvent) bool {
	switch {
	case e.Name == fyne.KeyEscape:
		s.Cancel()
	case enter(e) && !s.Steady:
		s.Enter()
	case enter(e):
	default:
		return false
	}
	return true
}

// leaf takes the keys that move content for which there is no room.
func (s *Sheet) leaf(e *fyne.KeyEvent) bool {
	by := s.scroll.Size().Height - sheetEdge
	switch e.Name {
	case fyne.KeyUp:
		by = -2 * sheetEdge
	case fyne.KeyDown:
		by = 2 * sheetEdge
	case fyne.KeyPageUp:
		by = -by
	case fyne.KeyPageDown:
	default:
		return false
	}
	most := max(0, s.Content.Size().Height-s.scroll.Size().Height)
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(most, max(0, s.scroll.Offset.Y+by))))
	return true
}

// typedKey gets the keys while nothing has them, for instance after a click beside all fields.
func (s *Sheet) typedKey(e *fyne.KeyEvent) {
	switch {
	case s.canvas.Overlays().Top() != s.over:
		call.With(s.keys, e)
	case !s.leaf(e):
		s.key(e)
	}
}

// Room around a sheet's content, above its buttons, and around the sheet, and how wide a sheet is at least.
const (
	sheetPad   float32 = 24
	sheetGap   float32 = 12
	sheetEdge  float32 = 24
	sheetLeast float32 = 400
)

// fit gives the sheet its size: the text in it breaks by its width, and so its width comes first.
func (s *Sheet) fit() {
	room := s.canvas.Size().SubtractWidthHeight(2*sheetEdge, 2*sheetEdge)
	width := min(room.Width, max(sheetLeast, s.Size.Width))
	s.popup.Resize(fyne.NewSize(width, 0))
	width = max(width, s.popup.MinSize().Width)
	content := s.popup.Content.(*fyne.Container)
	s.popup.Resize(fyne.NewSize(width, 0)) // once more: texts know now how many lines they have
	need := content.Layout.(*sheetLayout).height(content.Objects)
	s.popup.Resize(fyne.NewSize(width, min(room.Height, max(need, s.Size.Height))))
}

// sheetLayout lays out the title, what the content scrolls in, and the buttons.
type sheetLayout struct{}

// height returns the height with which nothing scrolls.
func (l *sheetLayout) height(o []fyne.CanvasObject) float32 {
	scrolled := o[1].(*container.Scroll).Content
	return l.MinSize(o).Height - o[1].MinSize().Height + scrolled.MinSize().Height
}

// MinSize is called by Fyne.
func (*sheetLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	width, height := float32(0), 2*sheetPad+sheetGap-fynetheme.InnerPadding()
	for _, part := range o {
		least := part.MinSize()
		width, height = max(width, least.Width), height+least.Height
	}
	return fyne.NewSize(width+2*sheetPad, height)
}

// Layout is called by Fyne.
func (*sheetLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	inset := fynetheme.InnerPadding() // labels have room around themselves
	width := size.Width - 2*sheetPad
	title, buttons := o[0], o[2]
	title.Move(fyne.NewPos(sheetPad-inset, sheetPad-inset))
	title.Resize(fyne.NewSize(width+2*inset, 0))
	high := title.MinSize().Height
	title.Resize(fyne.NewSize(width+2*inset, high))
	least := buttons.MinSize()
	buttons.Move(fyne.NewPos(sheetPad, size.Height-sheetPad-least.Height))
	buttons.Resize(fyne.NewSize(width, least.Height))
	top := title.Position().Y + high
	o[1].Move(fyne.NewPos(sheetPad-inset, top))
	o[1].Resize(fyne.NewSize(width+2*inset, buttons.Position().Y-sheetGap-top))
}

// buttonRow lays buttons out at the right, one beside the other.
type buttonRow struct{}

const (
	buttonGap   float32 = 8
	buttonWidth float32 = 88
)

func (buttonRow) sizes(o []fyne.CanvasObject) (all []fyne.Size, sum float32) {
	sum = -buttonGap
	for _, b := range o {
		size := b.MinSize()
		size.Width = max(buttonWidth, size.Width+16)
		all = append(all, size)
		sum += size.Width + buttonGap
	}
	return all, sum
}

// MinSize is called by Fyne.
func (r buttonRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	all, sum := r.sizes(o)
	return fyne.NewSize(sum, all[0].Height)
}

// Layout is called by Fyne.
func (r buttonRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	all, sum := r.sizes(o)
	x := size.Width - sum
	for i, b := range o {
		b.Move(fyne.NewPos(x, 0))
		b.Resize(all[i])
		x += all[i].Width + buttonGap
	}
}

// text returns a label for a sheet.
func text(s string) *widget.Label {
	l := widget.NewLabel(s)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// rows returns objects one below the other.
func rows(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), objects...)
}

// Form returns the content of a sheet with objects one below the other.
func Form(objects ...fyne.CanvasObject) fyne.CanvasObject { return rows(4, objects...) }

// Row returns a field below what it is called.
func Row(name string, field fyne.CanvasObject) fyne.CanvasObject {
	return rows(-4, text(name), inset(field))
}

// inset gives an object the room around itself that labels have.
func inset(o fyne.CanvasObject) fyne.CanvasObject {
	room := fynetheme.InnerPadding()
	return container.New(layout.NewCustomPaddedLayout(0, 0, room, room), o)
}
