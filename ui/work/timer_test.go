package work

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"recollect/ui/uitest"
)

func TestErrandTellsOfTheNewestOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		e, reported := NewErrand(begun(t)), ""
		bad := errors.New("no")
		e.Run(func(ctx context.Context) error { return Pause(ctx, time.Second) }, func(error) { reported += "first;" })
		e.Run(func(context.Context) error { return bad }, func(err error) { reported += err.Error() + ";" })
		synctest.Wait()
		ui.Drain()
		e.Run(func(context.Context) error { return nil }, func(error) { reported += "stopped;" })
		e.Stop()
		synctest.Wait()
		ui.Drain()
		if reported != "no;" {
			t.Errorf("told %q", reported)
		}
	})
}

func TestTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		timer, called := NewTimer(begun(t)), 0
		timer.After(time.Second, func() { called++ })
		timer.After(time.Second, func() { called += 10 }) // instead of the first
		time.Sleep(2 * time.Second)
		synctest.Wait()
		ui.Drain()
		timer.After(time.Second, func() { called += 100 })
		timer.Stop()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		ui.Drain()
		if called != 10 {
			t.Errorf("called %d, want the second alone", called)
		}
	})
}
