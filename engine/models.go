package engine

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"recollect/engine/analyse"
	"recollect/engine/model/clip"
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
	for _, files := range append([]fs.FS{e.opts.Model}, e.opts.Others...) {
		m := &embedder{Model: clip.Open(clip.Options{Model: files, LibraryDirs: e.opts.RuntimeDirs}), files: files}
		m.texts = texts.Cache{Dir: filepath.Join(e.opts.Library, "texts"), Shipped: files, Encoder: m.Model}
		m.bank = search.NewBank(m.texts.Vectors, func(ctx context.Context, b *relevance.Bank) error {
			if m != e.model {
				return nil
			}
			return e.describe(ctx, b)
		})
		e.models = append(e.models, m)
	}
	e.model = e.models[0]
}

func (e *Engine) closeModels() error {
	var errs []error
	for _, m := range e.models {
		errs = append(errs, m.Close())
	}
	return errors.Join(errs...)
}

// embeds is the model whose vectors are to be complete one day: it serves when the library is opened after that.
func (e *Engine) embeds() *embedder { return e.models[0] }

// otherModels are the fingerprints of the models at hand that are not to embed photos.
func (e *Engine) otherModels() (fingerprints []string) {
	for _, m := range e.models[1:] {
		fingerprints = append(fingerprints, m.fingerprint())
	}
	return fingerprints
}

// useServing makes the model that serves the one that questions are asked with.
func (e *Engine) useServing(ctx context.Context) error {
	now, err := e.catalog.Models(ctx)
	if err != nil {
		return err
	}
	e.model = e.embeds() // of a library that another process is about to bring up to date, nothing is found
	if i := slices.IndexFunc(e.models, func(m *embedder) bool { return m.fingerprint() == now.Serving }); i >= 0 {
		e.model = e.models[i]
	}
	e.served = e.model.fingerprint() == now.Serving
	return nil
}

// embedSteps are the steps that embed: with the model that serves, and with the one that will.
func (e *Engine) embedSteps() []analyse.Step {
	steps := []analyse.Step{e.model.step()}
	if e.embeds() != e.model {
		steps = append(steps, e.embeds().step())
	}
	return steps
}

// rest gives up the memory of models that nobody uses, until ctx ends.
func (e *Engine) rest(ctx context.Context, m *embedder) {
	m.Rest(ctx, restAfter, func() { e.opts.Log.Debug("a model rests", "model", m.Info().Name) })
}

// openBanks opens the banks of the models that embed photos.
func (e *Engine) openBanks(ctx context.Context) error {
	_, err := e.model.bank.Get(ctx)
	if e.embeds() != e.model {
		_, more := e.embeds().bank.Get(ctx)
		err = errors.Join(err, more)
	}
	return err
}
