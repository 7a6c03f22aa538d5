package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/view"
)

// A word that is typed on photos is searched for, and does nothing to them.
func TestAWordTypedOnPhotosIsSearchedFor(t *testing.T) {
	for _, where := range []string{"grid", "viewer", "nothing"} {
		t.Run(where, func(t *testing.T) {
			k, revealed := &userData{}, false
			w, l, _ := shownWindow(t, newFake("/flower1.jpg", "/flower2.jpg", "/tree.jpg"), func(o *Options) {
				k.all(o)
				o.Reveal = func(string) error { revealed = true; return nil }
			})
			l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 3 })
			w.focusGrid()
			w.grid.Select(2)
			switch where {
			case "viewer":
				w.viewing.open(2)
			case "nothing":
				w.win.Canvas().Unfocus()
			}
			for _, r := range "flower" {
				if f := w.win.Canvas().Focused(); f != nil {
					f.TypedRune(r)
				} else {
					(&keys{w}).typedRune(r)
				}
			}
			answeredTo(t, w, l)
			if w.box.Text() != "flower" || !w.box.Focused() || w.nav.view() != view.Results ||
				stateOf(w).Found.Len() != 2 {
				t.Errorf("it is at %s", stands(w))
			}
			if said := k.recorded(); len(said) > 0 || revealed {
				t.Errorf("it did %v, revealed: %v", said, revealed)
			}
			w.focusGrid()
			w.finder.leaveGrid()
			l.until(t, "the step before", func() bool { return stateOf(w).Answered() })
			if w.box.Text() != "" || w.viewer.Visible() != (where == "viewer") {
				t.Errorf("back to %s", stands(w))
			}
		})
	}
}

// Keys that are pressed one right after the other are no word: a letter before an arrow was a key itself, and no word
// has a bracket in it. They belong to the photo that the key before them has opened.
func TestKeysInAHurryAreNoWord(t *testing.T) {
	for _, open := range []string{"Return", "Space"} {
		w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg", "/c.jpg"), nil)
		l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 3 })
		w.focusGrid()
		for _, k := range strings.Fields("Right Right " + open + " n Right ] [ n ] ] z Left c") {
			if len(k) > 1 {
				key(w, fyne.KeyName(k))
			}
			if r := []rune(strings.Replace(k, "Space", " ", 1)); len(r) == 1 {
				typed(w, string(r))
			}
		}
		l.until(t, "the pair", w.comparing.pair.Visible)
		if left, _ := w.comparing.pair.Current(); w.box.Text() != "" || w.box.Focused() || left != 2 {
			t.Errorf("after %s it is at %s, and compares %d", open, stands(w), left)
		}
		if !w.app.Preferences().Bool(prefStrip) {
			t.Errorf("after %s the strip was not hidden and shown again", open)
		}
	}
}

// Every mark that a key makes is told of, and can be undone with the button of
// the notice or with a key.
func TestMarksCanBeUndone(t *testing.T) {
	shown := func() map[photo.ID][]photo.Shown {
		return map[photo.ID][]photo.Shown{
			1: {{Thing: "dog", Verdict: photo.Suggested}}, 2: {{Thing: "dog", Verdict: photo.Confirmed}},
		}
	}
	tests := []struct {
		name       string
		keys       string
		all        bool // not the first photo only
		text       string
		done, undo []string
	}{
		{
			"favourite", "f", false, "Photo added to favourites.",
			[]string{"favourite [1] true"},
			[]string{"favourite [1] false"},
		},
		{
			"no favourite", "ff", false, "Photo removed from favourites.",
			[]string{"favourite [1] false"},
			[]string{"favourite [1] true"},
		},
		{
			"one of two is one already", "f", true, "2 photos added to favourites.",
			[]string{"favourite [1 2] true"},
			[]string{"favourite [1] false"},
		},
		{
			"it shows it", "y", false, "This photo shows “dog”.",
			[]string{"judge dog [1] 1"},
			[]string{"judge dog [1] 0"},
		},
		{
			"they do not", "x", true, "2 photos do not show “dog”.",
			[]string{"judge dog [1 2] -1"},
			[]string{"judge dog [1] 0", "judge dog [2] 1"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := &userData{shown: shown(), favourites: map[photo.ID]bool{2: true}}
			w, l, _ := shownWindow(t, newFake("/thing:dog1.jpg", "/thing:dog2.jpg"), k.all)
			l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 && w.grid.Favourite(2) })
			w.asks.thing("dog")
			answeredTo(t, w, l)
			w.grid.Select(0)
			if tt.all {
				w.grid.SelectAll()
			}
			for _, r := range tt.keys {
				toastBox(w).Hide()
				w.grid.TypedRune(r)
				l.until(t, "the notice", toastBox(w).Visible)
			}
			if w.board.Shown().Toast != tt.text || !w.board.Shown().Undo {
				t.Errorf("it says %q, undo offered: %v; want %q", w.board.Shown().Toast, w.board.Shown().Undo, tt.text)
			}
			for _, what := range tt.done {
				saidThat(t, l, k, what)
			}
			test.Tap(button(w.board.Toast(), "Undo"))
			for _, what := range tt.undo {
				saidThat(t, l, k, what)
			}
			l.until(t, "word of it", func() bool { return w.board.Shown().Toast == "Undone." })
			n := len(k.recorded())
			w.board.Undo() // there is nothing more to undo
			if now := k.recorded(); len(now) != n || toastBox(w).Visible() {
				t.Errorf("undone twice: %v", now[n:])
			}
		})
	}
}

func TestATagCanBeUndone(t *testing.T) {
	k := &userData{tags: []string{"Old"}}
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg"), k.all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	w.marks.SetTag([]photo.ID{1, 2}, "garden", true)
	l.until(t, "the notice", toastBox(w).Visible)
	if got := w.board.Shown().Toast; got != "2 photos tagged “garden”." {
		t.Errorf("it says %q", got)
	}
	w.board.Undo()
	saidThat(t, l, k, "tag [1 2] garden false")
	w.marks.SetTag([]photo.ID{1}, "old", true) // it had that
	l.until(t, "the notice", func() bool { return w.board.Shown().Toast == "Photo tagged “old”." })
	if w.board.Undo(); slices.Contains(k.recorded(), "tag [1] old false") {
		t.Error("undoing took a tag that was there before")
	}
	w.marks.SetTag([]photo.ID{1}, "old", false)
	l.until(t, "the notice", func() bool { return strings.HasSuffix(w.board.Shown().Toast, "any more.") })
	w.board.Undo()
	l.until(t, "the tag again", func() bool {
		n := 0
		for _, s := range k.recorded() {
			if s == "tag [1] old true" {
				n++
			}
		}
		return n == 2
	})
}

// A notice leaves by itself, stays clear of what floats below it, and is seen
// above the viewer.
func TestANoticeStandsFreeAndLeaves(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), (&userData{}).all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 1 })
	edges := func(o fyne.CanvasObject) (top, bottom float32) {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		return y, y + o.Size().Height
	}
	w.board.Hint("Drop a picture")
	w.judge.Ask("Does it?")
	w.board.DoneTime = time.Millisecond
	w.board.Done("Done.", func() {})
	_, bottom := edges(toastBox(w))
	for _, o := range []fyne.CanvasObject{w.board.Pill(), w.judge.Object()} {
		if top, _ := edges(o); top < bottom {
			t.Errorf("the notice ends at %v, and what floats below it begins at %v", bottom, top)
		}
	}
	at := slices.Index(w.shell.Root.Objects, fyne.CanvasObject(w.board.Toast()))
	if at < slices.Index(w.shell.Root.Objects, fyne.CanvasObject(w.viewer)) {
		t.Error("the viewer hides it")
	}
	l.until(t, "it to leave", func() bool { return !toastBox(w).Visible() })
	if !w.board.Shown().Undo {
		t.Error("what was done cannot be undone with a key any more")
	}
}
