package session

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/roll"
)

// reply is the library's reply to a search.
type reply struct {
	found   *roll.Roll
	weak    int
	unsure  []string
	nearest bool
	own     bool          // in the own order of an album
	apart   bool          // it is not known yet which photos look alike
	known   []photo.Known // what its words are the names of
	why     map[photo.ID]Match
	better  string // the typed line with its spelling corrected; empty if it is correct
}

// replyOf returns the reply of an answer to q.
func replyOf(q query.Query, a photo.Answer) reply {
	order := q.Order()
	byDate := !a.Own && (order == query.Newest || order == query.Oldest)
	return reply{
		found: roll.Of(tiles(a.Hits), byDate), weak: weaker(q, a),
		unsure: a.Unsure, why: why(q, a.Hits), own: a.Own,
		nearest: len(a.Hits) > 0 && !q.All && !a.Hits[0].Relevant,
	}
}

// Match is how well a photo fits an answer.
type Match struct {
	Score      float64 // as in photo.Hit
	Confidence float64 // how likely it is that a person would call it an answer, 0 to 1
	Fits       bool    // and that is enough to be shown unasked
}

// why returns how well the hits of q fit; nil for filters alone, which hold or do not.
func why(q query.Query, hits []photo.Hit) map[photo.ID]Match {
	if q.OnlyFilters() {
		return nil
	}
	matches := make(map[photo.ID]Match, len(hits))
	for _, h := range hits {
		matches[h.ID] = Match{h.Score, h.Confidence, h.Relevant}
	}
	return matches
}

// search makes w search for q after a pause, and calls done with the reply.
func (s *Session) search(w Worker, q query.Query, wait time.Duration, done func(reply, error)) {
	q = q.At(time.Now()) // a repeated query may be from yesterday
	if !q.OnlyFilters() {
		q.Limit = Most
	}
	typed := s.typed
	var r reply
	patience := time.Duration(0)
	if w == s.searching {
		patience = stackTime
	}
	w.Run(func(ctx context.Context) (err error) {
		if r, err = s.find(ctx, q, typed, wait); err == nil {
			err = s.stack(ctx, &r, patience)
		}
		return err
	}, func(err error) { done(r, err) })
}

// find waits and searches for q, off the session's goroutine. For an empty q it only waits: an
// unfinished line is no mistake yet.
func (s *Session) find(ctx context.Context, q, typed query.Query, wait time.Duration) (r reply, err error) {
	began := time.Now()
	if wait > 0 && !q.OnlyFilters() {
		s.library.Warm() // during the pause
	}
	select {
	case <-time.After(wait - time.Since(began)):
	case <-ctx.Done():
		return r, context.Cause(ctx)
	}
	if q.Empty() {
		return r, nil
	}
	a, err := s.library.Search(ctx, q)
	asked := q
	if err == nil && len(a.Hits) == 0 && a.Weak > 0 && q.OnlyPictures() {
		q.All, q.Limit = true, mostNearest
		a, err = s.library.Search(ctx, q)
	}
	if err != nil {
		return reply{}, err
	}
	r = replyOf(asked, a)
	s.lookUp(ctx, q, typed, &r)
	return r, nil
}

// stack puts photos of r that look alike on stacks. If that takes longer than patience, they stay apart; 0 waits.
// If it fails, they stay apart, but the answer stands.
func (s *Session) stack(ctx context.Context, r *reply, patience time.Duration) error {
	if s.stacks == nil || r.found.Len() < 2 || r.own { // what was put in order by hand is shown so
		return nil
	}
	short, cancel := ctx, context.CancelFunc(func() {})
	if patience > 0 {
		short, cancel = context.WithTimeout(ctx, patience)
	}
	defer cancel()
	groups, err := s.stacks.Stacks(short, r.found.IDs(mostStacked))
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err == nil:
		r.found = r.found.Stacked(groups)
	case short.Err() != nil:
		r.apart = true
	default:
		slog.Warn("find what looks alike", "err", err)
	}
	return nil
}

// lookUp looks up the words of q, and corrects its typed line. If that fails, there are no
// offers, but the answer stands.
func (s *Session) lookUp(ctx context.Context, q, typed query.Query, r *reply) {
	if s.names == nil || q.OnlyFilters() {
		return
	}
	var err, wrong error
	r.known, err = s.names.Known(ctx, q)
	r.better, wrong = s.names.Correct(ctx, typed)
	if err := errors.Join(err, wrong); err != nil && ctx.Err() == nil {
		slog.Warn("look up words", "err", err)
	}
}

// weaker returns how many weak matches are among the hits or, if they are hidden, would be shown
// with them: at most Most photos are shown.
func weaker(q query.Query, a photo.Answer) int {
	fitting := 0
	for _, h := range a.Hits {
		if h.Relevant {
			fitting++
		}
	}
	if q.All {
		return len(a.Hits) - fitting
	}
	return max(min(a.Weak, Most-fitting), 0)
}

func tiles(hits []photo.Hit) []photo.Tile {
	t := make([]photo.Tile, len(hits))
	for i, h := range hits {
		t[i] = h.Tile
	}
	return t
}
