package engine

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"recollect/engine/photo"
)

func TestBattery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var draws, waits atomic.Bool
		var asked atomic.Int32
		b := battery{ask: func() bool { asked.Add(1); return draws.Load() }, notify: waits.Store}
		for range 100 {
			if err := b.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("the system was asked %d times at once, want 1", n)
		}

		draws.Store(true)
		time.Sleep(askPowerEvery) // of the bubble
		passed := make(chan error, 1)
		go func() { passed <- b.wait(t.Context()) }()
		synctest.Wait()
		if !waits.Load() || len(passed) > 0 {
			t.Fatal("it goes on with the battery")
		}
		draws.Store(false)
		start := time.Now()
		if err := <-passed; err != nil || waits.Load() {
			t.Errorf("with the cable plugged in: %v, waits: %v", err, waits.Load())
		}
		if took := time.Since(start); took > askPowerEvery {
			t.Errorf("the cable was seen after %v", took)
		}

		draws.Store(true)
		time.Sleep(askPowerEvery)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { passed <- b.wait(ctx) }()
		synctest.Wait()
		cancel()
		if err := <-passed; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	})
}

func TestEncodingWaitsForMainsPower(t *testing.T) {
	o := options(t, t.TempDir())
	o.SaveBattery = true
	e := open(t, o)
	e.battery.ask = func() bool { return true }
	if err := e.Folders.Add(t.Context(), put(t, "animals/kitten-with-yarn.jpg")); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "waiting", func(s photo.Status) bool { return s.OnBattery && s.Photos == 1 })
	if s := e.Status(); s.Encoded != 0 {
		t.Errorf("got %+v", s)
	}
	e.EncodeOnBattery()
	until(t, e, "going on anyway", func(s photo.Status) bool { return s.Encoded == 1 && !s.OnBattery })
}
