package engine

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"sync/atomic"

	"recollect/engine/analyse"
	"recollect/engine/catalog/follow"
	"recollect/engine/model/accelerator"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/search"
	"recollect/engine/texts"
)

// embedder is a model at hand, and what is made of it.
type embedder struct {
	*clip.Model
	files fs.FS
	texts texts.Cache
	bank  *search.Bank
}

func (m *embedder) fingerprint() string { return m.Info().Fingerprint }

// step is the step that embeds with the model.
func (m *embedder) step() *analyse.Embed {
	return &analyse.Embed{Model: m.fingerprint(), Encoder: m.Model, Traits: m.bank.Traits}
}

// openModels opens the models at hand. The first embeds photos; whether another serves, the
// catalog knows.
func (e *Engine) openModels() {
	e.accelerators = accelerator.New(accelerator.Options{
		Library: e.opts.Library, Program: e.opts.Worker, RuntimeDirs: e.opts.RuntimeDirs,
		OnNotice: func(f *photo.Fault) {
			e.opts.Log.Warn("an accelerator", "err", f)
			e.state.trouble(ofProvider, f)
		},
	})
	for _, files := range append([]fs.FS{e.opts.Model}, e.opts.Others...) {
		o := clip.Options{Model: files, LibraryDirs: e.opts.RuntimeDirs, Run: e.accelerators.Run}
		m := &embedder{Model: clip.Open(o), files: files}
		m.texts = texts.Cache{Dir: filepath.Join(e.opts.Library, "texts"), Shipped: files, Encoder: m.Model}
		m.bank = search.NewBank(m.texts.Vectors, func(ctx context.Context, b *relevance.Bank) error {
			if m != e.model() {
				return nil
			}
			return e.fillTraits(ctx, b)
		})
		e.models = append(e.models, m)
	}
}

func (e *Engine) closeModels() error {
	var errs []error
	for _, m := range e.models {
		errs = append(errs, m.Close())
	}
	return errors.Join(errs...)
}

// embeds is the model whose vectors are to be complete one day: it serves from then on.
func (e *Engine) embeds() *embedder { return e.models[0] }

// otherModels are the fingerprints of the models at hand that are not to embed photos.
func (e *Engine) otherModels() (fingerprints []string) {
	for _, m := range e.models[1:] {
		fingerprints = append(fingerprints, m.fingerprint())
	}
	return fingerprints
}

// serving is a model that questions are asked with, and the index of its vectors.
type serving struct {
	model         *embedder
	known         bool // the catalog has vectors of it, as far as it has any
	corpus        *search.Corpus
	traitsMissing atomic.Bool      // set when a vector was added without traits; see fillTraits
	follower      *follow.Follower // of the corpus
	fixedSteps    []analyse.Step   // set up once; stepsInUse adds the things step
}

// model is the one that serves.
func (e *Engine) model() *embedder { return e.serving.Load().model }

// corpus holds the vectors of the model that serves.
func (e *Engine) corpus() *search.Corpus { return e.serving.Load().corpus }

// newServing prepares a model to serve. Its index is empty.
func (e *Engine) newServing(m *embedder, known bool) *serving {
	s := &serving{model: m, known: known, corpus: search.NewCorpus(m.Info().Dim)}
	s.follower = follow.New(e.catalog, m.fingerprint(), indexed{s.corpus, m.bank, &s.traitsMissing})
	s.fixedSteps = []analyse.Step{m.step()}
	if e.embeds() != m {
		s.fixedSteps = append(s.fixedSteps, e.embeds().step())
	}
	s.fixedSteps = append(s.fixedSteps, &analyse.Colour{},
		&analyse.Traits{Model: m.fingerprint(), Bank: relevance.Edition(), Of: m.bank.Traits, Ready: m.bank.Made})
	return s
}

// useServing makes the model that serves the one that questions are asked with.
func (e *Engine) useServing(ctx context.Context) error {
	now, err := e.catalog.Models(ctx)
	if err != nil {
		return err
	}
	m := e.embeds() // of a library that another process is about to bring up to date, nothing is found
	if i := slices.IndexFunc(e.models, func(m *embedder) bool { return m.fingerprint() == now.Serving }); i >= 0 {
		m = e.models[i]
	}
	e.serving.Store(e.newServing(m, m.fingerprint() == now.Serving))
	return nil
}

// promote makes the model that is being built the one that serves, once it is complete, and
// reports whether it did. Queries that began before are answered by the model before.
func (e *Engine) promote(ctx context.Context) (bool, error) {
	if done, err := e.catalog.Promote(ctx); err != nil || !done {
		return false, err
	}
	e.Things.changing.Lock()
	e.serving.Store(e.newServing(e.embeds(), true))
	e.Things.current.Store(nil) // what photos show is told from the new vectors
	e.Things.changing.Unlock()
	e.Queries.Use(e.searchOptions())
	err := e.follow(ctx)
	e.state.set(func(s *photo.Status) { s.Generation++ })
	e.state.markDirty()
	return true, err
}

// rest unloads models that nobody uses, until ctx ends.
func (e *Engine) rest(ctx context.Context, m *embedder) {
	m.Rest(ctx, restAfter, func() { e.opts.Log.Debug("a model rests", "model", m.Info().Name) })
}

// openBanks opens the banks of the models that embed photos.
func (e *Engine) openBanks(ctx context.Context) error {
	_, err := e.model().bank.Get(ctx)
	if e.embeds() != e.model() {
		_, more := e.embeds().bank.Get(ctx)
		err = errors.Join(err, more)
	}
	return err
}
