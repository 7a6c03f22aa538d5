package ui

import "testing"

// A click on a folder shows its photos, as a chip that can be clicked away.
func TestPhotosOfAFolder(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/pictures/a/cat.jpg", "/pictures/dog.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	w.side.OnFolder("/pictures/a", true)
	l.until(t, "the folder", func() bool { return stateOf(w).Showing })
	if got := w.nav.folderShown(); got != "/pictures/a" {
		t.Errorf("with what is below, %q is marked", got)
	}
	w.side.OnFolder("/pictures/a", false)
	l.until(t, "the folder alone", func() bool { return stateOf(w).Asked.Text == "in:/pictures/a" })
	if got := w.nav.folderShown(); got != "/pictures/a" {
		t.Errorf("without, %q is marked", got)
	}
	if w.app.Preferences().BoolWithFallback(prefBelow, true) {
		t.Error("the choice is not kept")
	}
	w.box.Clear()
	l.until(t, "all photos", func() bool { return !stateOf(w).Showing })
	if got := w.nav.folderShown(); got != "" {
		t.Errorf("after it, %q is marked", got)
	}
}
