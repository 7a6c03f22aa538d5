package pace

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"recollect/engine/photo"
)

// No more pieces of work are in progress than processors may be used, also after that has changed, and all come to
// their turn.
func TestProcessors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(photo.Pace{}, func() bool { return false }, func(photo.Wait) {})
		var now, did atomic.Int32
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				for range 10 {
					end, err := p.Begin(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					now.Add(1)
					time.Sleep(time.Second) // of the bubble
					did.Add(1)
					now.Add(-1)
					end()
				}
			})
		}
		for _, tt := range []struct{ set, want int }{{0, 100}, {1, 1}, {3, 3}, {2, 2}, {0, 100}} {
			p.Set(photo.Pace{Processors: tt.set})
			time.Sleep(1500 * time.Millisecond) // what was in progress before has ended
			synctest.Wait()
			if n := now.Load(); n != int32(tt.want) {
				t.Errorf("with %d processors %d work, want %d", tt.set, n, tt.want)
			}
		}
		all.Wait()
		if n := did.Load(); n != 1000 {
			t.Errorf("%d pieces of 1,000 were done", n)
		}
	})
}

// Who waits for a processor is not held when the work is cancelled.
func TestBeginIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(photo.Pace{Processors: 1}, func() bool { return false }, func(photo.Wait) {})
		end, err := p.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		waits := make(chan error, 1)
		go func() {
			_, err := p.Begin(ctx)
			waits <- err
		}()
		synctest.Wait()
		if len(waits) > 0 {
			t.Fatal("two work on one processor")
		}
		cancel()
		if err := <-waits; !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		end()
		if end, err = p.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		end()
	})
}
