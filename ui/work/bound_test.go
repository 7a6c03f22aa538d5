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
		e, told := NewErrand(begun(t)), ""
		bad := errors.New("no")
		e.Run(func(ctx context.Context) error { return Pause(ctx, time.Second) }, func(error) { told += "first;" })
		e.Run(func(context.Context) error { return bad }, func(err error) { told += err.Error() + ";" })
		synctest.Wait()
		ui.Drain()
		e.Run(func(context.Context) error { return nil }, func(error) { told += "stopped;" })
		e.Stop()
		synctest.Wait()
		ui.Drain()
		if told != "no;" {
			t.Errorf("told %q", told)
		}
	})
}

func TestAlarmIsSetAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		a, rung := NewAlarm(begun(t)), 0
		a.After(time.Second, func() { t.Error("rang, though it was set anew") })
		a.After(2*time.Second, func() { rung++ })
		time.Sleep(3 * time.Second)
		synctest.Wait()
		ui.Drain()
		a.After(time.Second, func() { t.Error("rang after Stop") })
		a.Stop()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		ui.Drain()
		if rung != 1 {
			t.Errorf("rang %d times, want once", rung)
		}
	})
}
