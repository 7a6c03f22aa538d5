package clip

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// resting runs a test in a bubble in which the model rests after a minute. closed
// tells how often it did.
func resting(t *testing.T, test func(t *testing.T, m *Model, closed func() int)) {
	synctest.Test(t, func(t *testing.T) {
		m := openModel(t)
		n := 0
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			m.Rest(ctx, time.Minute, func() { n++ })
		}()
		test(t, m, func() int { synctest.Wait(); return n })
		cancel()
		<-done
	})
}

// holds reports which of a model's networks are in memory.
func holds(m *Model) (text, vision bool) {
	is := func(n *network) bool {
		n.mu.RLock()
		defer n.mu.RUnlock()
		return n.session != nil
	}
	return is(m.text), is(m.vision)
}

func TestRest(t *testing.T) {
	resting(t, func(t *testing.T, m *Model, closed func() int) {
		sentence := func() []float32 {
			v, err := m.Text(t.Context(), "a dog")
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		first := sentence()
		steps := []struct {
			wait                 time.Duration
			use                  bool
			text, vision, closed int
		}{
			{wait: 59 * time.Second, use: true, text: 1, vision: 1},
			{wait: 2 * time.Second, text: 1, closed: 1},             // pictures were not encoded for 61 s
			{wait: 58 * time.Second, closed: 2},                     // nor sentences now
			{wait: time.Hour, use: true, text: 1, closed: 2},        // the next use creates it
			{wait: 59 * time.Second, text: 1, closed: 2},            // and it has its minute
			{wait: 2 * time.Second, use: true, text: 1, closed: 3},  // again
			{wait: 30 * time.Second, use: true, text: 1, closed: 3}, // what is used
			{wait: 40 * time.Second, text: 1, closed: 3},            // stays
		}
		for i, s := range steps {
			time.Sleep(s.wait)
			if s.use && !slices.Equal(first, sentence()) {
				t.Errorf("step %d: the same sentence has another vector", i)
			}
			n := closed()
			text, vision := holds(m)
			if text != (s.text == 1) || vision != (s.vision == 1) || n != s.closed {
				t.Errorf("step %d: holds %v and %v after closing %d times, want %+v", i, text, vision, n, s)
			}
		}
	})
}

// A run that takes longer than a minute is not cut, and neither is one that begins
// while others end.
func TestRestCutsNothing(t *testing.T) {
	resting(t, func(t *testing.T, m *Model, closed func() int) {
		s, err := m.vision.acquire()
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		if _, err := m.images(s, []Pixels{m.Prepare(gradient(9, 9, 0))}); err != nil {
			t.Error(err)
		}
		m.vision.release()
		time.Sleep(59 * time.Second)
		if _, vision := holds(m); !vision {
			t.Error("closed before a minute had gone by")
		}
		time.Sleep(2 * time.Minute)
		if n := closed(); n != 1 {
			t.Errorf("closed %d times, want once", n)
		}
	})
}

// Many use the model while it rests as often as it can.
func TestRestRaces(t *testing.T) {
	m := openModel(t)
	ctx, cancel := context.WithCancel(t.Context())
	var all, rest sync.WaitGroup
	rest.Go(func() { m.Rest(ctx, time.Nanosecond, func() {}) })
	for range 4 {
		all.Go(func() {
			for range 5 {
				if _, err := m.Text(ctx, "a dog"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	cancel()
	rest.Wait()
}

func TestRestOfClosed(t *testing.T) {
	m := openModel(t)
	m.Close()
	if did, left := m.rest(0); did || left != 0 {
		t.Errorf("a closed model rests: %v, %v", did, left)
	}
	if err := m.Load(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Load: %v", err)
	}
}

// BenchmarkTextAfterRest is the first sentence after the network was closed.
func BenchmarkTextAfterRest(b *testing.B) {
	m := openModel(b)
	for b.Loop() {
		m.rest(0)
		if _, err := m.Text(b.Context(), "a red flower"); err != nil {
			b.Fatal(err)
		}
	}
}
