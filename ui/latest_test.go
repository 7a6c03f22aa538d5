package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
)

func TestLatestShowsOnlyTheNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := newLoop(t)
		var l Latest[int]
		var shown []int
		var cancelled []int
		work := func(n int, d time.Duration) func(context.Context) (int, error) {
			return func(ctx context.Context) (int, error) {
				if err := pause(ctx, d); err != nil {
					cancelled = append(cancelled, n)
					return 0, err
				}
				return n, nil
			}
		}
		show := func(n int, err error) { shown = append(shown, n) }
		l.Run(t.Context(), work(1, time.Second), show)
		synctest.Wait()
		l.Run(t.Context(), work(2, time.Second), show)
		synctest.Wait()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		ui.drain()
		if !slices.Equal(shown, []int{2}) || !slices.Equal(cancelled, []int{1}) {
			t.Errorf("shown %v and cancelled %v, want [2] and [1]", shown, cancelled)
		}
	})
}

func TestLatestShowsNothingAfterStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := newLoop(t)
		var l Latest[int]
		l.Run(t.Context(), func(ctx context.Context) (int, error) {
			<-ctx.Done() // deaf to the end: answers all the same
			return 1, nil
		}, func(int, error) { t.Error("shown after Stop") })
		l.Stop()
		synctest.Wait()
		ui.drain()
	})
}

func TestLatestTellsErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := newLoop(t)
		var l Latest[int]
		want, got := errors.New("no"), error(nil)
		l.Run(t.Context(), func(context.Context) (int, error) { return 0, want }, func(_ int, err error) { got = err })
		synctest.Wait()
		ui.drain()
		if got != want {
			t.Errorf("told %v, want %v", got, want)
		}
	})
}

// TestLatestResultQueuedBeforeRun is the case that a check off the UI goroutine
// misses: the answer waits in the queue when the next Run is called.
func TestLatestResultQueuedBeforeRun(t *testing.T) {
	l := newLoop(t)
	var latest Latest[int]
	var shown []int
	show := func(n int, _ error) { shown = append(shown, n) }
	answered := make(chan struct{})
	latest.Run(t.Context(), func(context.Context) (int, error) { defer close(answered); return 1, nil }, show)
	<-answered
	latest.Run(t.Context(), func(context.Context) (int, error) { return 2, nil }, show)
	l.until(t, "the second answer", func() bool { return len(shown) > 0 })
	if !slices.Equal(shown, []int{2}) {
		t.Errorf("shown %v, want [2]", shown)
	}
}

func TestFanKeepsToItsWorkersAndToWhatIsWanted(t *testing.T) {
	l := newLoop(t)
	started, finish := make(chan string, 10), make(map[string]chan struct{})
	for _, k := range []string{"a", "b", "c", "d"} {
		finish[k] = make(chan struct{})
	}
	var shown []string
	f := Fan[string, string]{
		Workers: 2,
		Work: func(ctx context.Context, k string) (string, error) {
			started <- k
			<-finish[k]
			return k, ctx.Err()
		},
		Show: func(k, _ string, err error) { shown = append(shown, fmt.Sprint(k, err)) },
	}
	f.Want(t.Context(), []string{"a", "b", "c"})
	first := []string{<-started, <-started}
	slices.Sort(first)
	if !slices.Equal(first, []string{"a", "b"}) || len(f.busy) != 2 {
		t.Fatalf("started %v, want the two most urgent", first)
	}
	f.Want(t.Context(), []string{"d", "b"}) // a is not wanted any more, c never will be
	close(finish["a"])
	l.until(t, "d to begin", func() bool { return f.busy["d"] != nil })
	close(finish["b"])
	close(finish["d"])
	l.until(t, "all", func() bool { return len(f.busy) == 0 })
	slices.Sort(shown)
	if !slices.Equal(shown, []string{"b<nil>", "d<nil>"}) {
		t.Errorf("shown %v, want b and d", shown)
	}
}

func TestFanWorksAtAKeyOnceAtATime(t *testing.T) {
	l := newLoop(t)
	started, finish := make(chan struct{}, 10), make(chan struct{}, 10)
	shown := 0
	f := Fan[int, int]{
		Workers: 4,
		Work: func(ctx context.Context, k int) (int, error) {
			started <- struct{}{}
			<-finish
			return k, ctx.Err()
		},
		Show: func(_, _ int, err error) {
			if err == nil {
				shown++
			}
		},
	}
	f.Want(t.Context(), []int{1})
	<-started
	f.Want(t.Context(), nil)
	f.Want(t.Context(), []int{1})
	if len(started) != 0 {
		t.Error("a second piece of work began while the first had not ended")
	}
	finish <- struct{}{}
	l.until(t, "the second piece of work", func() bool { return f.busy[1] != nil && f.busy[1].wanted })
	finish <- struct{}{}
	l.until(t, "its answer", func() bool { return shown == 1 })
}

func TestFollowReadsAtMostSoOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := newLoop(t)
		changed := make(chan struct{}, 1)
		ctx, crew := withCrew(t.Context())
		ctx, cancel := context.WithCancel(ctx)
		reads, shown := 0, 0
		follow(ctx, changed, 100*time.Millisecond,
			func(context.Context) int { reads++; return reads }, func(n int) { shown = n })
		for range 1000 { // a change each millisecond, for a second
			select {
			case changed <- struct{}{}:
			default:
			}
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		ui.drain()
		if reads < 9 || reads > 11 || shown != reads {
			t.Errorf("%d reads in a second, the last shown is %d; want about 10, all shown", reads, shown)
		}
		cancel()
		crew.Wait()
	})
}

// leaving is an app that notes that it was asked to quit.
type leaving struct {
	fyne.App
	left bool
}

func (a *leaving) Quit() { a.left = true }

func TestQuitWaitsForTheCrew(t *testing.T) {
	l := newLoop(t)
	ctx, crew := withCrew(t.Context())
	ctx, cancel := context.WithCancel(ctx)
	app := &leaving{App: l}
	finish := make(chan struct{})
	var shown, leftBefore bool
	always(ctx, func(ctx context.Context) (struct{}, error) { <-finish; return struct{}{}, ctx.Err() },
		func(_ struct{}, err error) { shown, leftBefore = err == nil, app.left })
	cancel()
	quit(app, crew)
	l.drain() // nobody can join from here on
	launch(ctx, func() { t.Error("work was begun after the end") })
	close(finish)
	l.until(t, "the end", func() bool { return app.left })
	if !shown || leftBefore {
		t.Errorf("the work under way was brought to its end: %v, after the app had quit: %v", shown, leftBefore)
	}
}
