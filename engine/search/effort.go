package search

import (
	"context"
	"time"

	"recollect/engine/index/tune"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

const (
	// sampledQueries is how many queries of a kind are asked to choose their efSearch: with 10 answers each, one
	// point of recall is ten of them.
	sampledQueries = 100
	// unmeasured is efSearch where it was not measured yet.
	unmeasured = 256
)

// effort is the efSearch for t; 0 scans.
func (c *Corpus) effort(t target) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	ef := c.choice.Sentences
	if t.picture {
		ef = c.choice.Pictures
	}
	switch ef {
	case tune.Scans:
		return 0
	case 0:
		return unmeasured
	}
	return ef
}

// Choose makes choice how the corpus is searched.
func (c *Corpus) Choose(choice tune.Choice) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.choice = choice
}

// ScanTime measures how long a scan of the corpus takes, in the median. Errors are ctx's.
func (c *Corpus) ScanTime(ctx context.Context) (time.Duration, error) {
	queries, err := c.queries(ctx)
	if err != nil {
		return 0, err
	}
	return tune.Scan(ctx, c.index, queries)
}

// Efforts returns choice with what recall asks for with the corpus's graph: pictures of the corpus are one kind of
// queries, sentences with the weight hubWeight of hubness the other. Without sentences what choice has for them
// stays. Errors are ctx's.
func (c *Corpus) Efforts(
	ctx context.Context, choice tune.Choice, sentences []photo.Vector, hubWeight float32,
) (tune.Choice, error) {
	queries, err := c.queries(ctx)
	if err != nil {
		return choice, err
	}
	if choice.Pictures, err = tune.Effort(ctx, c.index, queries); err != nil || len(sentences) == 0 {
		return choice, err
	}
	choice.Sentences, err = tune.Effort(ctx, c.index, c.asked(sentences, hubWeight))
	return choice, err
}

// Measure asks the index for what a search asks it for: pictures of the corpus, and sentences with the weight
// hubWeight of hubness. Errors are ctx's.
func (c *Corpus) Measure(
	ctx context.Context, sentences []photo.Vector, hubWeight float32,
) (pictures, named tune.Figures, err error) {
	queries, err := c.queries(ctx)
	if err != nil {
		return pictures, named, err
	}
	if pictures, err = tune.Measure(ctx, c.index, queries, c.effort(target{picture: true})); err != nil {
		return pictures, named, err
	}
	named, err = tune.Measure(ctx, c.index, c.asked(sentences, hubWeight), c.effort(target{}))
	return pictures, named, err
}

// asked are sentences as queries of the index.
func (c *Corpus) asked(sentences []photo.Vector, hubWeight float32) []photo.Vector {
	queries := make([]photo.Vector, len(sentences))
	for i, v := range sentences {
		queries[i] = c.extended(v, relevance.Traits{Hub: -hubWeight})
	}
	return queries
}

// queries are pictures of the corpus as queries of its index.
func (c *Corpus) queries(ctx context.Context) ([]photo.Vector, error) {
	some, err := c.sample(ctx)
	if err != nil {
		return nil, err
	}
	n := min(sampledQueries, len(some))
	queries := make([]photo.Vector, n)
	for i := range queries {
		queries[i] = c.extended(some[i*len(some)/n], relevance.Traits{})
	}
	return queries, nil
}
