package work

import (
	"context"
	"sync"

	"recollect/ui/frame"
)

// Queue does items one after the other off the UI goroutine, in the order in which they were added. It is for changes
// by a person that must not be lost: what was added is done to its end, also if the context of the group ends
// meanwhile, and Group.Wait waits for all of it. Add belongs to the UI goroutine.
type Queue[T any] struct {
	Do func(context.Context, T) error // called off the UI goroutine
	// Done is called on the UI goroutine after each item; last: all that was added is done.
	Done func(item T, err error, last bool)

	left int // of the UI goroutine: how many Done was not called for

	mu      sync.Mutex
	waiting []T
	busy    bool // a goroutine does what waits
}

// Add adds an item, in the place of the last one if that has not begun and replaces, which may be nil, says so.
func (q *Queue[T]) Add(g *Group, item T, replaces func(last T) bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if last := len(q.waiting) - 1; last >= 0 && replaces != nil && replaces(q.waiting[last]) {
		q.waiting[last] = item
		return
	}
	if !q.busy && !g.Open() {
		return // the window is closed
	}
	q.left++
	q.waiting = append(q.waiting, item)
	if !q.busy {
		q.busy = true
		g.Go(func(ctx context.Context) { q.work(context.WithoutCancel(ctx), g) })
	}
}

func (q *Queue[T]) work(ctx context.Context, g *Group) {
	for item, ok := q.next(); ok; item, ok = q.next() {
		err := q.Do(ctx, item)
		g.onUI(q.Done, func() {
			q.left--
			q.Done(item, err, q.left == 0)
			frame.Ask()
		})
	}
}

// next takes the first item that waits. Without one, the work ends.
func (q *Queue[T]) next() (item T, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.busy = len(q.waiting) > 0; !q.busy {
		return item, false
	}
	item = q.waiting[0]
	q.waiting = q.waiting[1:]
	return item, true
}
