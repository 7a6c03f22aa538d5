package search

import (
	"context"
	"sync"
	"time"
)

// quiet knows when the last search ended. The zero quiet knows of none.
type quiet struct {
	mu      sync.Mutex
	running int
	last    time.Time
}

// begin notes a search; the caller calls end when it is over.
func (q *quiet) begin() (end func()) {
	q.count(1)
	return func() { q.count(-1) }
}

func (q *quiet) count(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running += n
	q.last = time.Now()
}

// left is how long it takes until there was no search for d since a time, if none comes.
func (q *quiet) left(since time.Time, d time.Duration) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.running > 0:
		return d
	case q.last.After(since):
		since = q.last
	}
	return d - time.Since(since)
}

// Quiet returns once there was no search for d from now on, or after most. The error is ctx's.
func (s *Service) Quiet(ctx context.Context, d, most time.Duration) error {
	return s.wait(ctx, time.Now(), d, most)
}

func (s *Service) wait(ctx context.Context, since time.Time, d, most time.Duration) error {
	enough := time.NewTimer(most)
	defer enough.Stop()
	for left := s.quiet.left(since, d); left > 0; left = s.quiet.left(since, d) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-enough.C:
			return nil
		case <-time.After(left):
		}
	}
	return ctx.Err()
}

// pause is how long others leave the disk to a search.
const pause = time.Second

// Pause returns at once, unless there is a search, or was one just now: then some time later. Work that can wait calls
// it between its steps. The error is ctx's.
func (s *Service) Pause(ctx context.Context) error { return s.wait(ctx, time.Time{}, pause, pause) }
