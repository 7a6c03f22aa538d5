package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/ask"
)

// tagsWindow shows three photos and two tags.
func tagsWindow(t *testing.T) (*Window, loop, *editing, *fake) {
	t.Helper()
	e := &editing{userData: &userData{allTags: []photo.Tag{
		{Name: "Family", Photos: 2}, {Name: "Family/Anna", Photos: 1}, {Name: "Garden", Photos: 1},
	}}}
	f := newFake("/a.jpg", "/b.jpg", "/c.jpg")
	w, l, _ := shownWindow(t, f, func(o *Options) {
		e.all(o)
		o.Edits, o.History, o.HandAlbums, o.Members = e, e, e, e
	})
	l.until(t, "the photos", func() bool { return w.grid.Roll().Len() == 3 })
	l.until(t, "the tags", func() bool { _, ok := w.side.At("Garden"); return ok })
	return w, l, e, f
}

// Photos that are dragged onto a tag get it, all in one act that can be undone.
func TestPhotosAreDraggedOntoATag(t *testing.T) {
	w, l, e, _ := tagsWindow(t)
	at, _ := w.side.At("Garden")
	w.grid.SelectAll()
	drag(w, middle(w, 0), at)
	if said := w.carry.Said(); said != "Tag 3 photos “Garden”" {
		t.Errorf("it says %q", said)
	}
	w.grid.DragEnd()
	saidThat(t, l, e.userData, "tag [1 2 3] Garden true")
	l.until(t, "its notice", func() bool { return w.board.Shown().Toast == "3 photos tagged “Garden”." })
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 1")
}

// A click on a tag shows its photos as a filter, and the side bar marks it; words can be added.
func TestPhotosOfATag(t *testing.T) {
	w, l, _, _ := tagsWindow(t)
	w.side.OnTag("Family/Anna")
	l.until(t, "its photos", func() bool { return stateOf(w).Showing })
	if got := stateOf(w).Asked.Text; got != "tag:/Family/Anna" || w.nav.tagShown() != "Family/Anna" {
		t.Errorf("it asks for %q, and marks %q", got, w.nav.tagShown())
	}
	w.side.OnSearchTag("Garden")
	typed(w, "dog")
	l.until(t, "some of them", func() bool { return strings.Contains(stateOf(w).Asked.Text, "dog") })
	if got := stateOf(w).Asked.Text; got != "tag:/Garden dog" || w.nav.tagShown() != "" {
		t.Errorf("it asks for %q, and marks %q", got, w.nav.tagShown())
	}
}

// The side bar has the tags that there are, also when another process changes them.
func TestTagsOfOthers(t *testing.T) {
	w, l, e, f := tagsWindow(t)
	e.mu.Lock()
	e.allTags = []photo.Tag{{Name: "Zoo", Photos: 3}}
	e.mu.Unlock()
	f.setStatus(func(s *photo.Status) { s.Others++ })
	l.until(t, "the tags of now", func() bool {
		_, is := w.side.At("Zoo")
		_, was := w.side.At("Garden")
		return is && !was
	})
}

// A tag gets another name after a question, and is removed without one; both can be undone. What is shown stays.
func TestTagsAreRenamedAndRemoved(t *testing.T) {
	w, l, e, _ := tagsWindow(t)
	w.side.OnTag("Family/Anna")
	l.until(t, "its photos", func() bool { return stateOf(w).Showing })
	w.side.OnRenameTag("Family")
	line := w.win.Canvas().Focused().(*ask.Line)
	if line.Text != "Family" {
		t.Errorf("the question begins with %q", line.Text)
	}
	line.SetText("People / ")
	key(w, fyne.KeyReturn)
	saidThat(t, l, e.userData, "rename Family People")
	l.until(t, "its photos by the new name", func() bool { return w.nav.tagShown() == "People/Anna" })
	l.until(t, "the row", func() bool { _, ok := w.side.At("People"); return ok })
	w.side.OnRemoveTag("Garden")
	saidThat(t, l, e.userData, "remove tag Garden")
	l.until(t, "its notice", func() bool { return strings.Contains(w.board.Shown().Toast, "“Garden”") })
	l.until(t, "the row to go", func() bool { _, ok := w.side.At("Garden"); return !ok })
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 2")
}

// When a new name is undone, by whichever way, the photos that are shown are again those of the old one.
func TestATagHasItsOldNameAgain(t *testing.T) {
	w, l, e, f := tagsWindow(t)
	w.side.OnTag("Garden")
	l.until(t, "its photos", func() bool { return w.nav.tagShown() == "Garden" })
	w.side.OnRenameTag("Garden")
	w.win.Canvas().Focused().(*ask.Line).SetText("Yard")
	key(w, fyne.KeyReturn)
	l.until(t, "the new name", func() bool { return w.nav.tagShown() == "Yard" })
	for _, now := range []string{"Garden", "Yard"} { // undone and done again
		e.mu.Lock()
		e.allTags = []photo.Tag{{Name: now, Photos: 1}}
		e.mu.Unlock()
		f.setStatus(func(s *photo.Status) { s.Others++ })
		l.until(t, now, func() bool { return w.nav.tagShown() == now })
	}
}
