package serving

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"recollect/engine/analyse"
	"recollect/engine/catalog/follow"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/search"
)

// Answerer is a model that queries are asked with, and the index of its vectors.
type Answerer struct {
	*Model
	Corpus *search.Corpus
	// behind answers for photos that are away and have no vector of this model; nil: there are none.
	behind *Answerer

	known         bool // the catalog has vectors of it, as far as it has any
	only          *photo.Set
	reading       atomic.Bool      // Read is at work
	traitsMissing atomic.Bool      // set when a vector was added without traits; see fillTraits
	follower      *follow.Follower // of the corpus
	models        *Models

	traits analyse.Step
}

// answerer prepares a model to answer. Its index is that of a file, or empty.
func (s *Models) answerer(ctx context.Context, m *Model, known bool) (*Answerer, error) {
	a := s.alone(ctx, m, known, nil)
	if !known {
		return a, nil
	}
	var others []string
	for _, o := range s.atHand() {
		if o != m && o.Fingerprint() != "" {
			others = append(others, o.Fingerprint())
		}
	}
	fingerprint, lacking, err := s.catalog.Behind(ctx, m.Fingerprint(), others)
	if err != nil {
		return nil, err
	}
	if b := s.byFingerprint(fingerprint); b != nil {
		a.behind = s.alone(ctx, b, true, lacking)
	}
	return a, nil
}

// alone is answerer for the vectors of some photos; nil: of all.
func (s *Models) alone(ctx context.Context, m *Model, known bool, only *photo.Set) *Answerer {
	a := &Answerer{Model: m, known: known, only: only, models: s, Corpus: search.NewCorpus(m.Info().Dim)}
	sequence := int64(0)
	if known && only == nil {
		a.Corpus, sequence = s.openCorpus(ctx, m)
	}
	a.follower = follow.New(s.catalog, m.Fingerprint(), indexed{a})
	if sequence != 0 {
		a.traitsMissing.Store(!a.Corpus.Described())
		a.follower.Resume(sequence, a.Corpus.Photos())
	}
	a.traits = &analyse.Traits{
		Model: m.Fingerprint(), Bank: relevance.Edition(), Of: m.Bank.Traits, Ready: m.Bank.Made,
	}
	return a
}

// Follow returns when the index knows all vectors of the catalog. A process that opened the library
// to read it, or beside another, calls it before the first search: most never search.
func (a *Answerer) Follow(ctx context.Context) error {
	if !a.known {
		return nil
	}
	if err := a.follower.Follow(ctx); err != nil || a.behind == nil {
		return err
	}
	return a.behind.Follow(ctx)
}

// readEvery is how often Read tells that there is more: each time the window searches again.
const readEvery = time.Second

// Read is Follow where many vectors are missing: searches are answered meanwhile, from what was read so far. It calls
// tell now and then, and at its end.
func (a *Answerer) Read(ctx context.Context, tell func()) error {
	working, done := context.WithCancel(ctx)
	var telling sync.WaitGroup
	telling.Go(func() {
		pace := time.NewTicker(readEvery)
		defer pace.Stop()
		for working.Err() == nil {
			tell()
			select {
			case <-working.Done():
			case <-pace.C:
			}
		}
	})
	a.reading.Store(true)
	err := a.Follow(ctx)
	a.reading.Store(false)
	done()
	telling.Wait()
	tell()
	if err != nil {
		return err
	}
	return a.Follow(ctx) // what was committed meanwhile
}

// Reading reports whether Read is at work.
func (a *Answerer) Reading() bool { return a.reading.Load() }

// catchUp is Follow, unless Read is at work.
func (a *Answerer) catchUp(ctx context.Context) error {
	if a.Reading() {
		return nil
	}
	return a.Follow(ctx)
}

// fillTraits computes the traits of the vectors that were recorded without any.
func (a *Answerer) fillTraits(ctx context.Context, b *relevance.Bank) error {
	if !a.traitsMissing.Load() {
		return nil
	}
	return a.models.catalog.Vectors(ctx, a.Fingerprint(), func(id photo.ID, v photo.Vector, traits []float32) error {
		if traits == nil {
			a.Corpus.Describe(id, v, b.Traits(v))
		}
		return nil
	})
}

// indexed implements follow.Index for the corpus.
type indexed struct{ *Answerer }

func (x indexed) Add(id photo.ID, v photo.Vector, traits []float32) {
	if !x.only.Has(id) {
		return
	}
	t := relevance.TraitsOf(traits)
	if !t.Known() {
		x.traitsMissing.Store(true) // first, so that a bank built meanwhile fills in these traits
		t = x.Bank.Traits(v)
	}
	x.Corpus.Add(id, v, t)
}

func (x indexed) Remove(id photo.ID) { x.Corpus.Remove(id) }

// SearchOptions connect search with the catalog, and with the model and its index. texts are as in
// search.Options.
func (a *Answerer) SearchOptions(budget *decode.Budget, texts []string) search.Options {
	c := a.models.catalog
	o := search.Options{
		Catalog: c, Corpus: a.Corpus, Model: a.Model, Calibration: a.Calibration(), Bank: a.Bank,
		Pictures: queryPictures{c, a.Model, budget}, Fill: a.catchUp, Texts: texts,
	}
	if a.behind != nil {
		behind := a.behind.SearchOptions(budget, texts)
		o.Behind = &behind
	}
	return o
}

// Over is an Answerer by itself, of a model and some photos, to compare models. Nobody else uses it.
func (s *Models) Over(ctx context.Context, m *Model, photos *photo.Set) *Answerer {
	return s.alone(ctx, m, true, photos)
}
