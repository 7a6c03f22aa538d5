package engine

import (
	"context"

	"recollect/engine/analyse"
	"recollect/engine/format"
	"recollect/engine/ingest"
	"recollect/engine/meta"
	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/search"
	"recollect/engine/watch"
)

// connect makes and connects the parts of the pipeline: the watcher's dirty folders are scanned,
// the changes are recorded, the steps that the ledger lacks are run, and the index follows each
// commit.
func (e *Engine) connect() {
	walker := scan.Walker{
		Skip:     []string{e.opts.Library},
		Sniff:    func(head []byte) bool { return format.Sniff(head) != "" },
		Sidecars: meta.Sidecars,
		Exclude:  e.excludes.Match,
	}
	e.watcher = watch.New(watch.Options{
		Skip:   func(dir string) bool { return walker.Skips(dir) || e.excludes.MatchFolder(dir) },
		Marker: scan.NoMedia,
	})
	e.ingest = ingest.New(ingest.Options{
		Catalog: e.catalog, Walker: walker,
		OnChange: e.changed, OnCommit: e.committed, Begin: e.Pace.Begin,
	})
	e.analyser = analyse.New(analyse.Options{
		Catalog: e.catalog, Thumbs: e.thumbs, Budget: e.budget, Steps: e.stepsInUse,
		OnChange: e.changed, OnCommit: e.committed, OnStale: e.stale, Gate: e.mayAnalyse,
		Begin: e.Pace.Begin,
	})
}

// searchOptions connects search with the model that answers.
func (e *Engine) searchOptions() search.Options {
	var names []string
	for _, t := range e.Things.list {
		names = append(names, t.Name, t.Prompt)
	}
	return e.models.Answerer().SearchOptions(e.budget, names)
}

// stepsInUse returns the steps of analysis, the most urgent first.
func (e *Engine) stepsInUse(ctx context.Context) ([]analyse.Step, error) {
	steps := e.models.Steps(ctx)
	suggest, err := e.Things.step(ctx)
	if err != nil || suggest == nil {
		return steps, err
	}
	return append(steps, suggest), nil
}

// changed handles and reports a change of a photo, one at a time.
func (e *Engine) changed(c photo.Change) {
	e.changing.Lock()
	defer e.changing.Unlock()
	if c.Kind == photo.ChangeFileUnreadable || c.Kind == photo.ChangeFolderUnreadable {
		e.opts.Log.Warn("cannot be read", "path", c.Path)
	}
	e.state.note(c)
	e.opts.OnChange(c)
}

// committed brings the index up to date after a commit, and has the library counted.
func (e *Engine) committed(ctx context.Context) {
	if a := e.models.Answerer(); !a.Reading() { // else it catches up when it is done
		e.warn(ctx, "update the index", a.Follow(context.WithoutCancel(ctx)))
	}
	nudge(e.indexWake)
	e.state.markDirty()
}

// stale has the folder of a file scanned again.
func (e *Engine) stale(path string) {
	select {
	case e.rescan <- path:
	default: // rescan is full: with so many changes events will come
	}
}

// yield takes back what a person says where sidecars hold, as an act of the history.
func (e *Engine) yield(ctx context.Context, all []photo.Yield) (func(context.Context) error, error) {
	id, err := e.History.Record(ctx, func(ctx context.Context) error { return e.UserData.Yield(ctx, all) })
	return func(ctx context.Context) error {
		if id == 0 {
			return nil
		}
		_, err := e.History.Undo(ctx, id)
		return err
	}, err
}

// mayAnalyse waits while analysis is paused, or must wait by its pace.
func (e *Engine) mayAnalyse(ctx context.Context) error {
	if err := e.pause.wait(ctx); err != nil {
		return err
	}
	return e.Pace.Wait(ctx)
}

// follow brings the index up to date with the catalog.
func (e *Engine) follow(ctx context.Context) error { return e.models.Answerer().Follow(ctx) }

// promote makes the model that is being built the one that answers, once it is complete, and
// reports whether it did. The previous model still answers the queries that have begun.
func (e *Engine) promote(ctx context.Context) (bool, error) {
	e.Things.changing.Lock()
	done, err := e.models.Take(ctx)
	if done {
		e.Things.current.Store(nil) // things are suggested from the new vectors
	}
	e.Things.changing.Unlock()
	if !done {
		return false, err
	}
	e.Queries.Use(e.searchOptions())
	e.state.set(func(s *photo.Status) {
		s.Generation++
		s.Building = photo.Building{}
	})
	e.state.markDirty()
	return true, nil
}

// chosen has photos embedded with the model that was chosen.
func (e *Engine) chosen(ctx context.Context) error {
	_, err := e.promote(ctx) // it may be complete
	e.state.markDirty()
	nudge(e.Things.wake)
	nudge(e.chosenWake)
	e.wakeAnalyser()
	return err
}
