package query

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
)

// field is the text field of a box. It handles the keys that do more than enter a character.
type field struct {
	widget.Entry
	box     *Box
	focused bool
	quiet   bool              // the box reports the change itself
	settled bool              // the line was searched for: no word of it is unfinished
	scroll  *container.Scroll // the entry's own, nil until it was drawn
}

func newField(b *Box) *field {
	f := &field{box: b}
	f.ExtendBaseWidget(f)
	f.PlaceHolder = Placeholder()
	f.Scroll = fyne.ScrollHorizontalOnly
	f.OnChanged = func(string) {
		f.settled = false
		if !f.quiet {
			b.own = true
			b.changed()
			b.complete()
		}
	}
	f.OnSubmitted = func(string) {
		b.Remember()
		call.If(b.OnEnter)
	}
	return f
}

// Resize gives the field a size, and a hint that fits into it.
func (f *field) Resize(size fyne.Size) {
	f.Entry.Resize(size)
	f.box.hint()
}

// hasRoom reports whether a text is seen whole in the field; as long as it has no size, any is.
func (f *field) hasRoom(text string) bool {
	room := f.Size().Width - 2*f.Theme().Size(fynetheme.SizeNameInnerPadding)
	size := f.Theme().Size(fynetheme.SizeNameText)
	return f.Size().Width == 0 || fyne.MeasureText(text, size, f.TextStyle).Width <= room
}

// AcceptsTab reports whether Tab takes a completion instead of focusing the next widget.
func (f *field) AcceptsTab() bool { return f.box.list.visible() }

// listKey handles the keys of the list while it is shown.
func (f *field) listKey(e *fyne.KeyEvent) bool {
	l := f.box.list
	if !l.visible() {
		return false
	}
	switch e.Name {
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyTab:
		l.take(true)
	case fyne.KeyReturn, fyne.KeyEnter:
		taken := l.take(false)
		if !taken {
			l.hide()
		}
		return taken
	case fyne.KeyEscape:
		f.box.decline()
	default:
		return false
	}
	return true
}

// TypedKey handles the keys of the list, Esc, the history, and Backspace before
// the first character.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if f.listKey(e) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		f.box.escape()
	case fyne.KeyUp:
		f.recall(f.box.history.Older(f.Text))
	case fyne.KeyDown:
		text, ok := f.box.history.Newer()
		if !ok {
			call.If(f.box.OnEnter)
			return
		}
		f.recall(text, ok)
	case fyne.KeyBackspace:
		if f.CursorColumn == 0 && f.SelectedText() == "" && f.box.removeLast() {
			return
		}
		f.Entry.TypedKey(e)
	default:
		f.Entry.TypedKey(e)
	}
}

// recall shows a sentence of the history.
func (f *field) recall(text string, ok bool) {
	if !ok {
		return
	}
	f.setLine(text, len(text))
	f.box.list.hide()
}

// TypedShortcut pastes a file's path as a picture, and passes shortcuts that do
// not concern text to the window: also undo and redo, where no typed text is left to them. The box has the keys after a
// start.
func (f *field) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		if f.box.paste(fyne.CurrentApp().Clipboard().Content()) {
			return
		}
		f.Entry.TypedShortcut(s)
	case *desktop.CustomShortcut:
		f.Entry.TypedShortcut(s)
		if c, ok := fyne.CurrentApp().Driver().CanvasForObject(f).(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
		}
	case *fyne.ShortcutUndo:
		f.change(s, f.box.OnUndo)
	case *fyne.ShortcutRedo:
		f.change(s, f.box.OnRedo)
	default:
		f.Entry.TypedShortcut(s)
	}
}

// change takes a shortcut that changes the text or, where it changes nothing, calls instead. What was typed into a line
// that is empty now is in the history.
func (f *field) change(s fyne.Shortcut, instead func()) {
	was := f.Text
	if _, undo := s.(*fyne.ShortcutUndo); !undo || was != "" {
		f.Entry.TypedShortcut(s)
	}
	if f.Text == was {
		call.If(instead)
	}
}

// FocusGained shows the focus.
func (f *field) FocusGained() {
	f.focused = true
	f.Entry.FocusGained()
	f.box.refreshGround()
}

// FocusLost shows the loss of the focus, and puts the sentence into the
// history.
func (f *field) FocusLost() {
	f.focused = false
	f.box.remember()
	f.Entry.FocusLost()
	f.box.refreshGround()
	if !f.box.list.inside { // after a click on the list, typing continues
		f.box.list.hide()
	}
}
