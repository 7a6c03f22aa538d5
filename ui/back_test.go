package ui

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/view"
)

// trashed is a library whose last photo was moved to the trash, and a history that brings it back.
type trashed struct {
	*editing
	lib   *fake
	taken photo.Photo
}

func (h *trashed) Undo(context.Context, photo.ActID) (photo.Act, error) {
	return photo.Act{Kind: "trash", Photos: 1, First: h.taken.ID, Undone: true}, nil
}

// take takes the last photo out of the library.
func (h *trashed) take() {
	f := h.lib
	f.mu.Lock()
	last := len(f.photos) - 1
	h.taken = f.photos[last]
	f.photos = slices.Clone(f.photos[:last])
	f.status.Generation++
	f.mu.Unlock()
	f.tell()
}

// back puts it there again, as when its file is found.
func (h *trashed) back() { h.lib.add(h.taken.Path) }

func trashedWindow(t *testing.T) (*Window, loop, *trashed) {
	t.Helper()
	h := &trashed{editing: &editing{userData: &userData{}}, lib: zoo()}
	w, l, _ := shownWindow(t, h.lib, func(o *Options) {
		h.all(o)
		o.Edits, o.History, o.HandAlbums, o.Members = h.editing, h, h.editing, h.editing
	})
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	h.take()
	l.until(t, "one less", func() bool { return w.grid.Roll().Len() == 199 })
	return w, l, h
}

// inSight reports whether a photo is current and on screen.
func inSight(w *Window, id photo.ID) bool {
	shown, _ := w.grid.Shown()
	for _, s := range shown {
		if s.ID == id {
			return w.grid.Selected() == id
		}
	}
	return false
}

// A photo that undo brings back from the trash is current and in sight, as soon as its file is found.
func TestUndoLeadsToThePhoto(t *testing.T) {
	w, l, h := trashedWindow(t)
	w.focusGrid()
	w.grid.Select(0)
	(&keys{w}).undo()
	l.until(t, "the notice", func() bool { return w.board.Shown().Toast != "" })
	if w.grid.Selected() != 1 {
		t.Errorf("before it is there photo %d is current", w.grid.Selected())
	}
	h.back()
	l.until(t, "the photo", func() bool { return inSight(w, h.taken.ID) })
	h.take()
	l.until(t, "one less again", func() bool { return w.grid.Roll().Len() == 199 })
	w.board.Done("", nil)
	(&keys{w}).undo()
	l.until(t, "the notice", func() bool { return w.board.Shown().Toast != "" })
	w.grid.Select(4)
	h.back()
	l.until(t, "the photo", func() bool { return w.grid.Roll().Len() == 200 })
	if w.grid.Selected() != 5 {
		t.Errorf("the person has gone on to photo 5, and %d is current", w.grid.Selected())
	}
}

// Who goes elsewhere meanwhile stays there.
func TestUndoLeadsNobodyAway(t *testing.T) {
	w, l, h := trashedWindow(t)
	for name, elsewhere := range map[string]func(){
		"Photos":       func() { w.nav.enter(view.Photos) },
		"another page": func() { w.nav.enter(view.Settings); w.nav.enter(view.Photos) },
		"a search":     func() { w.box.SetText("dog"); w.box.Clear() },
	} {
		w.grid.Top()
		w.board.Done("", nil)
		(&keys{w}).undo()
		l.until(t, "the notice", func() bool { return w.board.Shown().Toast != "" })
		elsewhere()
		h.back()
		l.until(t, "the photo", func() bool { return w.grid.Roll().Len() == 200 && stateOf(w).Answered() })
		if w.grid.Selected() == h.taken.ID {
			t.Errorf("after %s the photo that is back is current", name)
		}
		h.take()
		l.until(t, "one less", func() bool { return w.grid.Roll().Len() == 199 })
	}
}

// What comes back into an answer is current there. What never left is not gone to: those selected stay so.
func TestUndoLeadsToWhatComesBackIntoAnAnswer(t *testing.T) {
	w, l, e := handWindow(t)
	w.grid.SelectID(5)
	w.back.Done(photo.Act{Kind: "rating", First: 3, Undone: true})
	if w.grid.Selected() != 5 {
		t.Errorf("photo %d is current after another was changed in its place", w.grid.Selected())
	}
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	l.until(t, "the album without it", func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return inGrid(w) == "[3 1 2 4]" && len(e.members) == 4
	})
	w.back.Done(photo.Act{Kind: "member", First: 5, Undone: true})
	e.mu.Lock()
	e.members = []photo.ID{3, 1, 5, 2, 4}
	e.mu.Unlock()
	w.finder.Refresh()
	l.until(t, "the photo again", func() bool { return inSight(w, 5) })
}

// twoGroups is a library with a group of duplicates before that of twice.
type twoGroups struct{ *twice }

func (d twoGroups) Groups(ctx context.Context, shots bool) ([]photo.Duplicates, error) {
	all, err := d.twice.Groups(ctx, shots)
	other := photo.Duplicates{Members: []photo.Duplicate{{Photo: photo.Photo{ID: 3}}, {Photo: photo.Photo{ID: 4}}}}
	return append([]photo.Duplicates{other}, all...), err
}

// On the page of duplicates undo shows the group again that was done with.
func TestUndoShowsTheGroup(t *testing.T) {
	d := twoGroups{&twice{fake: newFake("/a.jpg", "/a copy.jpg", "/b.jpg")}}
	w, l, _ := shownWindow(t, d.fake, func(o *Options) { o.Copies, o.Trash, o.Heirs, o.History = d, d.trash, d, d })
	shows := func(what string, n int, first photo.ID) {
		t.Helper()
		l.until(t, what, func() bool {
			got, g, ok := w.duplicates.Groups()
			return ok && got == n && g.Members[0].ID == first
		})
	}
	w.nav.enter(view.Duplicates)
	shows("the groups", 2, 3)
	k := &keys{w}
	k.typedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	k.typedRune('x')
	shows("the other group", 1, 3)
	k.undo()
	shows("the group again", 2, 1)
}
