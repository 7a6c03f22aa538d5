package engine

import (
	"context"
	"time"

	"recollect/engine/ingest"
	"recollect/engine/photo"
)

// Cost measures what the stages of the pipeline take for one photo by itself, as
// a mean over the photos named; see ingest.Ingester.Cost. Nothing is recorded. It
// is for benchmarks, of a library that nothing else works on.
func (e *Engine) Cost(ctx context.Context, ids []photo.ID) (ingest.Cost, error) {
	var files []photo.File
	for _, id := range ids {
		p, err := e.catalog.Photo(ctx, id)
		if err != nil {
			return ingest.Cost{}, err
		}
		files = append(files, p.File)
	}
	return e.ingest.Cost(ctx, files)
}

// Recording is how long committing what was encoded, and teaching the index, took so far.
func (e *Engine) Recording() time.Duration { return e.ingest.Recording() }
