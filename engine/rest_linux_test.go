package engine

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"recollect/engine/query"
)

// A person who comes back does not wait for the model: the first search takes less than
// 0.4 s. That is counted in processor time, and the best of several searches counts: a busy
// machine makes both a clock and a processor slower. BenchmarkSearchAfterRest shows what a
// clock says.
func TestSearchesAfterRest(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), put(t, "animals/raccoon.jpg", "animals/german-shepherd.jpg")); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	rested, stop := rest(t.Context(), e)
	defer stop()
	const limit = 400 * time.Millisecond
	best := time.Hour
	for i := 0; i < 3 || i < 10 && best > limit; i++ {
		<-rested
		began := processorTime(t)
		text := strings.Repeat("a dog ", i+1) // sentences are remembered
		if got := find(t, e, asked(text, query.Query{Limit: 1})); !slices.Equal(got, []string{"german-shepherd.jpg"}) {
			t.Errorf("found %v", got)
		}
		best = min(best, processorTime(t)-began)
	}
	if best > limit {
		t.Errorf("the first search after a rest takes %v", best)
	}
}

// processorTime is what this process has used.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
