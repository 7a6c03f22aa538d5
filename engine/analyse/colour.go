package analyse

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/colour"
)

// Colour is the step that finds dominant colours.
type Colour struct{}

// Key implements Step.
func (*Colour) Key() string { return catalog.ColourKey }

// Needs implements Step.
func (*Colour) Needs() Needs { return Needs{Tile: true} }

// Run implements Step.
func (*Colour) Run(_ context.Context, work []Work) ([]Result, error) {
	results := make([]Result, len(work))
	for i, w := range work {
		mask := colour.Of(w.Tile)
		results[i].Colours = &mask
	}
	return results, nil
}
