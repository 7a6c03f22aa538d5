package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/ui/ask"
	"recollect/ui/view"
)

// searchKey presses Ctrl+F.
func searchKey(w *Window) {
	k := &keyboard{Canvas: w.win.Canvas()}
	find := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}
	(&keys{w}).bindTo(k)
	k.keys.TypedShortcut(find)
}

// Ctrl+F and / select the line that stands in the box, so that typing replaces it.
func TestSearchKeysSelectTheLine(t *testing.T) {
	w, l, _ := shownWindow(t, zoo(), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	for name, press := range map[string]func(){
		"Ctrl+F on photos":     func() { w.focusGrid(); searchKey(w) },
		"Ctrl+F in the box":    func() { w.focusBox(); searchKey(w) },
		"/ on photos":          func() { w.focusGrid(); w.grid.Act('/') },
		"/ on the side bar":    func() { w.side.OnSearch() },
		"/ without any widget": func() { w.win.Canvas().Unfocus(); (&keys{w}).typedRune('/') },
	} {
		w.box.SetText("dog")
		answeredTo(t, w, l)
		press()
		if typed(w, "cat"); w.box.Text() != "cat" {
			t.Errorf("%s: the box has %q", name, w.box.Text())
		}
		answeredTo(t, w, l)
	}
}

// What is marked is so until something else is shown: another answer, all photos again, another page.
func TestMarksDoNotGoOutOfSight(t *testing.T) {
	w, l, _ := shownWindow(t, zoo(), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	mark := func() {
		t.Helper()
		w.focusGrid()
		w.grid.Select(3)
		w.grid.SelectAll()
		if w.grid.Marked() < 100 {
			t.Fatalf("%d are marked", w.grid.Marked())
		}
	}
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"a search", func() { w.box.SetText("dog") }},
		{"another search", func() { w.box.SetText("cat") }},
		{"all photos again", w.box.Clear},
		{"a search once more", func() { w.box.SetText("dog") }},
		{"back", func() { w.finder.back() }},
		{"settings", func() { w.nav.enter(view.Settings); w.nav.enter(view.Photos) }},
		{"Esc", func() { key(w, fyne.KeyEscape) }},
	} {
		mark()
		step.do()
		l.until(t, step.name, func() bool { return stateOf(w).Answered() })
		if n := w.grid.Marked(); n != 0 {
			t.Errorf("after %s %d are marked", step.name, n)
		}
		if text := w.chosen.Text(); text != "" {
			t.Errorf("after %s the bar says %q", step.name, text)
		}
	}
	if w.nav.view() != view.Library || w.grid.Selected() == 0 {
		t.Errorf("Esc led to %v, and photo %d is current", w.nav.view(), w.grid.Selected())
	}
}

// What lies over the window keeps the keys, whatever the page below it does: it may have been waiting for something.
func TestNothingTakesTheKeysFromADialog(t *testing.T) {
	w, l, _ := shownWindow(t, zoo(), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	for _, page := range []view.Page{view.Photos, view.Settings, view.Problems} {
		w.nav.enter(page)
		line := ask.For(w.win, ask.Request{Title: "A name", Given: func(string) {}})
		w.focusGrid()
		if typed(w, "ab"); line.Text != "ab" {
			t.Errorf("over page %v what was typed is %q", page, line.Text)
		}
		key(w, fyne.KeyEscape)
		if w.win.Canvas().Overlays().Top() != nil {
			t.Fatalf("over page %v Esc does not put it away", page)
		}
	}
	w.nav.enter(view.Photos)
	w.viewing.open(0)
	w.focusGrid()
	w.nav.arrange()
	if w.win.Canvas().Focused() != fyne.Focusable(w.viewer) {
		t.Errorf("the photo has lost the keys to %T", w.win.Canvas().Focused())
	}
}
