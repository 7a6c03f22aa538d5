package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/push"
)

// tap taps the button of that text in the dialog that is shown.
func tap(t *testing.T, w *Window, text string) {
	t.Helper()
	top := w.win.Canvas().Overlays().Top()
	if top == nil {
		t.Fatal("no dialog is shown")
	}
	for _, o := range test.LaidOutObjects(top) {
		if b, ok := o.(*push.Button); ok && b.Text == text {
			b.OnTapped()
			return
		}
	}
	t.Fatalf("the dialog has no button %q", text)
}

func TestAnswersForAFolderThatIsAway(t *testing.T) {
	f := newFake()
	f.places = []string{"/media/new"}
	f.looked = make(chan struct{})
	t.Cleanup(func() { close(f.looked) }) // only after the window is closed, which has not waited for it
	w, l, _ := shownWindow(t, f, nil)
	away := photo.Folder{ID: 7, Path: "/media/old", Away: true, Reason: photo.AwayLost}
	said := func(want ...string) func() bool {
		return func() bool {
			f.mu.Lock()
			defer f.mu.Unlock()
			return slices.Equal(f.answers, want)
		}
	}
	w.folders.Relocate(away)
	l.until(t, "the question", func() bool { return w.win.Canvas().Overlays().Top() != nil })
	tap(t, w, "Yes, use it")
	l.until(t, "the new place", said("7 is at /media/new"))
	w.folders.AcceptLosses(away)
	tap(t, w, "Keep them")
	w.folders.AcceptLosses(away)
	tap(t, w, "They were deleted")
	l.until(t, "the losses", said("7 is at /media/new", "7 has lost photos"))
}
