package analyse

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

const (
	// round is how many photos are taken from the ledger at a time.
	round = 64
	// mostWanted is how many photos Want remembers: some screens full.
	mostWanted = 256
)

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

// take returns and forgets all of them, the latest first.
func (w *wanted) take() []photo.ID {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := w.ids
	w.ids = nil
	slices.Reverse(ids)
	return ids
}

// task is a photo and the steps to run for it. The steps are a part of all, in its order.
type task struct {
	photo photo.Photo
	steps []Step
	all   []Step // in use when the task was made
}

// unread reports whether the content of the photo is not known yet.
func (t task) unread() bool { return t.photo.Hash == photo.Hash{} }

// queue hands out the photos that lack steps by the ledger, each once until it is recorded: those
// on screen first, then the newest, for each step in turn.
type queue struct {
	a     *Analyser
	only  string   // the key of the step to run; "": all are
	keys  []string // of all steps in use
	steps []Step   // those that can run
	next  []task   // owned by whoever calls pop

	mu  sync.Mutex
	out map[photo.ID]bool // handed out and not recorded, or unreadable now
}

// pop returns the next photo; ok is false if all have been handed out.
func (q *queue) pop(ctx context.Context) (t task, ok bool, err error) {
	if ids := q.a.wanted.take(); len(ids) > 0 {
		if err := q.prefer(ctx, ids); err != nil {
			return task{}, false, err
		}
	}
	if len(q.next) == 0 {
		if err := q.fill(ctx); err != nil || len(q.next) == 0 {
			return task{}, false, err
		}
	}
	t = q.next[0]
	if err := load(t.steps); err != nil {
		return task{}, false, err
	}
	q.next = q.next[1:]
	q.mu.Lock()
	q.out[t.photo.ID] = true
	q.mu.Unlock()
	return t, true, nil
}

// fill queries the ledger. The result includes photos in flight, so fill asks for as many more.
func (q *queue) fill(ctx context.Context) (err error) {
	if err := q.useSteps(ctx); err != nil {
		return err
	}
	out := q.handedOut()
	for i := range q.steps {
		if q.next, err = q.newest(ctx, q.steps[i:i+1], out); err != nil || len(q.next) > 0 {
			return err
		}
	}
	return nil
}

// newest returns some photos that lack a step and were not handed out.
func (q *queue) newest(ctx context.Context, step []Step, out map[photo.ID]bool) ([]task, error) {
	for limit := round + len(out); ; limit *= 2 {
		all, err := q.missing(ctx, step, nil, limit)
		if err != nil {
			return nil, err
		}
		whole := len(all) < limit
		if some := q.without(all, out); len(some) > 0 || whole {
			return some, nil
		}
	}
}

// useSteps takes over the steps in use. None can run where no photo lacks any: finding out loads networks,
// while a window that opens has better things to do.
func (q *queue) useSteps(ctx context.Context) error {
	steps, err := q.a.Steps(ctx)
	if err != nil {
		return err
	}
	if keys := keysOf(steps); !slices.Equal(keys, q.keys) {
		if err := q.a.Catalog.UseSteps(ctx, keys...); err != nil {
			return err
		}
		q.keys = keys
	}
	steps = slices.DeleteFunc(slices.Clone(steps), func(s Step) bool { return q.only != "" && q.only != s.Key() })
	q.steps = nil
	if todo, err := q.a.Catalog.Todo(ctx, keysOf(steps), nil, 1); err != nil || len(todo) == 0 {
		return err
	}
	q.steps = slices.DeleteFunc(steps, later)
	return nil
}

// later reports whether a step cannot run yet.
func later(s Step) bool {
	l, ok := s.(Loader)
	return ok && errors.Is(l.Load(), ErrLater)
}

// prefer moves photos that lack steps to the front, in this order.
func (q *queue) prefer(ctx context.Context, ids []photo.ID) error {
	out := q.handedOut()
	first, err := q.missing(ctx, q.steps, ids, len(ids))
	if err != nil {
		return err
	}
	first = slices.DeleteFunc(q.without(first, out), func(t task) bool { return !slices.Contains(ids, t.photo.ID) })
	rest := slices.DeleteFunc(q.next, func(t task) bool { return slices.Contains(ids, t.photo.ID) })
	q.next = append(first, rest...)
	return nil
}

// missing returns the photos that lack any of some steps, with all steps that they lack.
func (q *queue) missing(ctx context.Context, some []Step, first []photo.ID, limit int) ([]task, error) {
	todo, err := q.a.Catalog.Todo(ctx, keysOf(some), first, limit)
	if err != nil {
		return nil, err
	}
	tasks := make([]task, 0, len(todo))
	for _, t := range todo {
		tasks = append(tasks, q.task(t))
	}
	return tasks, nil
}

// leftOut reports whether a photo must not be handed out: it is in flight, or only one step is run
// and its content is not known.
func (q *queue) leftOut(t task, out map[photo.ID]bool) bool {
	return out[t.photo.ID] || q.only != "" && t.unread()
}

// task returns the steps to run for a photo: all for one that was never read, because results that
// are stored with the photo must be derived for each copy of a content.
func (q *queue) task(t catalog.Todo) task {
	made := task{photo: t.Photo, all: q.steps, steps: q.steps}
	if !made.unread() {
		made.steps = slices.DeleteFunc(slices.Clone(q.steps), func(s Step) bool {
			return !slices.Contains(t.Keys, s.Key())
		})
	}
	return made
}

// handedOut returns the photos that were handed out and are not recorded. It must be called before
// the query of the catalog: photos that are recorded in between may be missing there still.
func (q *queue) handedOut() map[photo.ID]bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return maps.Clone(q.out)
}

func (q *queue) without(tasks []task, out map[photo.ID]bool) []task {
	return slices.DeleteFunc(tasks, func(t task) bool { return q.leftOut(t, out) })
}

// recorded marks a photo as done. A photo without this call is not handed out again.
func (q *queue) recorded(id photo.ID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.out, id)
}

// load gets what steps need before photos are decoded for them.
func load(steps []Step) error {
	for _, s := range steps {
		if l, ok := s.(Loader); ok {
			if err := l.Load(); err != nil {
				return err
			}
		}
	}
	return nil
}

func keysOf(steps []Step) []string {
	keys := make([]string, len(steps))
	for i, s := range steps {
		keys[i] = s.Key()
	}
	return keys
}
