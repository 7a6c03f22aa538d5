package ingest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"recollect/engine/photo"
)

// mostWanted is how many photos Want remembers: some screens full.
const mostWanted = 256

// wanted are photos that somebody waits for, the latest last.
type wanted struct {
	mu  sync.Mutex
	ids []photo.ID
}

func (w *wanted) add(id photo.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := slices.Index(w.ids, id); i >= 0 {
		w.ids = slices.Delete(w.ids, i, i+1)
	}
	w.ids = append(w.ids, id)
	w.ids = w.ids[max(0, len(w.ids)-mostWanted):]
}

// take gives all of them, the latest first, and forgets them.
func (w *wanted) take() []photo.ID {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := w.ids
	w.ids = nil
	slices.Reverse(ids)
	return ids
}

// Want asks for a photo to be encoded before others: it is on the screen. It may
// be called from any goroutine, for any photo, and does not wait.
func (in *Ingester) Want(id photo.ID) { in.wanted.add(id) }

// queue hands out the photos that the catalog says are waiting, each once: those
// on the screen first, then the newest.
type queue struct {
	in   *Ingester
	next []photo.Photo // owned by whoever calls pop

	mu   sync.Mutex
	away map[photo.ID]bool // handed out and not recorded, or changed under our hands: a scan will tell
}

// pop gives the next photo, or none when all that wait have been handed out.
func (q *queue) pop(ctx context.Context) (photo.Photo, bool, error) {
	if ids := q.in.wanted.take(); len(ids) > 0 {
		if err := q.prefer(ctx, ids); err != nil {
			return photo.Photo{}, false, err
		}
	}
	if len(q.next) == 0 {
		if err := q.fill(ctx); err != nil || len(q.next) == 0 {
			return photo.Photo{}, false, err
		}
	}
	p := q.next[0]
	q.next = q.next[1:]
	q.mu.Lock()
	q.away[p.ID] = true
	q.mu.Unlock()
	return p, true, nil
}

// fill asks the catalog. It names those that are in work too, and so is asked for
// as many more.
func (q *queue) fill(ctx context.Context) error {
	away := q.handedOut()
	waiting, err := q.in.Catalog.Waiting(ctx, round+len(away))
	q.next = without(waiting, away)
	return err
}

// prefer puts photos in front, in this order, as far as they are waiting.
func (q *queue) prefer(ctx context.Context, ids []photo.ID) error {
	away := q.handedOut()
	first, err := q.in.Catalog.WaitingAmong(ctx, ids)
	if err != nil {
		return err
	}
	first = without(first, away)
	slices.SortFunc(first, func(a, b photo.Photo) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	rest := slices.DeleteFunc(q.next, func(p photo.Photo) bool { return slices.Contains(ids, p.ID) })
	q.next = append(first, rest...)
	return nil
}

// handedOut is what was handed out and is not recorded. It must be asked for before
// the catalog is: what is recorded in between, the catalog may still call waiting.
func (q *queue) handedOut() map[photo.ID]bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return maps.Clone(q.away)
}

func without(ps []photo.Photo, away map[photo.ID]bool) []photo.Photo {
	return slices.DeleteFunc(ps, func(p photo.Photo) bool { return away[p.ID] })
}

// finished tells that a photo was recorded, or that the catalog did not take it.
func (q *queue) finished(id photo.ID, kept bool) {
	if !kept {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.away, id)
}
