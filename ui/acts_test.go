package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/ui/tip"
	"recollect/ui/view"
)

// What came of an act is over with the next one; what lasts is not.
func TestABannerLeavesAtTheNextAct(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	w, l, _ := shownWindow(t, f, nil)
	for name, act := range map[string]func(){
		"a search":     func() { typed(w, "cat") },
		"another page": func() { w.nav.enter(view.Settings) },
		"a photo":      func() { w.viewing.open(0) },
	} {
		w.box.Clear()
		w.folders.Add("/missing")
		l.until(t, "the banner", func() bool { return w.board.Banner().Visible() })
		if act(); w.board.Banner().Visible() {
			t.Errorf("after %s the banner says %q", name, w.board.Shown().Banner)
		}
		w.nav.enter(view.Photos)
	}
	w.board.News("Your library was restored.", "", nil)
	w.nav.enter(view.Settings)
	if !w.board.Banner().Visible() {
		t.Error("what nobody may miss leaves by itself")
	}
}

func TestAnEmptyLibraryAnswersWithAFolder(t *testing.T) {
	w, l, _ := shownWindow(t, newFake(), nil)
	typed(w, "dog")
	answeredTo(t, w, l)
	if button(w.shell.Centre, "Add a folder…") == nil || button(w.shell.Centre, "Show all photos") != nil {
		t.Error("without any folder a search does not offer to add one")
	}
	w.folders.Add("/new")
	l.until(t, "its photos", func() bool { return w.grid.Roll().Len() == 2 })
}

func TestPhotosAgainGoesToTheTop(t *testing.T) {
	f := newFake(slices.Repeat([]string{"/pictures/cat.jpg"}, 200)...)
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	top, _ := w.grid.Shown()
	w.focusGrid()
	key(w, fyne.KeyEnd)
	if now, _ := w.grid.Shown(); now[0].ID == top[0].ID {
		t.Fatal("End does not scroll")
	}
	w.nav.enter(view.Photos)
	if now, _ := w.grid.Shown(); now[0] != top[0] {
		t.Errorf("Photos again shows %v first, want %v", now[0].ID, top[0].ID)
	}
}

func TestANewFolderIsAnnounced(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/pictures/cat.jpg"), nil)
	w.folders.Add("/home/summer")
	l.until(t, "the news", func() bool {
		return w.board.Pill().Visible() && w.board.Shown().Pill == "Added summer. Its photos appear as they are found."
	})
	l.until(t, "its end", func() bool { return !w.board.Pill().Visible() })
}

// The Tab key follows the eye: the box, the photos, and then the rest.
func TestTabFollowsTheEye(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/pictures/cat.jpg"), nil)
	l.until(t, "the photo", func() bool { return w.grid.Roll().Len() == 1 })
	c := w.win.Canvas()
	if c.Focused() != w.box.Field() {
		t.Fatalf("at first %T has the focus", c.Focused())
	}
	c.FocusNext()
	for range 3 { // the buttons of the box, as far as they are shown
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.Focused().(fyne.CanvasObject))
		if inside := at.Subtract(w.box.Position()); inside.Y < 0 || inside.Y > w.box.Size().Height {
			break
		}
		c.FocusNext()
	}
	if c.Focused() != fyne.Focusable(w.grid) {
		t.Errorf("after the box %T has the focus", c.Focused())
	}
	c.FocusNext()
	if _, ok := c.Focused().(*tip.Button); !ok {
		t.Errorf("after the photos %T has the focus", c.Focused())
	}
	c.FocusPrevious()
	if c.Focused() != fyne.Focusable(w.grid) {
		t.Errorf("back from there %T has the focus", c.Focused())
	}
}

// In the search box, which has the keys after a start, undo is about what was typed; where nothing is, about what was
// done.
func TestUndoInTheSearchBox(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/pictures/cat.jpg"), nil)
	l.until(t, "the photo", func() bool { return w.grid.Roll().Len() == 1 })
	box := w.win.Canvas().Focused()
	if box != w.box.Field() {
		t.Fatalf("after a start %T has the keys", box)
	}
	undone := 0
	undo := func() { box.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{}) }
	w.board.Done("Done.", func() { undone++ })
	if undo(); undone != 1 {
		t.Errorf("in an empty box it undoes %d acts", undone)
	}
	w.board.Done("Done.", func() { undone++ })
	test.Type(box, "cat")
	if undo(); undone != 1 || w.box.Text() == "cat" {
		t.Errorf("after typing it leaves %q, and undoes %d acts", w.box.Text(), undone)
	}
	w.box.SetText("dog") // as an album does: nobody has typed it
	if undo(); undone != 2 || w.box.Text() != "dog" {
		t.Errorf("with nothing typed it leaves %q, and undoes %d acts", w.box.Text(), undone)
	}
	l.drain()
}
