package analyse

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/look"
)

// Look is the step that computes perceptual hashes, by which near-identical photos are found.
type Look struct{}

// Key implements Step.
func (*Look) Key() string { return catalog.LookKey }

// Needs implements Step.
func (*Look) Needs() Needs { return Needs{Tile: true} }

// Run implements Step.
func (*Look) Run(_ context.Context, work []Work) ([]Result, error) {
	results := make([]Result, len(work))
	for i, w := range work {
		seen := look.Of(w.Tile)
		results[i].Look = &seen
	}
	return results, nil
}
