package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// bank is the bank of prompts that searching compares with, made when it is needed
// first: opening a library must not load the network.
type bank struct {
	missing atomic.Bool // of some vectors in the catalog traits are not known

	mu   sync.Mutex // held while it is made
	made atomic.Pointer[relevance.Bank]
}

// searchBank is openBank for a search: a query that another one overtakes must not
// end what all others need.
func (e *Engine) searchBank(ctx context.Context) (*relevance.Bank, error) {
	return e.openBank(context.WithoutCancel(ctx))
}

// openBank returns the bank. The first call makes it, some seconds once for a model
// that does not bring it along, and tells the corpus the traits of photos that were
// recorded without. Errors are those of the encoder, or ctx's.
func (e *Engine) openBank(ctx context.Context) (*relevance.Bank, error) {
	e.bank.mu.Lock()
	defer e.bank.mu.Unlock()
	if b := e.bank.made.Load(); b != nil {
		return b, nil
	}
	vectors, err := e.texts.Vectors(ctx, relevance.Prompts())
	if err != nil {
		return nil, err
	}
	b := relevance.NewBank(vectors)
	e.bank.made.Store(b) // before the catalog is read: what is encoded from here on brings its traits along
	if !e.bank.missing.Load() {
		return b, nil
	}
	err = e.catalog.Vectors(ctx, func(id photo.ID, v photo.Vector, traits []float32) error {
		if traits == nil {
			e.corpus.Describe(id, v, b.Traits(v))
		}
		return nil
	})
	if err != nil {
		e.bank.made.Store(nil)
		return nil, err
	}
	return b, nil
}

// traits are those of v, or zero as long as there is no bank.
func (b *bank) traits(v photo.Vector) relevance.Traits {
	if made := b.made.Load(); made != nil {
		return made.Traits(v)
	}
	return relevance.Traits{}
}

// ready reports whether there is a bank.
func (b *bank) ready() bool { return b.made.Load() != nil }
