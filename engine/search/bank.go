package search

import (
	"context"
	"sync"
	"sync/atomic"

	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// Bank is the bank of prompts that searches compare with, made when it is first needed: opening a
// library must not load the network. Its methods may be called from any goroutine.
type Bank struct {
	embed func(context.Context, []string) ([]photo.Vector, error)
	found func(context.Context, *relevance.Bank) error

	mu   sync.Mutex // held while it is made
	made atomic.Pointer[relevance.Bank]
}

// NewBank returns a Bank that embed makes from relevance.Prompts. found is called once the bank is
// made, for photos without traits so far; after an error the bank is made again when it is needed
// next.
func NewBank(
	embed func(context.Context, []string) ([]photo.Vector, error), found func(context.Context, *relevance.Bank) error,
) *Bank {
	return &Bank{embed: embed, found: found}
}

// Get returns the bank. The first call makes it, which takes some seconds once for a model that
// does not include it. Errors are those of the encoder, or ctx's.
func (b *Bank) Get(ctx context.Context) (*relevance.Bank, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if made := b.made.Load(); made != nil {
		return made, nil
	}
	vectors, err := b.embed(ctx, relevance.Prompts())
	if err != nil {
		return nil, err
	}
	made := relevance.NewBank(vectors)
	b.made.Store(made) // before found: contents that are embedded from here on have traits
	if err := b.found(ctx, made); err != nil {
		b.made.Store(nil)
		return nil, err
	}
	return made, nil
}

// ForSearch is Get for a search: cancelling one search must not stop what all others need.
func (b *Bank) ForSearch(ctx context.Context) (*relevance.Bank, error) {
	return b.Get(context.WithoutCancel(ctx))
}

// Made reports whether there is a bank already.
func (b *Bank) Made() bool { return b.made.Load() != nil }

// Sample returns up to n of the bank's embeddings; none as long as there is no bank.
func (b *Bank) Sample(n int) []photo.Vector {
	if made := b.made.Load(); made != nil {
		return made.Sample(n)
	}
	return nil
}

// Traits are those of v, or zero as long as there is no bank.
func (b *Bank) Traits(v photo.Vector) relevance.Traits {
	if made := b.made.Load(); made != nil {
		return made.Traits(v)
	}
	return relevance.Traits{}
}
