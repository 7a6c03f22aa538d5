package ui

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"

	"recollect/engine/photo"
)

// rated is what is said of photos, and how often it was asked for.
type rated struct {
	mu    sync.Mutex
	said  map[photo.ID]photo.Rated
	asked [][]photo.ID
	err   error
}

func (r *rated) read(_ context.Context, ids []photo.ID) (map[photo.ID]photo.Rated, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, slices.Clone(ids))
	return maps.Clone(r.said), r.err
}

func (r *rated) times() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.asked)
}

// Stars are read of what is on screen, once, and again after the library has changed; what cannot be read is not asked
// for without end.
func TestRatingsOfWhatIsOnScreen(t *testing.T) {
	r := &rated{said: map[photo.ID]photo.Rated{2: {Stars: 3}}}
	f := zoo()
	w, l, _ := shownWindow(t, f, func(o *Options) { o.Ratings = r.read })
	l.until(t, "the ratings", func() bool { return w.grid.Stars(2) == "★★★" })
	seen := w.grid.OnScreen()
	slices.Sort(seen)
	if got := r.asked[len(r.asked)-1]; !slices.Equal(got, seen) || len(got) > 100 {
		t.Errorf("asked for %d, on screen are %d", got, seen)
	}
	before := r.times()
	w.grid.Select(1)
	l.drain()
	if n := r.times(); n != before {
		t.Errorf("what is known is read %d times more", n-before)
	}
	w.grid.Select(199)
	l.until(t, "those further down", func() bool { return r.times() > before })
	w.grid.Top()
	r.mu.Lock()
	r.said = map[photo.ID]photo.Rated{1: {Stars: photo.RejectedRating}}
	r.mu.Unlock()
	f.add("/pictures/another.jpg")
	l.until(t, "what has changed", func() bool { return w.grid.Stars(1) == "✕" && w.grid.Stars(2) == "" })
	r.mu.Lock()
	r.err = errors.New("the disk is busy")
	r.mu.Unlock()
	before = r.times()
	f.add("/pictures/one more.jpg")
	l.until(t, "the attempt", func() bool { return r.times() > before })
	l.until(t, "the photo", func() bool { return w.grid.Roll().Len() == 202 })
	if n := r.times() - before; n > 3 || w.grid.Stars(1) != "✕" {
		t.Errorf("asked %d times for what cannot be read; the sign is %q", n, w.grid.Stars(1))
	}
}
