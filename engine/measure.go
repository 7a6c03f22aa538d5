package engine

import (
	"context"
	"time"

	"recollect/engine/analyse"
	"recollect/engine/index/tune"
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

// measuredSentences is how many sentences Nearest asks: three are in a percent.
const measuredSentences = 300

// Nearest measures how the index answers pictures of the library and the sentences of the bank, most of which it
// was not chosen for. Without a model there are no sentences. It is for benchmarks.
func (e *Engine) Nearest(ctx context.Context) (pictures, sentences tune.Figures, err error) {
	a := e.models.Answerer()
	if err := a.Follow(ctx); err != nil {
		return pictures, sentences, err
	}
	_, _ = a.Bank.Get(ctx) // a search says why there is none
	return a.Corpus.Measure(ctx, a.Bank.Sample(measuredSentences), float32(a.Calibration().HubWeight))
}

// Recording returns how long committing results and updating the index has taken so far.
func (e *Engine) Recording() time.Duration { return e.analyser.Recording() }
