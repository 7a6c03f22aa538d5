package search

import (
	"slices"

	"recollect/engine/index"
	"recollect/engine/relevance"
)

// firstLook is how many photos are looked at by more than their score at first.
const firstLook = 2000

// mean is the weighted mean of parts as one query of the index, and its scale.
func (s *Searcher) mean(parts []part) (index.Query, relevance.Scale) {
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
			q.HubWeight += float32(v * s.Calibration.HubWeight)
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
func (s *Searcher) like(q Query, toward []part, away []awayPart) Answer {
	query, scale := s.mean(toward)
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
		var seen shown // nothing, where nothing is to be kept away from
		if len(away) > 0 {
			seen = s.look(q, away, meanWeight(toward), idsOf(found))
			penalise(found, seen, scale)
		}
		all := s.judged(found, evidence, scale)
		if k == 0 || len(found) < k || settled(all, seen, floor, q) {
			return answer(keepAway(all, seen), s.searched(q), q.All, seen.unsure)
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

// keepAway takes what shows a part to keep away from out of what is relevant.
func keepAway(all []Match, seen shown) []Match {
	for i := range all {
		m := &all[i]
		t := seen.photos[m.ID]
		m.Confidence *= 1 - t.confidence
		m.Relevant = m.Relevant && !t.leaves
	}
	return all
}

// settled reports whether the photos below floor change nothing of the answer: they
// would come after those that are wanted, or are as weak as one that was found.
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

// answer leaves weak matches out unless all are wanted.
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
