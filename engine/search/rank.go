package search

import (
	"cmp"
	"context"
	"slices"

	"recollect/engine/index"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

const (
	// awayWeight and awayFrom are the minus rule: half of what a part to keep away from
	// scores beyond two standard deviations is taken away. Of the rules that were
	// compared it does best where it should help and costs least where it should not.
	awayWeight = 0.5
	awayFrom   = 2

	// firstLook is how many photos are looked at by more than their score at first.
	firstLook = 2000
	// rerankSize is how many photos a Reranker is asked about.
	rerankSize = 50
)

// mean is the weighted mean of parts as one query of the index, and its scale.
func mean(parts []part) (index.Query, relevance.Scale) {
	var q index.Query
	var scale relevance.Scale
	var weights, perUnit float64
	for _, p := range parts {
		weights += p.weight
		perUnit += p.weight / p.scale.Unit
	}
	for _, p := range parts {
		v := p.weight / p.scale.Unit / perUnit
		q.Vector = plus(q.Vector, v, p.vector)
		scale.Base += v * p.scale.Base
		if !p.picture {
			q.HubWeight += float32(v * relevance.HubWeight)
		}
	}
	scale.Unit = weights / perUnit
	return q, scale
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

// searched is how many photos q is asked of.
func (s *Searcher) searched(q Query) int {
	if q.Only != nil {
		return len(q.Only)
	}
	return max(0, s.Index.Len()-len(q.Omit))
}

// like finds photos that look like the parts toward and not like the parts away.
func (s *Searcher) like(q Query, toward, away []part) Answer {
	query, scale := mean(toward)
	evidence := s.evidence(q, toward)
	set := index.Set{Only: q.Only, Omit: q.Omit}
	k := max(firstLook, 2*q.Limit)
	if q.All && q.Limit == 0 {
		k = 0
	}
	for {
		found := s.Index.Nearest(query, k, set)
		floor := float32(0) // no photo that was not found scores more
		if len(found) > 0 {
			floor = found[len(found)-1].Score
		}
		s.penalise(found, toward, away, scale)
		all := judged(found, evidence, scale)
		if k == 0 || len(found) < k || settled(all, floor, q) {
			return answer(all, s.searched(q), q.All)
		}
		k *= 8
	}
}

// settled reports whether the photos below floor change nothing of the answer: they
// would come after those that are wanted, or are as weak as one that was found.
func settled(all []Match, floor float32, q Query) bool {
	n := 0
	for n < len(all) && all[n].Score >= floor {
		if !q.All && !all[n].Relevant {
			return true
		}
		n++
	}
	return q.Limit > 0 && n >= q.Limit
}

// penalise applies the minus rule to the scores, and sorts again.
func (s *Searcher) penalise(found []index.Match, toward, away []part, scale relevance.Scale) {
	if len(away) == 0 {
		return
	}
	var weights float64
	for _, p := range toward {
		weights += p.weight / float64(len(toward))
	}
	for _, p := range away {
		w := awayWeight * p.weight / weights * scale.Unit
		for i, u := range s.deviations(p, found) {
			found[i].Score -= float32(w * max(0, u-awayFrom))
		}
	}
	slices.SortStableFunc(found, func(a, b index.Match) int { return cmp.Compare(b.Score, a.Score) })
}

// deviations is how each photo scores for p alone, in standard deviations.
func (s *Searcher) deviations(p part, found []index.Match) []float64 {
	ids := make([]photo.ID, len(found))
	for i, m := range found {
		ids[i] = m.ID
	}
	query, scale := mean([]part{p})
	out := make([]float64, len(ids))
	for i, score := range s.Index.Scores(query, ids) {
		out[i] = scale.Of(float64(score))
	}
	return out
}

// judged turns found, best first, into matches.
func judged(found []index.Match, e relevance.Evidence, scale relevance.Scale) []Match {
	all := make([]Match, len(found))
	for i, m := range found {
		u := scale.Of(float64(m.Score))
		if i == 0 {
			e.Best = u
		}
		j := e.Judge(u)
		all[i] = Match{ID: m.ID, Score: m.Score, Confidence: j.Confidence, Relevant: j.Relevant}
	}
	return all
}

// answer leaves weak matches out unless all are wanted.
func answer(found []Match, searched int, all bool) Answer {
	relevant := 0
	for _, m := range found {
		if m.Relevant {
			relevant++
		}
	}
	if !all {
		found = slices.DeleteFunc(found, func(m Match) bool { return !m.Relevant })
	}
	return Answer{Matches: found, Weak: max(0, searched-relevant)}
}

// unlike finds photos that look like none of the parts away: a photo is as good an
// answer as the one that it looks most like is a bad one.
func (s *Searcher) unlike(q Query, away []part) Answer {
	query, scale := mean(away[:1])
	found := s.Index.Nearest(query, 0, index.Set{Only: q.Only, Omit: q.Omit})
	if len(found) == 0 {
		return Answer{}
	}
	all, us := make([]Match, len(found)), make([]float64, len(found))
	for i, m := range found {
		us[i] = scale.Of(float64(m.Score))
		all[i] = Match{ID: m.ID, Score: float32(-us[i]), Confidence: 1, Relevant: true}
	}
	for n, p := range away {
		if n > 0 {
			us = s.deviations(p, found)
		}
		e := s.evidence(q, []part{p})
		e.Best = slices.Max(us)
		for i, u := range us {
			j, m := e.Judge(u), &all[i]
			m.Score = min(m.Score, float32(-u))
			m.Confidence = min(m.Confidence, 1-j.Confidence)
			m.Relevant = m.Relevant && !j.Relevant
		}
	}
	slices.SortFunc(all, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return answer(all, s.searched(q), q.All)
}

// rerank lets the Reranker put the first of all into its order.
func (s *Searcher) rerank(ctx context.Context, q Query, all []Match) {
	if s.Reranker == nil || len(all) < 2 {
		return
	}
	first := all[:min(rerankSize, len(all))]
	ids := make([]photo.ID, len(first))
	for i, m := range first {
		ids[i] = m.ID
	}
	named, err := s.Reranker.Rerank(ctx, q, slices.Clone(ids))
	if err != nil {
		return // the order that we have is an answer too
	}
	place := make(map[photo.ID]int, len(ids))
	for i, id := range slices.Concat(named, ids) { // those that were not named come behind
		if _, placed := place[id]; !placed {
			place[id] = i
		}
	}
	slices.SortFunc(first, func(a, b Match) int { return place[a.ID] - place[b.ID] })
}
