// Package work runs slow work off the UI goroutine and shows the answers if they are still wanted.
// It is the only package of the window that starts goroutines. Each belongs to a Group, which waits
// for it.
package work

import (
	"context"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"recollect/ui/frame"
)

// Group owns work that runs off the UI goroutine. Latest, Timer, Fan, Always,
// Do and Follow start their work in one. The zero value has not begun and
// starts nothing. All methods but Wait belong to the UI goroutine.
type Group struct {
	// OnSlow is called on the UI goroutine after a call there, by work of the group, has taken longer
	// than Frame: until then the window could not draw. what is the function that shows the answer.
	// Set it before Begin; nil: calls are not timed.
	OnSlow func(what string, took time.Duration)

	ctx     context.Context // nil before Begin
	running sync.WaitGroup
}

// Frame is the time between two frames of most screens.
const Frame = 16 * time.Millisecond

// onUI runs f on the UI goroutine; show is what f is about.
func (g *Group) onUI(show any, f func()) {
	fyne.Do(func() {
		if g.OnSlow == nil {
			f()
			return
		}
		began := time.Now()
		f()
		if took := time.Since(began); took > Frame {
			g.OnSlow(runtime.FuncForPC(reflect.ValueOf(show).Pointer()).Name(), took)
		}
	})
}

// Begin lets work be started until ctx ends, which cancels what is running. It
// must be called once.
func (g *Group) Begin(ctx context.Context) { g.ctx = ctx }

// Open reports whether work can be started: after Begin, until its context ends.
func (g *Group) Open() bool { return g.ctx != nil && g.ctx.Err() == nil }

// Go runs f off the UI goroutine with the context of the group, if that is open.
func (g *Group) Go(f func(context.Context)) {
	if !g.Open() {
		return // the window is closed: Wait may have begun
	}
	g.running.Go(func() { f(g.ctx) })
}

// Wait waits for all work to end. It must not be called before the context of
// the group has ended.
func (g *Group) Wait() { g.running.Wait() }

// Quit ends the toolkit's loop once all work of the group has ended. The
// context must have ended. Without the wait, the toolkit would close its queue
// while work writes to it, and crash. It may be called from any goroutine.
func (g *Group) Quit(app fyne.App) {
	fyne.Do(func() { // no work starts in the group from here on
		go func() {
			g.Wait()
			fyne.Do(app.Quit)
		}()
	})
}

// QuitAfter is Quit once ctx has ended, unless stop is called before.
func (g *Group) QuitAfter(ctx context.Context, app fyne.App) (stop func() bool) {
	return context.AfterFunc(ctx, func() { g.Quit(app) })
}

// OnUI runs f on the UI goroutine and does not wait for it. It may be called from any goroutine.
func OnUI(f func()) { fyne.Do(f) }

// Latest runs one piece of work at a time off the UI goroutine and shows only
// the newest answer. Its methods and fields belong to the UI goroutine.
type Latest[T any] struct {
	cancel context.CancelFunc
	turn   int
}

// Run cancels the work in flight and starts work. show is called on the UI
// goroutine, and never once a newer Run or a Stop has begun.
func (l *Latest[T]) Run(g *Group, work func(context.Context) (T, error), show func(T, error)) {
	l.Stop()
	if !g.Open() {
		return
	}
	ctx, cancel := context.WithCancel(g.ctx)
	l.cancel = cancel
	turn := l.turn
	g.Go(func(context.Context) {
		defer cancel()
		v, err := work(ctx)
		g.onUI(show, func() {
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

// Always runs work off the UI goroutine to its end, even if the context of g ends, and always shows
// its answer. It is for changes by a person that must not be lost.
func Always[T any](g *Group, work func(context.Context) (T, error), show func(T, error)) {
	g.Go(func(ctx context.Context) {
		v, err := work(context.WithoutCancel(ctx))
		g.onUI(show, func() {
			show(v, err)
			frame.Ask()
		})
	})
}

// Do is Always for work that has no answer but an error.
func Do(g *Group, work func(context.Context) error, done func(error)) {
	Try(g, func(ctx context.Context) error { return work(context.WithoutCancel(ctx)) }, done)
}

// Try is Do for work that is cancelled when the context of g ends, because it
// can be requested again.
func Try(g *Group, work func(context.Context) error, done func(error)) {
	g.Go(func(ctx context.Context) {
		err := work(ctx)
		g.onUI(done, func() {
			done(err)
			frame.Ask()
		})
	})
}

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
		g.onUI(done, func() {
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

// Fan does the same work for many keys, a few at a time, and shows only answers
// that are still wanted. Its methods and fields belong to the UI goroutine.
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

// Want sets the wanted keys, the most urgent first. Work for all others is cancelled, and never
// shown.
func (f *Fan[K, T]) Want(g *Group, keys []K) {
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
	f.next(g)
}

// next starts work on free workers. A key whose cancelled work has not returned
// yet waits for it, so no key is worked on twice at once.
func (f *Fan[K, T]) next(g *Group) {
	if !g.Open() {
		return // the window is closed: no work begins
	}
	if f.busy == nil {
		f.busy = make(map[K]*job)
	}
	for i := 0; i < len(f.queue) && len(f.busy) < f.Workers; {
		if key := f.queue[i]; f.busy[key] == nil {
			f.queue = slices.Delete(f.queue, i, i+1)
			f.start(g, key)
			continue
		}
		i++
	}
}

func (f *Fan[K, T]) start(g *Group, key K) {
	work, cancel := context.WithCancel(g.ctx)
	j, do := &job{cancel: cancel, wanted: true}, f.Work // read here: others may set it
	f.busy[key] = j
	g.Go(func(context.Context) {
		defer cancel()
		v, err := do(work, key)
		g.onUI(f.Show, func() {
			delete(f.busy, key)
			if j.wanted {
				f.Show(key, v, err)
				frame.Ask()
			}
			f.next(g)
		})
	})
}

// Follow reads a state and shows it on the UI goroutine, at once and then after each signal of
// changed, but not more often than once in every. It spends at most a quarter of the time on
// reading. It ends with the context of g.
func Follow[T any](g *Group, changed <-chan struct{}, every time.Duration,
	read func(context.Context) T, show func(T),
) {
	g.Go(func(ctx context.Context) {
		for {
			began := time.Now()
			state := read(ctx)
			if ctx.Err() != nil {
				return
			}
			g.onUI(show, func() {
				show(state)
				frame.Ask()
			})
			if Pause(ctx, max(every, 4*time.Since(began))) != nil {
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

// Pause waits for d, or returns the reason why ctx ended before.
func Pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
