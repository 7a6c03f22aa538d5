package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/view"
	"recollect/ui/viewer"
)

// C shows two selected photos side by side, or one beside the next; Esc leads back to where it was pressed.
func TestComparing(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg", "/c.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 3 })
	pair := func(what string, left, right photo.ID) {
		t.Helper()
		l.until(t, what, func() bool { l.drain(); return w.comparing.pair.Visible() })
		if a, b := w.comparing.pair.Current(); a != left || b != right {
			t.Errorf("%s: %d and %d are compared, want %d and %d", what, a, b, left, right)
		}
		if w.win.Canvas().Focused() != w.comparing.pair {
			t.Errorf("%s: the pair does not have the keys", what)
		}
	}
	esc := &fyne.KeyEvent{Name: fyne.KeyEscape}
	w.grid.Select(0)
	w.grid.Act('c')
	pair("one beside the next", 1, 2)
	w.comparing.pair.TypedKey(esc)
	if w.comparing.pair.Visible() || w.win.Canvas().Focused() != w.grid {
		t.Error("Esc does not lead back to the photos")
	}
	w.grid.Select(2)
	w.grid.Act('c')
	pair("the last beside the one before", 3, 2)
	w.comparing.pair.TypedKey(esc)
	w.comparing.selected([]photo.ID{1, 7, 3}) // 7 is within a closed stack
	pair("a stack beside another photo", 1, 3)
	w.comparing.pair.TypedKey(esc)
	w.comparing.selected([]photo.ID{1, 7})
	pair("a stack beside the next", 1, 2)
	w.comparing.pair.TypedKey(esc)
	w.viewing.open(1)
	w.viewer.TypedRune('c')
	pair("from the viewer", 2, 3)
	w.comparing.pair.TypedKey(esc)
	if !w.viewer.Visible() || w.win.Canvas().Focused() != w.viewer {
		t.Error("Esc does not lead back to the viewer")
	}
	w.viewer.TypedRune('c')
	pair("again", 2, 3)
	(&keys{w}).selectAll()
	w.focusGrid()
	pair("whatever gives the photos the keys", 2, 3)
	if w.grid.Marked() > 1 || viewer.Large(w.comparing.pair, w.viewer) != 2 {
		t.Errorf("%d photos are selected behind the pair", w.grid.Marked())
	}
	typed(w, "c")
	l.until(t, "a search to close it", func() bool { l.drain(); return !w.comparing.pair.Visible() })
}

// On the page of duplicates C shows the photo to keep beside the best of the others; Esc leads back to the page.
func TestComparingDuplicates(t *testing.T) {
	d := &twice{fake: newFake("/a.jpg", "/a copy.jpg", "/b.jpg")}
	w, l, trace := shownWindow(t, d.fake, func(o *Options) { o.Copies = d })
	w.nav.enter(view.Duplicates)
	l.until(t, "the group", func() bool { n, _, _ := w.duplicates.Groups(); return n == 1 })
	k := &keys{w}
	for _, tt := range []struct {
		keys        string
		left, right photo.ID
	}{{"c", 1, 2}, {"2C", 2, 1}} {
		for _, r := range tt.keys {
			k.typedRune(r)
		}
		if a, b := w.comparing.pair.Current(); a != tt.left || b != tt.right || !w.comparing.pair.Visible() {
			t.Errorf("%q compares %d and %d, want %d and %d", tt.keys, a, b, tt.left, tt.right)
		}
		l.until(t, "the trace", func() bool { return strings.Contains(trace.String(), `"pair":true`) })
		w.comparing.pair.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if w.comparing.pair.Visible() || w.nav.view() != view.DuplicatesPage || w.win.Canvas().Focused() != nil {
			t.Errorf("Esc leads to %v, where %T has the keys", w.nav.view(), w.win.Canvas().Focused())
		}
	}
	if w.grid.Selected() != 0 {
		t.Errorf("photo %d is selected behind the page", w.grid.Selected())
	}
	k.typedRune('c')
	if w.nav.enter(view.Settings); w.comparing.pair.Visible() {
		t.Error("two photos stay over another page")
	}
}
