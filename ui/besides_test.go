package ui

import (
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
)

// The model gets ready while the next key is waited for, and not for filters alone.
func TestTypingWarmsTheModel(t *testing.T) {
	f := newFake("/sea.jpg")
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "sea")
	answeredTo(t, w, l)
	if before := len(f.warmed); before == 0 || slices.Max(f.warmed) != 0 {
		t.Errorf("warmed after %v queries, want before the first", f.warmed)
	}
	keys := len(f.warmed)
	w.box.SetText("type:png")
	answeredTo(t, w, l)
	if len(f.warmed) != keys {
		t.Errorf("warmed %d times, the last for a filter", len(f.warmed))
	}
}

// A part that no photo was seen to show is named, while there are photos to look at.
func TestUnsureIsTold(t *testing.T) {
	f := newFake("/sea.jpg")
	f.unsure = []string{"people", "dogs"}
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "sea")
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); c.Hint != "Could not tell which of these show people or dogs." {
		t.Errorf("it says %+v", c)
	}
	typed(w, "nothing")
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); strings.HasPrefix(c.Hint, "Could not tell") {
		t.Errorf("without photos it says %+v", c)
	}
}

// While photos are still looked at, an answer says of how many it is.
func TestAnAnswerIsPartialWhileIndexingGoesOn(t *testing.T) {
	f := newFake("/sea1.jpg", "/sea2.jpg")
	f.setStatus(func(s *photo.Status) { s.Photos, s.Encoded = 1000, 680 })
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "sea")
	answeredTo(t, w, l)
	says := func(want string) {
		t.Helper()
		l.until(t, want, func() bool { return w.board.Line.Content().Text == want })
	}
	says("2 photos fit well of 680 of 1,000 photos so far.")
	f.setStatus(func(s *photo.Status) { s.Encoded = 999 })
	says("2 photos fit well of 999 of 1,000 photos so far.")
	f.setStatus(func(s *photo.Status) { s.Encoded, s.Counting, s.Scanning = 1000, true, true })
	says("2 photos fit well of 1,000 photos so far.")
	f.setStatus(func(s *photo.Status) { s.Counting, s.Scanning = false, false })
	says("2 photos fit well.")
	f.setStatus(func(s *photo.Status) { s.Encoded, s.Unreachable = 980, 20 })
	says("2 photos fit well.") // nobody waits for the others
}
