// Package serving holds the models at hand of an open library: which of them embeds photos, which
// one answers queries, and the index of its vectors.
//
// A query is answered by one Answerer from its first word to its last photo: its sentences, its
// pictures and the vectors that they are compared with are of one model. Another model takes over
// only once its index is complete.
package serving

import (
	"context"
	"io/fs"
	"log/slog"
	"time"

	"recollect/engine/analyse"
	"recollect/engine/model"
	"recollect/engine/model/clip"
	"recollect/engine/model/store"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/search"
	"recollect/engine/texts"
)

// ShippedID is the ID of the model that is part of the program. No other model can have it.
const ShippedID = "mini"

// ErrUnknown means that a library has no model of an ID, and that none can be downloaded.
var ErrUnknown error = &photo.Fault{
	Code: "model:unknown",
	Text: "there is no model of this name",
}

// Options say which models there are, and what they work with.
type Options struct {
	Shipped  fs.FS        // the model that is part of the program
	Store    *store.Store // of the library's own models
	TextsDir string       // for embeddings of sentences; see package texts
	IndexDir string       // for files of indexes
	Networks clip.Options // for all models, but for Model
	Log      *slog.Logger
}

// Model is a model at hand, and what is made of it.
type Model struct {
	*clip.Model
	ID    string
	Spec  model.Spec // zero where there is no model
	Files fs.FS
	Texts texts.Cache
	Bank  *search.Bank
	embed *analyse.Embed // the step that embeds with the model
}

// Fingerprint changes with everything that changes a vector.
func (m *Model) Fingerprint() string { return m.Info().Fingerprint }

// open describes a model. One that cannot be used has no fingerprint.
func (s *Models) open(id string, files fs.FS) *Model {
	o := s.o.Networks
	o.Model = files
	m := &Model{ID: id, Files: files, Model: clip.Open(o)}
	m.Spec, _ = model.Read(files) // Open has reported its faults
	m.Texts = texts.Cache{Dir: s.o.TextsDir, Shipped: files, Encoder: m.Model}
	m.Bank = search.NewBank(m.Texts.Vectors, func(ctx context.Context, b *relevance.Bank) error {
		if a := s.Answerer(); a != nil && a.Model == m {
			return a.fillTraits(ctx, b)
		}
		return nil
	})
	m.embed = &analyse.Embed{Model: m.Fingerprint(), Encoder: m.Model, Traits: m.Bank.Traits, Begin: o.Begin}
	return m
}

// Rest unloads the networks that nobody has used for some time, until ctx ends.
func (s *Models) Rest(ctx context.Context, after time.Duration) {
	s.each(ctx, func(m *Model) {
		m.Rest(ctx, after, func() { s.o.Log.Debug("a model rests", "model", m.Info().Name) })
	})
}
