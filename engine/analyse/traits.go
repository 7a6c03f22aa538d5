package analyse

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// Traits is the step that measures hubness: the similarity of a content's vector to the bank of
// prompts. Embed does so too; this step is for vectors of an older bank.
type Traits struct {
	Model string // whose vectors are measured
	Bank  string // its fingerprint
	Of    func(photo.Vector) relevance.Traits
	Ready func() bool // whether Of knows the bank
}

// Load implements Loader.
func (t *Traits) Load() error {
	if !t.Ready() {
		return ErrLater
	}
	return nil
}

// Key implements Step.
func (t *Traits) Key() string { return catalog.TraitsKey(t.Bank) }

// Needs implements Step.
func (t *Traits) Needs() Needs { return Needs{Vector: t.Model} }

// Run implements Step.
func (t *Traits) Run(_ context.Context, work []Work) ([]Result, error) {
	results := make([]Result, len(work))
	for i, w := range work {
		results[i].Traits = t.Of(w.Vector)
	}
	return results, nil
}
