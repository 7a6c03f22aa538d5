package pace

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
		p := New(photo.Pace{SaveBattery: true}, func() bool { asked.Add(1); return draws.Load() },
			func(w photo.Wait) { waits.Store(w == photo.WaitBattery) })
		for range 100 {
			if err := p.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("the system was asked %d times at once, want 1", n)
		}

		draws.Store(true)
		time.Sleep(askEvery) // of the bubble
		passed := make(chan error, 1)
		go func() { passed <- p.Wait(t.Context()) }()
		synctest.Wait()
		if !waits.Load() || len(passed) > 0 {
			t.Fatal("it goes on with the battery")
		}
		draws.Store(false)
		start := time.Now()
		if err := <-passed; err != nil || waits.Load() {
			t.Errorf("with the cable plugged in: %v, waits: %v", err, waits.Load())
		}
		if took := time.Since(start); took > askEvery {
			t.Errorf("the cable was seen after %v", took)
		}

		draws.Store(true)
		time.Sleep(askEvery)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { passed <- p.Wait(ctx) }()
		synctest.Wait()
		cancel()
		if err := <-passed; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	})
}

// What is set, and what a person wants anyway, is seen at once by work that waits.
func TestSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var waits atomic.Value
		p := New(photo.Pace{SaveBattery: true}, func() bool { return true }, func(w photo.Wait) { waits.Store(w) })
		for i, change := range []func(){
			p.Anyway,
			func() { p.Set(photo.Pace{}) },
			func() { p.Set(photo.Pace{Gentle: true}) },
		} {
			p.Set(photo.Pace{SaveBattery: true})
			passed := make(chan error, 1)
			go func() { passed <- p.Wait(t.Context()) }()
			synctest.Wait()
			if len(passed) > 0 || waits.Load() != photo.WaitBattery {
				t.Fatalf("%d: it does not wait: %v", i, waits.Load())
			}
			start := time.Now()
			change()
			if err := <-passed; err != nil || time.Since(start) > period || waits.Load() != photo.Wait("") {
				t.Errorf("%d: %v after %v, waits for %q", i, err, time.Since(start), waits.Load())
			}
		}
	})
}

func TestNight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(photo.Pace{AtNight: true}, func() bool { return false }, func(photo.Wait) {})
		for range 200 {
			if err := p.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			day := func(t time.Time) bool { return t.Hour() >= 7 && t.Hour() < 22 }
			if now := time.Now(); day(now) && day(now.Add(-askEvery)) { // it may see the morning late
				t.Fatalf("it works at %v", now)
			}
			time.Sleep(11 * time.Minute)
		}
	})
}

// Gentle work takes about a quarter of the time.
func TestGentle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(photo.Pace{Gentle: true}, func() bool { return false }, func(photo.Wait) {})
		const each = 10 * time.Millisecond
		start, worked := time.Now(), time.Duration(0)
		for time.Since(start) < time.Minute {
			if err := p.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(each)
			worked += each
		}
		if share := worked.Seconds() / time.Since(start).Seconds(); share < 0.2 || share > 0.3 {
			t.Errorf("it worked %.2f of the time", share)
		}
	})
}
