package search

import (
	"context"
	"slices"

	"recollect/engine/index"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// firstExamined is how many photos are first examined by more than their score.
const firstExamined = 2000

// mean is the weighted mean of parts as one target, and its scale.
func (s *Searcher) mean(parts []part) (target, relevance.Scale) {
	t := target{picture: true}
	var scale relevance.Scale
	var weights, perUnit float64
	for _, p := range parts {
		weights += p.weight
		perUnit += p.weight / p.scale.Unit
	}
	for _, p := range parts {
		v := p.weight / p.scale.Unit / perUnit
		t.vector = plus(t.vector, v, p.vector)
		scale.Base += v * p.scale.Base
		if !p.picture {
			t.picture = false
			t.hubWeight += float32(v * s.Calibration.HubWeight)
		}
	}
	scale.Unit = weights / perUnit
	return t, scale
}

// evidence is what is known of the answer to parts, but for the best score.
func (s *Searcher) evidence(q Query, parts []part) relevance.Evidence {
	e := relevance.Evidence{Photos: s.searched(q), Pictures: true}
	sentences := 0
	for _, p := range parts {
		if !p.picture {
			e.Pictures = false
			e.Crowd += p.crowd
			sentences++
		}
	}
	e.Crowd /= float64(max(sentences, 1))
	return e
}

// searched is how many photos q searches.
func (s *Searcher) searched(q Query) int {
	switch {
	case q.Only != nil:
		return q.Only.Len()
	case q.Omit != nil:
		return max(0, s.Corpus.Len()-q.Omit.Len())
	}
	return s.Corpus.Len()
}

// within is the photos that may be an answer to q; nil is every photo.
func (s *Searcher) within(q Query) *photo.Set {
	if q.Omit == nil {
		return q.Only
	}
	in := q.Only.Clone()
	if in == nil {
		in = s.Corpus.all()
	}
	in.AndNot(q.Omit)
	return in
}

// like finds photos that look like the parts toward and not like the parts away.
func (s *Searcher) like(ctx context.Context, q Query, toward []part, away []awayPart) (Answer, error) {
	target, scale := s.mean(toward)
	evidence := s.evidence(q, toward)
	in := s.within(q)
	k := max(firstExamined, 2*q.Limit)
	if q.All && q.Limit == 0 {
		k = max(k, s.Corpus.Len()+1) // more than there are: one pass is enough
	}
	for {
		found, err := s.Corpus.nearest(ctx, target, k, in)
		if err != nil {
			return Answer{}, err
		}
		floor := float32(0) // no photo that was not found scores more
		if len(found) > 0 {
			floor = found[len(found)-1].Score
		}
		var seen shown // nothing, if there is nothing to avoid
		if len(away) > 0 {
			if seen, err = s.measure(ctx, q, away, meanWeight(toward), idsOf(found)); err != nil {
				return Answer{}, err
			}
			penalise(found, seen, scale)
		}
		all := s.judged(found, evidence, scale)
		if len(found) < k || settled(all, seen, floor, q) {
			return answer(dropAvoided(all, seen), s.searched(q), q.All, seen.unsure), nil
		}
		k *= 8
	}
}

func meanWeight(parts []part) float64 {
	var sum float64
	for _, p := range parts {
		sum += p.weight
	}
	return sum / float64(len(parts))
}

// dropAvoided removes photos that show a part to avoid from the relevant ones.
func dropAvoided(all []Match, seen shown) []Match {
	for i := range all {
		m := &all[i]
		t := seen.photos[m.ID]
		m.Confidence *= 1 - t.confidence
		m.Relevant = m.Relevant && !t.leaves
	}
	return all
}

// settled reports whether the photos below floor cannot change the answer: they would come after
// those that are wanted, or are as weak as one that was found.
func settled(all []Match, seen shown, floor float32, q Query) bool {
	n := 0
	for _, m := range all {
		if m.Score < floor {
			break
		}
		if !q.All && !m.Relevant {
			return true
		}
		if q.All || !seen.photos[m.ID].leaves {
			n++
		}
	}
	return q.Limit > 0 && n >= q.Limit
}

// judged turns found, best first, into matches.
func (s *Searcher) judged(found []index.Match, e relevance.Evidence, scale relevance.Scale) []Match {
	all := make([]Match, len(found))
	for i, m := range found {
		u := scale.Of(float64(m.Score))
		if i == 0 {
			e.Best = u
		}
		j := s.Calibration.Judge(e, u)
		all[i] = Match{ID: m.ID, Score: m.Score, Confidence: j.Confidence, Relevant: j.Relevant}
	}
	return all
}

// answer drops weak matches unless all are wanted.
func answer(found []Match, searched int, all bool, unsure []string) Answer {
	relevant := 0
	for _, m := range found {
		if m.Relevant {
			relevant++
		}
	}
	if !all {
		found = slices.DeleteFunc(found, func(m Match) bool { return !m.Relevant })
	}
	return Answer{Matches: found, Weak: max(0, searched-relevant), Unsure: unsure}
}
