package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
)

// handWindow shows an album of five photos that was made by hand, in the order 3 1 5 2 4.
func handWindow(t *testing.T) (*Window, loop, *editing) {
	t.Helper()
	e := &editing{userData: &userData{}, members: []photo.ID{3, 1, 5, 2, 4}}
	e.albums = []photo.Album{{ID: 1, Name: "Trip", Line: "album:Trip", ByHand: true}}
	f := newFake("/a.jpg", "/b.jpg", "/c.jpg", "/d.jpg", "/e.jpg")
	f.own = func() []photo.ID { e.mu.Lock(); defer e.mu.Unlock(); return slices.Clone(e.members) }
	w, l, _ := shownWindow(t, f, func(o *Options) {
		e.all(o)
		o.Edits, o.History, o.HandAlbums, o.Members = e, e, e, e
	})
	l.until(t, "the album", func() bool { return len(w.albums.All()) == 1 })
	w.asks.album(w.albums.All()[0])
	l.until(t, "its photos", func() bool { return inGrid(w) == "[3 1 5 2 4]" })
	return w, l, e
}

func inGrid(w *Window) string { return fmt.Sprint(w.grid.Roll().IDs(99)) }

// An album that was made by hand has its own order, without months, and keys move the selected photos in it. It is
// seen at once, and stored.
func TestKeysMovePhotosOfAnAlbum(t *testing.T) {
	w, l, e := handWindow(t)
	if w.grid.Roll().ByDate {
		t.Fatal("it is shown by date")
	}
	press := w.hand.Step
	w.grid.SelectID(5)
	for _, tt := range []struct {
		key          fyne.KeyName
		shown, saved string
	}{
		{fyne.KeyLeft, "[3 5 1 2 4]", "order 1 [5] 1"},
		{fyne.KeyRight, "[3 1 5 2 4]", "order 1 [5] 2"},
		{fyne.KeyEnd, "[3 1 2 4 5]", "order 1 [5] 0"},
		{fyne.KeyHome, "[5 3 1 2 4]", "order 1 [5] 3"},
	} {
		press(tt.key)
		if got := inGrid(w); got != tt.shown {
			t.Errorf("%s shows %s at once, want %s", tt.key, got, tt.shown)
		}
		saidThat(t, l, e.userData, tt.saved)
	}
	n := len(e.recorded())
	if press(fyne.KeyLeft); inGrid(w) != "[5 3 1 2 4]" || w.grid.Selected() != 5 {
		t.Errorf("the first photo moves further: %s", inGrid(w))
	}
	w.grid.SelectAll()
	press(fyne.KeyEnd)
	if got := e.recorded(); len(got) != n {
		t.Errorf("stored what is no change: %v", got[n:])
	}
	l.until(t, "its notice", func() bool { return strings.Contains(w.board.Shown().Toast, "“Trip”") })
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 4")
}

// Moves that follow faster than they are stored are stored as one, in their order.
func TestFastMovesAreStoredInOrder(t *testing.T) {
	w, l, e := handWindow(t)
	w.grid.SelectID(4)
	for range 4 {
		w.hand.Step(fyne.KeyLeft)
	}
	if got := inGrid(w); got != "[4 3 1 5 2]" {
		t.Fatalf("shown %s", got)
	}
	saidThat(t, l, e.userData, "order 1 [4] 3")
	if e.mu.Lock(); fmt.Sprint(e.members) != "[4 3 1 5 2]" {
		t.Errorf("stored %v", e.members)
	}
	e.mu.Unlock()
	if got := e.recorded(); len(got) > 3 {
		t.Errorf("each step was stored: %v", got)
	}
}

// Delete takes photos out of their album, not out of the library, and says so.
func TestDeleteTakesOutOfTheAlbum(t *testing.T) {
	w, l, e := handWindow(t)
	w.grid.SelectID(1)
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if got := inGrid(w); got != "[3 5 2 4]" || w.grid.Selected() != 5 {
		t.Errorf("shown %s, selected %d", got, w.grid.Selected())
	}
	saidThat(t, l, e.userData, "take 1 [1]")
	l.until(t, "its notice", func() bool { return strings.Contains(w.board.Shown().Toast, "stays in the library") })
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 1")
	w.box.Clear()
	l.until(t, "all photos", func() bool { return w.grid.Roll().Len() == 5 && !stateOf(w).Showing })
	w.grid.SelectID(1)
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if w.hand.Step(fyne.KeyLeft); !strings.Contains(w.board.Shown().Toast+w.board.Shown().Pill, "made by hand") {
		t.Errorf("elsewhere it says %+v", w.board.Shown())
	}
	if got := e.recorded(); slices.Contains(got[len(got)-1:], "take 1 [1]") || len(got) != 2 {
		t.Errorf("outside an album it did %v", got)
	}
}

// An order that cannot be stored is taken back and told.
func TestAnOrderThatIsNotStored(t *testing.T) {
	w, l, e := handWindow(t)
	e.mu.Lock()
	e.refuse = errors.New("the disk is full")
	e.mu.Unlock()
	w.grid.SelectID(4)
	w.hand.Step(fyne.KeyHome)
	l.until(t, "the failure", func() bool { return w.board.Shown().Banner != "" })
	l.until(t, "the order of before", func() bool { return inGrid(w) == "[3 1 5 2 4]" })
}
