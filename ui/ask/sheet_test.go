package ask

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/push"
)

// press presses a key as the window does: what has the keys gets it, or else the canvas.
func press(w fyne.Window, key fyne.KeyName) {
	e := &fyne.KeyEvent{Name: key}
	if f := w.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else if typed := w.Canvas().OnTypedKey(); typed != nil {
		typed(e)
	}
}

// over reports whether something lies over the window.
func over(w fyne.Window) bool { return w.Canvas().Overlays().Top() != nil }

func newWindow(t *testing.T) fyne.Window {
	t.Helper()
	test.NewTempApp(t)
	w := test.NewTempWindow(t, widget.NewEntry())
	w.Resize(fyne.NewSize(800, 600))
	return w
}

// Enter says yes and Esc says nothing, from each field, from both buttons, and when nothing has the keys. Enter on the
// other button says no.
func TestEnterAndEsc(t *testing.T) {
	w := newWindow(t)
	field, check := NewSelect([]string{"one", "two"}), NewCheck("too")
	for _, c := range []struct {
		name  string
		focus func() // once the sheet is shown
		enter string
	}{
		{"shown", func() {}, "yes"},
		{"a select", func() { w.Canvas().Focus(field) }, "yes"},
		{"a check", func() { w.Canvas().Focus(check) }, "yes"},
		{"the other button", func() { w.Canvas().Focus(check); w.Canvas().FocusNext() }, "no"},
		{"nothing", func() { w.Canvas().Unfocus() }, "yes"},
	} {
		said := ""
		show := func() {
			s := Sheet{
				Title: "Remove?", Content: Form(Row("How", field), check), Yes: "Remove", No: "Keep",
				Fields: []Field{field, check}, Away: func() { said = "away" },
				Answer: func(yes bool) { said = map[bool]string{true: "yes", false: "no"}[yes] },
			}
			s.Show(w)
			c.focus()
		}
		show()
		press(w, fyne.KeyEscape)
		if said != "away" || over(w) {
			t.Errorf("%s: after Esc it says %q, shown %v", c.name, said, over(w))
		}
		show()
		press(w, fyne.KeyReturn)
		if said != c.enter || over(w) {
			t.Errorf("%s: after Enter it says %q, shown %v", c.name, said, over(w))
		}
	}
}

// The keys are inside while a sheet is shown, on its strong button, and afterwards where they were.
func TestTheKeysAreInside(t *testing.T) {
	w := newWindow(t)
	typed := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { typed++ })
	line := w.Content().(fyne.Focusable)
	w.Canvas().Focus(line)
	If(w, Question{Title: "Sure?", Text: "It is gone then.", Yes: "Go", No: "Stay"}, func() {})
	if b, ok := w.Canvas().Focused().(*push.Button); !ok || b.Text != "Go" {
		t.Errorf("the keys are at %v", w.Canvas().Focused())
	}
	for range 4 {
		w.Canvas().FocusNext()
		if w.Canvas().Focused() == line {
			t.Fatal("the keys leave the sheet")
		}
	}
	press(w, fyne.KeyEscape)
	if w.Canvas().Focused() != line {
		t.Errorf("afterwards they are at %v", w.Canvas().Focused())
	}
	w.Canvas().Unfocus()
	if press(w, fyne.KeyLeft); typed != 1 {
		t.Errorf("the window got %d keys", typed)
	}
}

// A sheet about work that goes on is not ended by Enter; and one that goes while another lies over it leaves that one
// its keys, and the window its own.
func TestSteady(t *testing.T) {
	w := newWindow(t)
	typed := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { typed++ })
	stopped := 0
	below := &Sheet{
		Title: "Copying", Content: widget.NewProgressBar(), No: "Cancel", Steady: true,
		Answer: func(bool) { stopped++ }, Away: func() { stopped++ },
	}
	below.Show(w)
	press(w, fyne.KeyReturn)
	w.Canvas().Unfocus()
	press(w, fyne.KeyEnter)
	if stopped != 0 || !over(w) {
		t.Fatal("Enter stops it")
	}
	answers := 0
	Yes(w, Question{Title: "Close?", Yes: "Close", No: "Stay"}, func(bool) { answers++ })
	below.Hide()
	w.Canvas().Unfocus()
	press(w, fyne.KeyReturn)
	if answers != 1 || over(w) {
		t.Errorf("%d answers, shown %v", answers, over(w))
	}
	w.Canvas().Unfocus()
	if press(w, fyne.KeyLeft); typed != 1 || stopped != 0 {
		t.Errorf("the window got %d keys, and the work was stopped %d times", typed, stopped)
	}
}

// A sheet has room for all its text, and in a small window no more than there is.
func TestSheetsFit(t *testing.T) {
	w := newWindow(t)
	said := ""
	for range 40 {
		said += "Each photo goes with what is said of it. "
	}
	for _, size := range []fyne.Size{fyne.NewSize(800, 600), fyne.NewSize(420, 300)} {
		w.Resize(size)
		s := Sheet{
			Title: "A rather long title, which needs two lines in a small window", Content: Form(text(said)),
			Yes: "Move", No: "Cancel",
		}
		s.Show(w)
		got := s.popup.Size()
		if got.Width > size.Width || got.Height > size.Height {
			t.Errorf("in %v it is %v", size, got)
		}
		if need := s.Content.MinSize().Height; size.Height == 600 && s.Content.Size().Height < need {
			t.Errorf("the text has %v of %v", s.Content.Size().Height, need)
		}
		for range 20 {
			press(w, fyne.KeyPageDown)
		}
		if below := s.Content.Size().Height - s.scroll.Offset.Y - s.scroll.Size().Height; below != 0 {
			t.Errorf("in %v the keys leave %v of the text below", size, below)
		}
		s.Hide()
	}
}
