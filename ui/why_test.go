package ui

import (
	"strings"
	"testing"
)

// The information says why a photo is in an answer, and nothing of it among all photos.
func TestWhyAPhotoWasFound(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a/cat.jpg", "/a/dog.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	if got := w.finder.why(1); got != nil {
		t.Errorf("among all photos: %q", got)
	}
	typed(w, "cat")
	l.until(t, "an answer", func() bool { return stateOf(w).Showing })
	got := strings.Join(w.finder.why(1), "; ")
	if !strings.HasPrefix(got, "It fits well: 100 % sure; Asked for: cat") {
		t.Errorf("it says %q", got)
	}
}
