package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"recollect/ui/frame"
)

// crewKey is where a context carries the crew.
type crewKey struct{}

// withCrew returns a ctx whose work is counted in crew, so that an owner can
// wait for it: all that Latest, Fan, always and follow start under that ctx.
func withCrew(ctx context.Context) (_ context.Context, crew *sync.WaitGroup) {
	crew = new(sync.WaitGroup)
	return context.WithValue(ctx, crewKey{}, crew), crew
}

// launch starts f off the UI goroutine, in the crew of ctx if it has one; not
// once ctx has ended. It must be called on the UI goroutine.
func launch(ctx context.Context, f func()) {
	if ctx.Err() != nil {
		return // the window is closed, and its owner may be waiting for the crew already
	}
	if crew, ok := ctx.Value(crewKey{}).(*sync.WaitGroup); ok {
		crew.Go(f)
		return
	}
	go f()
}

// quit ends the toolkit's loop once all of crew has ended, whose context has:
// the toolkit closes its queue while others may write to it, and crashes then.
func quit(app fyne.App, crew *sync.WaitGroup) {
	fyne.Do(func() { // from here on nobody joins the crew any more
		go func() {
			crew.Wait()
			fyne.Do(app.Quit)
		}()
	})
}

// Latest runs one piece of work at a time off the UI goroutine and shows only
// the newest answer. Its methods and fields belong to the UI goroutine.
type Latest[T any] struct {
	cancel context.CancelFunc
	turn   int
}

// Run cancels the work in flight and starts work. show is called on the UI
// goroutine, and never once a newer Run or a Stop has begun.
func (l *Latest[T]) Run(ctx context.Context, work func(context.Context) (T, error), show func(T, error)) {
	l.Stop()
	ctx, cancel := context.WithCancel(ctx)
	l.cancel = cancel
	turn := l.turn
	launch(ctx, func() {
		defer cancel()
		v, err := work(ctx)
		fyne.Do(func() {
			if turn == l.turn { // checked here: a result can be queued when Run is called
				show(v, err)
				frame.Ask()
			}
		})
	})
}

// Stop cancels the work in flight: its answer is not shown any more.
func (l *Latest[T]) Stop() {
	if l.cancel != nil {
		l.cancel()
	}
	l.turn++
}

// always does work off the UI goroutine to its end, even when ctx ends, and shows
// its answer, whatever is begun meanwhile: for what a person has asked for and
// must not be lost.
func always[T any](ctx context.Context, work func(context.Context) (T, error), show func(T, error)) {
	launch(ctx, func() {
		v, err := work(context.WithoutCancel(ctx))
		fyne.Do(func() {
			show(v, err)
			frame.Ask()
		})
	})
}

// Fan does the same work for many keys, a few at a time, and shows only what is
// still wanted. Its methods and fields belong to the UI goroutine.
type Fan[K comparable, T any] struct {
	Workers int                                 // how many at a time; at least 1
	Work    func(context.Context, K) (T, error) // called off the UI goroutine
	Show    func(K, T, error)                   // called on the UI goroutine

	queue []K
	busy  map[K]*job
}

// job is a piece of work in flight.
type job struct {
	cancel context.CancelFunc
	wanted bool
}

// Want says which keys are wanted from now on, the most urgent first. Work for
// all others is cancelled, and never shown.
func (f *Fan[K, T]) Want(ctx context.Context, keys []K) {
	for key, j := range f.busy {
		if j.wanted && !slices.Contains(keys, key) {
			j.wanted = false
			j.cancel()
		}
	}
	f.queue = f.queue[:0]
	for _, key := range keys {
		if j := f.busy[key]; j == nil || !j.wanted {
			f.queue = append(f.queue, key)
		}
	}
	f.next(ctx)
}

// next starts what the workers can take. A key whose cancelled work has not
// returned yet waits for it, so that one key is never worked at twice.
func (f *Fan[K, T]) next(ctx context.Context) {
	if ctx.Err() != nil {
		return // the window is closed: nothing more is begun, or it would count as busy
	}
	if f.busy == nil {
		f.busy = make(map[K]*job)
	}
	for i := 0; i < len(f.queue) && len(f.busy) < f.Workers; {
		if key := f.queue[i]; f.busy[key] == nil {
			f.queue = slices.Delete(f.queue, i, i+1)
			f.start(ctx, key)
			continue
		}
		i++
	}
}

func (f *Fan[K, T]) start(ctx context.Context, key K) {
	work, cancel := context.WithCancel(ctx)
	j := &job{cancel: cancel, wanted: true}
	f.busy[key] = j
	launch(ctx, func() {
		defer cancel()
		v, err := f.Work(work, key)
		fyne.Do(func() {
			delete(f.busy, key)
			if j.wanted {
				f.Show(key, v, err)
				frame.Ask()
			}
			f.next(ctx)
		})
	})
}

// follow reads a state and shows it on the UI goroutine, at once and then each
// time changed has something to say, but no more often than every, and never
// spending more than a quarter of the time on reading. It ends with ctx.
func follow[T any](ctx context.Context, changed <-chan struct{}, every time.Duration,
	read func(context.Context) T, show func(T),
) {
	launch(ctx, func() {
		for {
			began := time.Now()
			state := read(ctx)
			if ctx.Err() != nil {
				return
			}
			fyne.Do(func() {
				show(state)
				frame.Ask()
			})
			if pause(ctx, max(every, 4*time.Since(began))) != nil {
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-changed:
			}
		}
	})
}

// pause waits for d, or returns the reason why ctx ended before.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
