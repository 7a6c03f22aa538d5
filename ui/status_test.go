package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

func TestPauseAndStatusLine(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	w, l, _ := shownWindow(t, f, nil)
	if w.board.Status.Object().Visible() {
		t.Error("the status line is shown though all is done")
	}
	f.setStatus(func(s *photo.Status) { s.Encoded = 0; s.Rate = 40 })
	l.until(t, "the status line", func() bool { return w.board.Status.Object().Visible() })
	test.Tap(button(w.board.Status.Object(), "Pause"))
	if len(f.paused) != 1 || !f.paused[0] {
		t.Errorf("pause told %v", f.paused)
	}
	f.setStatus(func(s *photo.Status) { s.Paused = true })
	l.until(t, "the way on", func() bool { return button(w.board.Status.Object(), "Resume") != nil })
	f.setStatus(func(s *photo.Status) { s.Paused, s.Waits = false, photo.WaitBattery })
	l.until(t, "the way on without mains power", func() bool {
		return button(w.board.Status.Object(), "Continue anyway") != nil
	})
	test.Tap(button(w.board.Status.Object(), "Continue anyway"))
	if len(f.paused) != 1 || len(f.answers) != 1 || f.answers[0] != "encode anyway" {
		t.Errorf("pause told %v, the rest %v", f.paused, f.answers)
	}
}
