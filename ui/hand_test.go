package ui

import (
	"context"
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
	w, l, e, _ := closableHandWindow(t)
	return w, l, e
}

// closableHandWindow is handWindow with what closes the window.
func closableHandWindow(t *testing.T) (*Window, loop, *editing, context.CancelFunc) {
	t.Helper()
	e := &editing{userData: &userData{}, members: []photo.ID{3, 1, 5, 2, 4}}
	e.albums = []photo.Album{{ID: 1, Name: "Trip", Line: "album:Trip", ByHand: true}}
	f := newFake("/a.jpg", "/b.jpg", "/c.jpg", "/d.jpg", "/e.jpg")
	f.own = func() []photo.ID { e.mu.Lock(); defer e.mu.Unlock(); return slices.Clone(e.members) }
	w, l, _, end := closableWindow(t, f, func(o *Options) {
		e.all(o)
		o.Edits, o.History, o.HandAlbums, o.Members = e, e, e, e
	})
	l.until(t, "the album", func() bool { return len(w.albums.All()) == 1 })
	w.asks.album(w.albums.All()[0])
	l.until(t, "its photos", func() bool { return inGrid(w) == "[3 1 5 2 4]" })
	return w, l, e, end
}

func inGrid(w *Window) string { return fmt.Sprint(w.grid.Roll().IDs(99)) }

// An album that was made by hand is a chip of the search box, as a tag is: words added to it search in it.
func TestAlbumIsAChip(t *testing.T) {
	w, l, _ := handWindow(t)
	if got := w.box.Text(); got != "" || w.finder.State().Asked.Text != "album:Trip" {
		t.Errorf("the line is %q, asked for is %q", got, w.finder.State().Asked.Text)
	}
	if _, saved := w.albums.Of(w.finder.State().Asked); !saved {
		t.Error("it is not known as an album")
	}
	w.box.Put("dog")
	l.until(t, "a search in it", func() bool { return w.finder.State().Asked.Text == "album:Trip dog" })
}

// The photos of an album go on being shown once it has another name.
func TestAlbumIsRenamedWhileItIsShown(t *testing.T) {
	w, l, e := handWindow(t)
	e.mu.Lock()
	e.albums = []photo.Album{{ID: 1, Name: "Journey", Line: "album:Journey", ByHand: true}}
	e.mu.Unlock()
	w.albums.Read()
	l.until(t, "its new name", func() bool { return w.nav.handShown().Name == "Journey" })
	if got := w.finder.State().Asked.Text; got != "album:Journey" {
		t.Errorf("asked for is %q", got)
	}
}

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
		w.board.Done("", nil)
		press(tt.key)
		if got := inGrid(w); got != tt.shown {
			t.Errorf("%s shows %s at once, want %s", tt.key, got, tt.shown)
		}
		saidThat(t, l, e.userData, tt.saved)
		l.until(t, "its notice", func() bool { return strings.Contains(w.board.Shown().Toast, "“Trip”") })
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
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 4")
}

// Moves that follow faster than they are stored are stored as one, in their order.
func TestFastMovesAreStoredInOrder(t *testing.T) {
	w, l, e := handWindow(t)
	e.hold = make(chan struct{})
	w.grid.SelectID(4)
	for range 4 {
		w.hand.Step(fyne.KeyLeft)
	}
	if got := inGrid(w); got != "[4 3 1 5 2]" {
		t.Fatalf("shown %s", got)
	}
	close(e.hold)
	saidThat(t, l, e.userData, "order 1 [4] 3")
	if e.mu.Lock(); fmt.Sprint(e.members) != "[4 3 1 5 2]" {
		t.Errorf("stored %v", e.members)
	}
	e.mu.Unlock()
	if got := e.recorded(); len(got) > 3 {
		t.Errorf("each step was stored: %v", got)
	}
}

// Ctrl+Z right after a photo was moved undoes the move, which is not stored yet, and not what was done before.
func TestUndoOfAMoveInAHurry(t *testing.T) {
	w, l, e := handWindow(t)
	w.grid.SelectID(4)
	w.grid.TypedRune('4')
	l.until(t, "its notice", func() bool { return w.board.Shown().Undo })
	e.hold = make(chan struct{})
	w.hand.Step(fyne.KeyLeft)
	(&keys{w}).undo()
	close(e.hold)
	saidThat(t, l, e.userData, "undo 2")
	if got := e.recorded(); slices.Contains(got, "undo 1") {
		t.Errorf("what was done before is undone: %q", got)
	}
}

// What was moved before the window was closed is stored before it ends, also what waited for others then.
func TestMovesThatWaitAreStoredAtTheEnd(t *testing.T) {
	w, _, e, end := closableHandWindow(t)
	e.hold = make(chan struct{})
	for _, id := range []photo.ID{4, 5, 2} {
		w.grid.SelectID(id)
		w.hand.Step(fyne.KeyHome)
	}
	if got := inGrid(w); got != "[2 5 4 3 1]" {
		t.Fatalf("shown %s", got)
	}
	end()
	close(e.hold)
	w.work.Wait()
	if e.mu.Lock(); fmt.Sprint(e.members) != "[2 5 4 3 1]" {
		t.Errorf("stored %v after %v", e.members, e.changes)
	}
	e.mu.Unlock()
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

// drag drags from one point of the window to others, as the driver does.
func drag(w *Window, from fyne.Position, to ...fyne.Position) {
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.grid)
	was := from
	for _, at := range to {
		e := &fyne.DragEvent{Dragged: fyne.NewDelta(at.X-was.X, at.Y-was.Y)}
		e.AbsolutePosition, e.Position = at, at.Subtract(origin)
		w.grid.Dragged(e)
		was = at
	}
}

// middle is the middle of tile i on screen, in the window.
func middle(w *Window, i int) fyne.Position {
	tiles, _ := w.grid.Shown()
	t := tiles[i]
	return fyne.NewPos(float32(t.X+t.W/2), float32(t.Y+t.H/2))
}

// A photo that is dragged in its album falls before the photo whose left half it is dropped on. Esc puts it back.
func TestPhotosAreDraggedInTheirAlbum(t *testing.T) {
	w, l, e := handWindow(t)
	first := middle(w, 0)
	drag(w, middle(w, 3), middle(w, 2), first.AddXY(-30, 0))
	if ids := w.carry.Carrying(); fmt.Sprint(ids) != "[2]" || w.grid.Selected() != 2 {
		t.Fatalf("carries %v", ids)
	}
	w.grid.DragEnd()
	if got := inGrid(w); got != "[2 3 1 5 4]" {
		t.Errorf("shown %s", got)
	}
	saidThat(t, l, e.userData, "order 1 [2] 3")
	w.grid.SelectID(1)
	drag(w, middle(w, 0), middle(w, 1), first.AddXY(-30, 0))
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	drag(w, middle(w, 1), first)
	if w.grid.DragEnd(); inGrid(w) != "[2 3 1 5 4]" || w.carry.Carrying() != nil {
		t.Errorf("after Esc %s, carries %v", inGrid(w), w.carry.Carrying())
	}
	w.grid.SelectAll()
	drag(w, middle(w, 0), middle(w, 1))
	w.grid.DragEnd()
	drag(w, middle(w, 0), middle(w, 1).AddXY(40, 0)) // one of all that are selected
	if w.grid.DragEnd(); inGrid(w) != "[2 3 1 5 4]" {
		t.Errorf("all photos moved: %s", inGrid(w))
	}
}

// Photos that are dragged onto an album or the favourites of the side bar are put there; no file is moved.
func TestPhotosAreDraggedToTheSideBar(t *testing.T) {
	w, l, e := handWindow(t)
	w.box.Clear()
	l.until(t, "all photos", func() bool { return !stateOf(w).Showing && w.grid.Roll().Len() == 5 })
	row := func(name string) fyne.Position {
		at, ok := w.side.At(name)
		if !ok {
			t.Fatalf("there is no row %s", name)
		}
		return at
	}
	w.grid.SelectAll()
	drag(w, middle(w, 0), row("Trip"))
	if said := w.carry.Said(); !strings.Contains(said, "Add 5 to “Trip”") {
		t.Errorf("it says %q", said)
	}
	w.grid.DragEnd()
	saidThat(t, l, e.userData, "add 1 [1 2 3 4 5]")
	w.grid.Unmark()
	w.grid.SelectID(1)
	drag(w, middle(w, 4), row("Favourites"))
	w.grid.DragEnd()
	saidThat(t, l, e.userData, "favourite [5] true")
	n := len(e.recorded())
	drag(w, middle(w, 4), row("pictures"))
	if said := w.carry.Said(); !strings.Contains(said, "does not move your files") {
		t.Errorf("over a folder it says %q", said)
	}
	w.grid.DragEnd()
	drag(w, middle(w, 4), row("Favourites")) // it is one
	if w.grid.DragEnd(); len(e.recorded()) != n {
		t.Errorf("did %v", e.recorded()[n:])
	}
}

// In the search box, and behind a photo that is shown large, the keys of an album move no photos.
func TestKeysOfTheAlbumElsewhere(t *testing.T) {
	w, l, _ := handWindow(t)
	c := w.win.Canvas()
	w.grid.SelectID(5)
	c.Focus(w.grid)
	if !w.hand.HasKeys(c) {
		t.Error("the grid's keys mean nothing")
	}
	w.focusBox()
	if w.hand.HasKeys(c) {
		t.Error("keys in the search box move photos")
	}
	c.Focus(w.grid)
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	l.until(t, "the photo", w.viewer.Visible)
	if w.hand.HasKeys(c) {
		t.Error("keys move photos behind the one that is open")
	}
}
