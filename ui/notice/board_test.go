package notice

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"recollect/ui/uitest"
	"recollect/ui/work"
)

// shownBoard is a board whose group has begun.
func shownBoard(t *testing.T) (*Board, uitest.Loop) {
	l := uitest.NewLoop(t)
	g := new(work.Group)
	g.Begin(t.Context())
	b := New(g, func(err error) (string, string) { return err.Error(), "Try again." })
	b.OnMove, b.Below = func() {}, func() float32 { return 0 }
	return b, l
}

// What is told is shown for its time, each kind on a surface of its own.
func TestWhatIsToldAndForHowLong(t *testing.T) {
	tests := []struct {
		name        string
		tell        func(*Board)
		shown, last Shown // at once, and after a minute
	}{
		{"progress", func(b *Board) { b.Progress(nil, "Looking") }, Shown{Card: "Looking"}, Shown{Card: "Looking"}},
		{"its end", func(b *Board) { b.Progress(nil, "Looking"); b.Ready() }, Shown{}, Shown{}},
		{
			"its outcome", func(b *Board) { b.Progress(nil, "Looking"); b.Outcome("A text.") },
			Shown{Card: "A text."},
			Shown{},
		},
		{
			"progress after an outcome",
			func(b *Board) { b.Outcome("A text."); b.Progress(nil, "Looking") },
			Shown{Card: "Looking"},
			Shown{Card: "Looking"},
		},
		{"a hint", func(b *Board) { b.Hint("Drop it") }, Shown{Pill: "Drop it"}, Shown{Pill: "Drop it"}},
		{"in passing", func(b *Board) { b.Passing("Added") }, Shown{Pill: "Added"}, Shown{}},
		{
			"a hint after that", func(b *Board) { b.Passing("Added"); b.Hint("Drop") },
			Shown{Pill: "Drop"},
			Shown{Pill: "Drop"},
		},
		{
			"done", func(b *Board) { b.Done("Tagged.", func() {}) },
			Shown{Toast: "Tagged.", Undo: true},
			Shown{Undo: true},
		},
		{"undone", func(b *Board) { b.Done("Tagged.", b.Undone); b.Undo() }, Shown{Toast: "Undone."}, Shown{}},
		{"a failure", func(b *Board) { b.Fail(errors.New("no")) }, Shown{Banner: "no"}, Shown{Banner: "no"}},
		{"no failure", func(b *Board) { b.Fail(nil) }, Shown{}, Shown{}},
		{
			"a failure over trouble, until the next act",
			func(b *Board) { b.Trouble("No model.", ""); b.Fail(errors.New("no")); b.Act() },
			Shown{Banner: "No model."},
			Shown{Banner: "No model."},
		},
		{
			"trouble that was closed",
			func(b *Board) { b.Trouble("No model.", ""); b.banner.close(); b.Trouble("No model.", "") },
			Shown{},
			Shown{},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, l := shownBoard(t)
				tt.tell(b)
				if got := b.Shown(); got != tt.shown {
					t.Errorf("shown %+v, want %+v", got, tt.shown)
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				l.Drain()
				if got := b.Shown(); got != tt.last {
					t.Errorf("after a minute %+v, want %+v", got, tt.last)
				}
			})
		})
	}
}

// News count as read once they are closed, and not before.
func TestNewsAreReadWhenTheyAreClosed(t *testing.T) {
	b, _ := shownBoard(t)
	read := 0
	b.News("Restored.", "", func() { read++ })
	b.Act()
	if read != 0 || b.Shown().Banner == "" {
		t.Errorf("after an act: read %d times, shown %+v", read, b.Shown())
	}
	b.banner.close()
	if read != 1 || b.Shown() != (Shown{}) {
		t.Errorf("after it was closed: read %d times, shown %+v", read, b.Shown())
	}
}
