package work

import (
	"context"
	"errors"
	"testing"

	"recollect/ui/uitest"
)

func TestTaskTellsHowItEnded(t *testing.T) {
	l := uitest.NewLoop(t)
	g := begun(t)
	var task Task
	var ended []error
	wait := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	task.Cancel() // of nothing
	task.Run(g, wait, func(err error) { ended = append(ended, err) })
	task.Run(g, wait, func(error) { t.Error("a second one has begun meanwhile") })
	if !task.Busy() {
		t.Fatal("it has not begun")
	}
	task.Cancel()
	l.Until(t, "the end", func() bool { return len(ended) > 0 })
	if !errors.Is(ended[0], context.Canceled) || task.Busy() {
		t.Errorf("ended with %v, busy %v", ended, task.Busy())
	}
	task.Run(g, func(context.Context) error { return nil }, func(err error) { ended = append(ended, err) })
	l.Until(t, "another end", func() bool { return len(ended) > 1 })
	if ended[1] != nil {
		t.Errorf("ended with %v", ended[1])
	}
}
