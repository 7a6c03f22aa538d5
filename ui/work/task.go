package work

import (
	"context"

	"fyne.io/fyne/v2"

	"recollect/ui/frame"
)

// Task runs one piece of work at a time that a person may cancel. Unlike Latest, it always tells how
// the work has ended. Its methods belong to the UI goroutine.
type Task struct{ cancel context.CancelFunc }

// Busy reports whether work is in flight.
func (t *Task) Busy() bool { return t.cancel != nil }

// Run starts work, unless other work is in flight or g is not open, and calls done on the UI
// goroutine when it has ended. Cancel and the end of g's context cancel the context of work.
func (t *Task) Run(g *Group, work func(context.Context) error, done func(error)) {
	if t.Busy() || !g.Open() {
		return
	}
	ctx, cancel := context.WithCancel(g.ctx)
	t.cancel = cancel
	g.Go(func(context.Context) {
		defer cancel()
		err := work(ctx)
		fyne.Do(func() {
			t.cancel = nil
			done(err)
			frame.Ask()
		})
	})
}

// Cancel cancels the work in flight, if there is any. It ends when it has noticed that.
func (t *Task) Cancel() {
	if t.cancel != nil {
		t.cancel()
	}
}
