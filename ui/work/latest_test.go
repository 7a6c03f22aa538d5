package work

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"recollect/ui/uitest"
)

// begun is a group that work can be started in.
func begun(t *testing.T) *Group {
	var g Group
	g.Begin(t.Context())
	return &g
}

func TestLatestShowsOnlyTheNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		var l Latest[int]
		var shown []int
		var cancelled []int
		work := func(n int, d time.Duration) func(context.Context) (int, error) {
			return func(ctx context.Context) (int, error) {
				if err := Pause(ctx, d); err != nil {
					cancelled = append(cancelled, n)
					return 0, err
				}
				return n, nil
			}
		}
		show := func(n int, err error) { shown = append(shown, n) }
		l.Run(begun(t), work(1, time.Second), show)
		synctest.Wait()
		l.Run(begun(t), work(2, time.Second), show)
		synctest.Wait()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		ui.Drain()
		if !slices.Equal(shown, []int{2}) || !slices.Equal(cancelled, []int{1}) {
			t.Errorf("shown %v and cancelled %v, want [2] and [1]", shown, cancelled)
		}
	})
}

func TestLatestShowsNothingAfterStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		var l Latest[int]
		l.Run(begun(t), func(ctx context.Context) (int, error) {
			<-ctx.Done() // deaf to the end: answers all the same
			return 1, nil
		}, func(int, error) { t.Error("shown after Stop") })
		l.Stop()
		synctest.Wait()
		ui.Drain()
	})
}

func TestLatestTellsErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		var l Latest[int]
		want, got := errors.New("no"), error(nil)
		l.Run(begun(t), func(context.Context) (int, error) { return 0, want }, func(_ int, err error) { got = err })
		synctest.Wait()
		ui.Drain()
		if got != want {
			t.Errorf("told %v, want %v", got, want)
		}
	})
}

// TestLatestResultQueuedBeforeRun is the case that a check off the UI goroutine
// misses: the answer waits in the queue when the next Run is called.
func TestLatestResultQueuedBeforeRun(t *testing.T) {
	l := uitest.NewLoop(t)
	var latest Latest[int]
	var shown []int
	show := func(n int, _ error) { shown = append(shown, n) }
	answered := make(chan struct{})
	latest.Run(begun(t), func(context.Context) (int, error) { defer close(answered); return 1, nil }, show)
	<-answered
	latest.Run(begun(t), func(context.Context) (int, error) { return 2, nil }, show)
	l.Until(t, "the second answer", func() bool { return len(shown) > 0 })
	if !slices.Equal(shown, []int{2}) {
		t.Errorf("shown %v, want [2]", shown)
	}
}

func TestFanKeepsToItsWorkersAndToWhatIsWanted(t *testing.T) {
	l := uitest.NewLoop(t)
	g := begun(t)
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
	f.Want(g, []string{"a", "b", "c"})
	first := []string{<-started, <-started}
	slices.Sort(first)
	if !slices.Equal(first, []string{"a", "b"}) || len(f.busy) != 2 {
		t.Fatalf("started %v, want the two most urgent", first)
	}
	f.Want(g, []string{"d", "b"}) // a is not wanted any more, c never will be
	close(finish["a"])
	l.Until(t, "d to begin", func() bool { return f.busy["d"] != nil })
	close(finish["b"])
	close(finish["d"])
	l.Until(t, "all", func() bool { return len(f.busy) == 0 })
	slices.Sort(shown)
	if !slices.Equal(shown, []string{"b<nil>", "d<nil>"}) {
		t.Errorf("shown %v, want b and d", shown)
	}
}

// Work that was begun is that which was set then, whatever is set before its goroutine runs.
func TestFanWorksAtWhatWasSetWhenItBegan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui, g := uitest.NewLoop(t), begun(t)
		shown := 0
		f := Fan[int, string]{Workers: 100, Show: func(_ int, by string, _ error) {
			if shown++; by != "first" {
				t.Errorf("the %s work was done, want the first", by)
			}
		}}
		f.Work = func(context.Context, int) (string, error) { return "first", nil }
		var keys []int
		for k := range 100 {
			keys = append(keys, k)
		}
		f.Want(g, keys)
		f.Work = func(context.Context, int) (string, error) { return "second", nil }
		synctest.Wait()
		ui.Drain()
		if shown != len(keys) {
			t.Errorf("%d answers, want %d", shown, len(keys))
		}
	})
}

func TestFanWorksAtAKeyOnceAtATime(t *testing.T) {
	l := uitest.NewLoop(t)
	g := begun(t)
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
	f.Want(g, []int{1})
	<-started
	f.Want(g, nil)
	f.Want(g, []int{1})
	if len(started) != 0 {
		t.Error("a second piece of work began while the first had not ended")
	}
	finish <- struct{}{}
	l.Until(t, "the second piece of work", func() bool { return f.busy[1] != nil && f.busy[1].wanted })
	finish <- struct{}{}
	l.Until(t, "its answer", func() bool { return shown == 1 })
}

func TestFollowReadsAtMostSoOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		changed := make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(t.Context())
		var g Group
		g.Begin(ctx)
		reads, shown := 0, 0
		Follow(&g, changed, 100*time.Millisecond,
			func(context.Context) int { reads++; return reads }, func(n int) { shown = n })
		for range 1000 { // a change each millisecond, for a second
			select {
			case changed <- struct{}{}:
			default:
			}
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		ui.Drain()
		if reads < 9 || reads > 11 || shown != reads {
			t.Errorf("%d reads in a second, the last shown is %d; want about 10, all shown", reads, shown)
		}
		cancel()
		g.Wait()
	})
}

func TestQuitWaitsForTheGroup(t *testing.T) {
	l := uitest.NewLoop(t)
	ctx, cancel := context.WithCancel(t.Context())
	var g Group
	g.Begin(ctx)
	app := &uitest.Leaving{App: l}
	finish := make(chan struct{})
	var shown, leftBefore bool
	Always(&g, func(ctx context.Context) (struct{}, error) { <-finish; return struct{}{}, ctx.Err() },
		func(_ struct{}, err error) { shown, leftBefore = err == nil, app.Left })
	cancel()
	g.Quit(app)
	l.Drain() // nothing is started from here on
	g.Go(func(context.Context) { t.Error("work was begun after the end") })
	close(finish)
	l.Until(t, "the end", func() bool { return app.Left })
	if !shown || leftBefore {
		t.Errorf("the work under way was brought to its end: %v, after the app had quit: %v", shown, leftBefore)
	}
}

func TestAGroupStartsNothingBeforeItBegins(t *testing.T) {
	uitest.NewLoop(t)
	var g Group
	g.Go(func(context.Context) { t.Error("work was begun") })
	var l Latest[int]
	l.Run(&g, func(context.Context) (int, error) { t.Error("work was begun"); return 0, nil }, func(int, error) {})
	g.Wait()
}

// Who watches hears of calls that keep the window from drawing, and of no others.
func TestSlowCallsAreToldOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		var g Group
		var told []time.Duration
		g.OnSlow = func(what string, took time.Duration) {
			if strings.Contains(what, "TestSlowCallsAreToldOf") {
				told = append(told, took)
			}
		}
		g.Begin(t.Context())
		for _, took := range []time.Duration{Frame, 2 * Frame, 0} {
			Do(&g, func(context.Context) error { return nil }, func(error) { time.Sleep(took) })
			synctest.Wait()
			ui.Drain()
		}
		if !slices.Equal(told, []time.Duration{2 * Frame}) {
			t.Errorf("told of %v", told)
		}
	})
}
