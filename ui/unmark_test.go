package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

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
