package analyse

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/look"
)

// Grade is the step that says how sharp and how bright photos are.
type Grade struct{}

// Key implements Step.
func (*Grade) Key() string { return catalog.GradeKey }

// Needs implements Step.
func (*Grade) Needs() Needs { return Needs{Tile: true} }

// Run implements Step.
func (*Grade) Run(_ context.Context, work []Work) ([]Result, error) {
	results := make([]Result, len(work))
	for i, w := range work {
		g := look.GradeOf(w.Tile)
		results[i].Grade = &g
	}
	return results, nil
}
