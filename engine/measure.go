package engine

import (
	"context"
	"time"

	"recollect/engine/analyse"
	"recollect/engine/photo"
)

// Cost is how long the stages of the pipeline take for one photo.
type Cost = analyse.Cost

// Cost measures what the stages of the pipeline take for one photo by itself, as
// a mean over the photos named; see analyse.Analyser.Cost. Nothing is recorded. It
// is for benchmarks, of a library that nothing else works on.
func (e *Engine) Cost(ctx context.Context, ids []photo.ID) (Cost, error) {
	var files []photo.File
	for _, id := range ids {
		p, err := e.catalog.Photo(ctx, id)
		if err != nil {
			return Cost{}, err
		}
		files = append(files, p.File)
	}
	return e.analyser.Cost(ctx, e.models.Embeds(), files)
}

// Recording returns how long committing results and updating the index has taken so far.
func (e *Engine) Recording() time.Duration { return e.analyser.Recording() }
