package pace

import (
	"context"
	"errors"
	"io"
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

// A piece of work that waits for a file of a drive that hangs does not keep its processor for ever. Once the drive
// answers, no more pieces are in progress than may be.
func TestWhatHangsKeepsNoProcessor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(photo.Pace{Processors: 1}, func() bool { return false }, func(photo.Wait) {})
		begin := func() (end func()) {
			end, err := p.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return end
		}
		file, drive := io.Pipe() // a reader that gets nothing
		read := make(chan error, 1)
		go func() {
			end := begin()
			_, err := file.Read(make([]byte, 1))
			end()
			read <- err
		}()
		synctest.Wait()
		start := time.Now()
		for range 10 {
			end := begin()
			time.Sleep(time.Second) // of the bubble
			end()
		}
		if took := time.Since(start); took != longest+10*time.Second {
			t.Errorf("ten photos of a second each took %v beside a file that hangs", took)
		}
		drive.Close()
		if err := <-read; !errors.Is(err, io.EOF) {
			t.Error(err)
		}
		end := begin()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := p.Begin(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("two work on one processor: %v", err)
		}
		end()
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
