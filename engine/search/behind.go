package search

import (
	"context"

	"recollect/engine/query"
)

// withBehind adds to found the photos that have a vector of the previous model only. Each model ranks
// its own photos; the two rankings are merged by confidence, which means the same for both. If the
// previous model fails, its photos are left out: their files are away, and the others can be found
// without them.
func (s *answerer) withBehind(ctx context.Context, q query.Query, sq Query, found Answer) (Answer, error) {
	lacking := s.behind.o.Corpus.all()
	lacking.AndNot(s.o.Corpus.all())
	if sq.Only != nil {
		lacking.And(sq.Only)
	}
	if lacking.Len() == 0 {
		return found, nil
	}
	parts, _, err := s.behind.parts(ctx, q)
	if err == nil {
		sq.Parts, sq.Only = parts, lacking
		var more Answer
		if more, err = s.behind.searcher.Search(ctx, sq); err == nil {
			return merged(found, more, sq.Limit), nil
		}
	}
	return found, ctx.Err()
}

// merged merges two answers by confidence, each in its own order.
func merged(a, b Answer, limit int) Answer {
	out := Answer{Weak: a.Weak + b.Weak, Unsure: a.Unsure}
	x, y := a.Matches, b.Matches
	for len(x) > 0 || len(y) > 0 {
		if len(y) == 0 || len(x) > 0 && !before(y[0], x[0]) {
			out.Matches, x = append(out.Matches, x[0]), x[1:]
		} else {
			out.Matches, y = append(out.Matches, y[0]), y[1:]
		}
	}
	if limit > 0 {
		out.Matches = out.Matches[:min(limit, len(out.Matches))]
	}
	return out
}

func before(a, b Match) bool {
	if a.Relevant != b.Relevant {
		return a.Relevant
	}
	return a.Confidence > b.Confidence
}
