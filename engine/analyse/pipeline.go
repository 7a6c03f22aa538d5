package analyse

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

const (
	// batches is how many batches are in flight at a time: while the last pictures of
	// one are encoded, the other uses the idle cores.
	batches = 2
	// mostCommitted is how many contents are committed together at most, in batches of the usual size. A
	// commit takes what is there, and so they come several times a second.
	mostCommitted = 32
)

// pipeline sends photos through the steps until q has no more, and returns how many
// contents were embedded:
//
//	q -> decoders, one a core -> steps, some batches at a time -> commit
//
// Short queues lie between the stages, so that a slow stage slows those before it, and no core is
// idle while there is work.
func (a *Analyser) pipeline(ctx context.Context, q *queue) (int, error) {
	g, ctx := errgroup.WithContext(ctx)
	var (
		todo     = make(chan task)
		ready    = make(chan *content, batches*mostTogether)
		room     = semaphore.NewWeighted(waitingBytes) // what is in ready
		out      = make(chan []*content, batches)
		all      = newInProgress()
		embedded atomic.Int64
	)
	g.Go(func() error {
		defer close(todo)
		return feed(ctx, q, todo)
	})
	stage(g, a.workers, ready, func() error { return a.readAll(ctx, todo, ready, room, all) })
	stage(g, batches, out, func() error { return a.runAll(ctx, ready, room, out, &embedded) })
	g.Go(func() error { return a.commitAll(ctx, out, q, all) })
	err := g.Wait()
	return int(embedded.Load()), err
}

// stage runs several workers and closes out after the last.
func stage[T any](g *errgroup.Group, workers int, out chan<- T, work func() error) {
	var running sync.WaitGroup
	for range workers {
		running.Add(1)
		g.Go(func() error {
			defer running.Done()
			return work()
		})
	}
	g.Go(func() error {
		running.Wait()
		close(out)
		return nil
	})
}

// send sends v unless ctx ends first.
func send[T any](ctx context.Context, c chan<- T, v T) error {
	select {
	case c <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// gather waits for the first value of c, and returns it with those that are ready, up to most; none
// if c is closed.
func gather[T any](c <-chan T, most int) []T {
	first, ok := <-c
	if !ok {
		return nil
	}
	all := []T{first}
	for len(all) < most {
		select {
		case next, ok := <-c:
			if !ok {
				return all
			}
			all = append(all, next)
		default:
			return all
		}
	}
	return all
}

func feed(ctx context.Context, q *queue, todo chan<- task) error {
	for {
		t, ok, err := q.pop(ctx)
		if err != nil || !ok {
			return err
		}
		if err := send(ctx, todo, t); err != nil {
			return err
		}
	}
}

// readAll makes contents of tasks. A photo whose content is in progress joins it.
func (a *Analyser) readAll(
	ctx context.Context, todo <-chan task, ready chan<- *content, room *semaphore.Weighted, all *inProgress,
) error {
	for t := range todo {
		end, err := a.Begin(ctx)
		if err != nil {
			return err
		}
		c, err := a.read(ctx, t)
		end()
		if err != nil {
			return err
		}
		if c.known() {
			if !all.join(c) {
				continue
			}
			// A copy may have been committed since the photo was decoded.
			if err := a.recall(ctx, c); err != nil {
				return err
			}
		}
		c.weigh()
		if err := room.Acquire(ctx, c.weight); err != nil {
			return err
		}
		if err := send(ctx, ready, c); err != nil {
			return err
		}
	}
	return nil
}

// recall reads the embeddings of a content that the catalog has.
func (a *Analyser) recall(ctx context.Context, c *content) error {
	for _, model := range modelsOf(c.steps) {
		if c.vectors[model] != nil {
			continue
		}
		v, err := a.Catalog.VectorBy(ctx, model, c.hash)
		switch {
		case err == nil:
			c.vectors[model] = v
		case !errors.Is(err, catalog.ErrNotFound):
			return err
		}
	}
	return nil
}

// modelsOf returns the models whose embeddings steps make or need, each once.
func modelsOf(steps []Step) (models []string) {
	for _, s := range steps {
		model := s.Needs().Vector
		if e, ok := s.(*Embed); ok {
			model = e.Model
		}
		if model != "" && !slices.Contains(models, model) {
			models = append(models, model)
		}
	}
	return models
}

// runAll runs the steps of contents, a batch at a time.
func (a *Analyser) runAll(
	ctx context.Context, ready <-chan *content, room *semaphore.Weighted, out chan<- []*content,
	embedded *atomic.Int64,
) error {
	for {
		cs := gatherBatch(ready)
		if len(cs) == 0 {
			return nil
		}
		for _, c := range cs {
			room.Release(c.weight)
		}
		if err := a.Gate(ctx); err != nil {
			return err
		}
		for _, s := range stepsOf(cs) {
			n, err := a.runStep(ctx, s, cs)
			if err != nil {
				return err
			}
			embedded.Add(int64(n))
		}
		for _, c := range cs {
			c.picture, c.tile = nil, nil // no longer needed, and large
		}
		if err := send(ctx, out, cs); err != nil {
			return err
		}
	}
}

// stepsOf returns the steps that some contents want, each once, in their order.
func stepsOf(cs []*content) []Step {
	var all []Step
	for _, c := range cs {
		for _, s := range c.all {
			wants := func(c *content) bool { return slices.Contains(c.steps, s) }
			if !slices.Contains(all, s) && slices.ContainsFunc(cs, wants) {
				all = append(all, s)
			}
		}
	}
	return all
}

// runStep runs a step for the contents that need it and have its input. It returns how many of them
// were embedded.
func (a *Analyser) runStep(ctx context.Context, s Step, cs []*content) (embedded int, err error) {
	var some []*content
	var work []Work
	for _, c := range cs {
		if w, ok := c.work(s); ok {
			some, work = append(some, c), append(work, w)
		}
	}
	if len(some) == 0 {
		return 0, nil
	}
	e, embeds := s.(*Embed)
	end := func() {}
	if !embeds { // which uses several processors
		if end, err = a.Begin(ctx); err != nil {
			return 0, err
		}
	}
	results, err := s.Run(ctx, work)
	end()
	if err != nil {
		return 0, err
	}
	for i, c := range some {
		c.results[s] = results[i]
		if embeds && results[i].Err == nil {
			c.vectors[e.Model] = results[i].Vector
			embedded++
		}
	}
	return embedded, nil
}

// inProgress holds the contents that were read and are not committed.
type inProgress struct {
	mu sync.Mutex
	at map[workKey]*content
}

// workKey identifies a content and the steps to run for it.
type workKey struct {
	hash  photo.Hash
	steps int // of the same list
	first Step
}

func newInProgress() *inProgress { return &inProgress{at: map[workKey]*content{}} }

func workKeyOf(c *content) workKey {
	f := workKey{hash: c.hash, steps: len(c.steps)}
	if len(c.steps) > 0 {
		f.first = c.steps[0]
	}
	return f
}

// join adds a content and reports true, unless an equal one is in progress: then the photos of c
// are added to that.
func (f *inProgress) join(c *content) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if on := f.at[workKeyOf(c)]; on != nil {
		on.tasks = append(on.tasks, c.tasks...)
		return false
	}
	f.at[workKeyOf(c)] = c
	return true
}

// take returns the uncommitted photos of a content. If there are none, the content is no longer in
// progress.
func (f *inProgress) take(c *content) []task {
	f.mu.Lock()
	defer f.mu.Unlock()
	tasks := c.tasks
	c.tasks = nil
	if len(tasks) == 0 && f.at[workKeyOf(c)] == c {
		delete(f.at, workKeyOf(c))
	}
	return tasks
}
