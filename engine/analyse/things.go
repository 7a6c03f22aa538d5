package analyse

import (
	"context"

	"recollect/engine/photo"
)

// Things is the step that suggests what photos show.
type Things struct {
	Name  string // its key
	Model string // whose vectors are used
	// Suggest returns the things that a vector shows, with their scores; nil: it is not known yet.
	Suggest func(photo.Vector) map[string]float64
}

// Load implements Loader.
func (t *Things) Load() error {
	if t.Suggest == nil {
		return ErrLater
	}
	return nil
}

// Key implements Step.
func (t *Things) Key() string { return t.Name }

// Needs implements Step.
func (t *Things) Needs() Needs { return Needs{Vector: t.Model} }

// Run implements Step.
func (t *Things) Run(_ context.Context, work []Work) ([]Result, error) {
	results := make([]Result, len(work))
	for i, w := range work {
		results[i].Shows = t.Suggest(w.Vector)
	}
	return results, nil
}
