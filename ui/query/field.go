package query

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
)

// field is the text of a box, with the keys that mean more than a character.
type field struct {
	widget.Entry
	box     *Box
	focused bool
	quiet   bool // a change that the box tells itself
}

func newField(b *Box) *field {
	f := &field{box: b}
	f.ExtendBaseWidget(f)
	f.PlaceHolder = Placeholder
	f.Scroll = fyne.ScrollHorizontalOnly
	f.OnChanged = func(string) {
		if !f.quiet {
			b.changed()
		}
	}
	f.OnSubmitted = func(text string) {
		b.history.keep(text)
		call.If(b.OnEnter)
	}
	return f
}

// TypedKey takes Esc, the history, and Backspace before the first character.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		f.box.escape()
	case fyne.KeyUp:
		f.recall(f.box.history.older(f.Text))
	case fyne.KeyDown:
		text, ok := f.box.history.newer()
		if !ok {
			call.If(f.box.OnEnter)
			return
		}
		f.recall(text, ok)
	case fyne.KeyBackspace:
		if f.Text == "" && f.box.removeLast() {
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
	f.SetText(text)
	f.CursorColumn = len([]rune(text))
	f.Refresh()
}

// TypedShortcut pastes a file's path as a picture, and hands on to the window
// what is none of a text's business.
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
	default:
		f.Entry.TypedShortcut(s)
	}
}

// FocusGained shows that keys go here.
func (f *field) FocusGained() {
	f.focused = true
	f.Entry.FocusGained()
	f.box.refreshGround()
}

// FocusLost shows that keys go elsewhere, and keeps the sentence in the history.
func (f *field) FocusLost() {
	f.focused = false
	f.box.history.keep(f.Text)
	f.Entry.FocusLost()
	f.box.refreshGround()
}
