package engine

import (
	"context"
	"slices"
	"sync/atomic"

	"recollect/engine/analyse"
	"recollect/engine/format"
	"recollect/engine/ingest"
	"recollect/engine/meta"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/scan"
	"recollect/engine/search"
	"recollect/engine/watch"
)

// connect makes the parts that a file passes on its way into the library, and connects them:
// what the watcher names is scanned, what a scan finds is recorded, what the ledger
// misses is analysed, and the index follows each commit.
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
		OnChange: e.changed, OnCommit: e.committed,
	})
	e.analyser = analyse.New(analyse.Options{
		Catalog: e.catalog, Thumbs: e.thumbs, Budget: e.budget, Steps: e.stepsInUse,
		OnChange: e.changed, OnCommit: e.committed, OnStale: e.stale, Gate: e.mayAnalyse,
	})
}

// searchOptions connects search with the catalog, and with the model and the index in use.
func (e *Engine) searchOptions() search.Options {
	s := e.serving.Load()
	o := search.Options{
		Catalog: e.catalog, Corpus: s.corpus, Model: s.model, Calibration: s.model.Calibration(), Bank: s.model.bank,
		Pictures: queryPictures{e.catalog, s.model, e.budget}, Fill: s.fill,
	}
	for _, t := range e.Things.list {
		o.Texts = append(o.Texts, t.Name, t.Prompt)
	}
	return o
}

// stepsInUse are the steps of analysis, the most urgent first.
func (e *Engine) stepsInUse(ctx context.Context) ([]analyse.Step, error) {
	suggest, err := e.Things.step(ctx)
	if err != nil || suggest == nil {
		return e.serving.Load().fixedSteps, err
	}
	return append(slices.Clone(e.serving.Load().fixedSteps), suggest), nil
}

// changed handles a change of a photo, and reports it, one at a time.
func (e *Engine) changed(c photo.Change) {
	e.changing.Lock()
	defer e.changing.Unlock()
	if c.Kind == photo.ChangeFileUnreadable || c.Kind == photo.ChangeFolderUnreadable {
		e.opts.Log.Warn("cannot be read", "path", c.Path)
	}
	e.state.note(c)
	e.opts.OnChange(c)
}

// committed has the index follow the catalog, and the library counted.
func (e *Engine) committed(ctx context.Context) {
	e.warn(ctx, "update the index", e.follow(context.WithoutCancel(ctx)))
	e.state.markDirty()
}

// stale has the folder of a file scanned again.
func (e *Engine) stale(path string) {
	select {
	case e.rescan <- path:
	default: // so much is changing that events will come
	}
}

// mayAnalyse returns when photos may be analysed: not while that is paused, or saves the battery.
func (e *Engine) mayAnalyse(ctx context.Context) error {
	if err := e.pause.wait(ctx); err != nil || !e.opts.SaveBattery {
		return err
	}
	return e.battery.wait(ctx)
}

// follow returns when the index knows all vectors of the catalog. A process that opened the library
// to read it, or beside another, calls it before the first search: most never search.
func (e *Engine) follow(ctx context.Context) error {
	return e.serving.Load().fill(ctx)
}

// fill is follow for a model that may not serve any more.
func (s *serving) fill(ctx context.Context) error {
	if !s.known {
		return nil
	}
	return s.follower.Follow(ctx)
}

// fillTraits computes the traits of the vectors that were recorded without any.
func (e *Engine) fillTraits(ctx context.Context, b *relevance.Bank) error {
	s := e.serving.Load()
	if !s.traitsMissing.Load() {
		return nil
	}
	return e.catalog.Vectors(ctx, s.model.fingerprint(), func(id photo.ID, v photo.Vector, traits []float32) error {
		if traits == nil {
			s.corpus.Describe(id, v, b.Traits(v))
		}
		return nil
	})
}

// indexed implements follow.Index for the search corpus.
type indexed struct {
	corpus        *search.Corpus
	bank          *search.Bank
	traitsMissing *atomic.Bool
}

func (x indexed) Add(id photo.ID, v photo.Vector, traits []float32) {
	t := relevance.TraitsOf(traits)
	if !t.Known() {
		x.traitsMissing.Store(true) // first, so that a bank built meanwhile fills in these traits
		t = x.bank.Traits(v)
	}
	x.corpus.Add(id, v, t)
}

func (x indexed) Remove(id photo.ID) { x.corpus.Remove(id) }
