package engine

import "context"

// mostUnread is how many vectors Open reads, at some 30,000 a second.
var mostUnread = 10_000 // replaced in tests

// unread is how many vectors the index lacks.
func (e *Engine) unread(ctx context.Context) (int, error) {
	n, err := e.catalog.Counts(ctx)
	return n.Encoded - e.models.Answerer().Corpus.Len(), err
}

// readVectors brings the index up to date where Open has left that.
func (e *Engine) readVectors(ctx context.Context) {
	n, err := e.unread(ctx)
	if err == nil && n > mostUnread {
		err = e.models.Answerer().Read(ctx, e.state.markDirty)
		nudge(e.indexWake)
	}
	e.warn(ctx, "read the vectors", err)
}
