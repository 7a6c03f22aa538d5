package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/view"
)

// gridAt is where the grid lies and how large it is.
func gridAt(w *Window) string {
	return fmt.Sprint(fyne.CurrentApp().Driver().AbsolutePositionForObject(w.grid), w.grid.Size())
}

// The grid keeps its place and size whatever is said above and below it.
func TestTheGridNeverJumps(t *testing.T) {
	f := zoo()
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) // where a lower edge that moves would be seen
	place, top := gridAt(w), topOf(w)
	stays := func(what string) {
		t.Helper()
		if now := gridAt(w); now != place {
			t.Errorf("%s: the grid is at %s, was at %s", what, now, place)
		}
	}
	f.setStatus(func(s *photo.Status) { s.Scanning = true })
	l.until(t, "the status line", w.board.Status.Object().Visible)
	stays("the status line comes")
	if now := topOf(w); now != top {
		t.Errorf("the status line moved %s to %s", top, now)
	}
	if line := w.board.Status.Object(); line.Size().Height < 20 ||
		line.Position().Y+line.Size().Height != w.shell.Root.Size().Height {
		t.Errorf("the status line is at %v, %v high", line.Position().Y, line.Size().Height)
	}
	f.setStatus(func(s *photo.Status) { s.Scanning = false })
	l.until(t, "no status line", func() bool { return !w.board.Status.Object().Visible() })
	stays("the status line goes")
	if now := topOf(w); now != top {
		t.Errorf("its going moved %s to %s", top, now)
	}
	w.focusBox()
	typed(w, "d")
	stays("a question is typed")
	if now := topOf(w); now != top {
		t.Errorf("a letter moved %s to %s", top, now)
	}
	answeredTo(t, w, l)
	stays("its answer is there")
	key(w, fyne.KeyEscape)
	stays("home again")
	if now := topOf(w); now != top {
		t.Errorf("back at %s, left %s", now, top)
	}
	w.board.Done("Done.", nil)
	w.board.Hint("Searching…")
	w.judge.Ask("Does it?")
	stays("notices")
}

// The other pages end above the status line, and have no line of the photos.
func TestRoomsEndAboveTheStatusLine(t *testing.T) {
	f := zoo()
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	if !w.shell.Strip.Visible() || w.shell.Total.Text != "200 photos" {
		t.Errorf("above the photos it says %q", w.shell.Total.Text)
	}
	w.nav.enter(view.Settings)
	f.setStatus(func(s *photo.Status) { s.Scanning = true })
	l.until(t, "the status line", w.board.Status.Object().Visible)
	if end := w.shell.Body.Position().Y + w.shell.Body.Size().Height; end > w.board.Status.Object().Position().Y ||
		w.shell.Strip.Visible() {
		t.Errorf("the settings end at %v, the status line begins at %v", end, w.board.Status.Object().Position().Y)
	}
	w.nav.enter(view.Photos)
	if end := w.shell.Body.Position().Y + w.shell.Body.Size().Height; end != w.shell.Root.Size().Height ||
		!w.shell.Strip.Visible() {
		t.Errorf("the photos end at %v, the window at %v", end, w.shell.Root.Size().Height)
	}
}
