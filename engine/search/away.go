package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	"recollect/engine/index"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// The minus rule: whatever a part to avoid scores beyond three quarters of a standard deviation is
// subtracted, and a photo that would be an answer to that part leaves the answer. docs/quality.md
// compares the rules.
const awayFrom = 0.75

// awayPart is a part to avoid: its name, and the parts of which the best one measures how much of
// it a photo shows.
type awayPart struct {
	text   string
	weight float64 // above 0
	any    []part
}

// embedAway embeds a part of negative weight. It has no parts when p is empty.
func (s *Searcher) embedAway(ctx context.Context, p Part) (awayPart, error) {
	away := awayPart{text: p.Text, weight: -p.Weight}
	texts := []string{p.Text}
	if p.Picture == nil {
		texts = special(p.Text)
	}
	for _, text := range texts {
		e, err := s.embed(ctx, Part{Text: text, Picture: p.Picture})
		if err != nil {
			return away, err
		}
		if e.vector != nil {
			away.any = append(away.any, e)
		}
	}
	return away, nil
}

// deviations is how much each photo shows of p, in standard deviations.
func (s *Searcher) deviations(ctx context.Context, p awayPart, ids []photo.ID) ([]float64, error) {
	var most []float64
	for _, one := range p.any {
		target, scale := s.mean([]part{one})
		scores, err := s.Corpus.scores(ctx, target, ids)
		if err != nil {
			return nil, err
		}
		for i, score := range scores {
			u := scale.Of(float64(score))
			if i == len(most) {
				most = append(most, u)
			}
			most[i] = max(most[i], u)
		}
	}
	return most, nil
}

// best is the most that any photo of in shows of p, in standard deviations.
func (s *Searcher) best(ctx context.Context, p awayPart, in *photo.Set) (float64, error) {
	best := math.Inf(-1)
	for _, one := range p.any {
		target, scale := s.mean([]part{one})
		found, err := s.Corpus.nearest(ctx, target, 1, in)
		if err != nil {
			return 0, err
		}
		for _, m := range found {
			best = max(best, scale.Of(float64(m.Score)))
		}
	}
	return best, nil
}

// shown is how much photos show of the parts to avoid.
type shown struct {
	photos map[photo.ID]traces
	unsure []string // parts that no photo is seen to show
}

// traces is how much one photo shows of the parts to avoid.
type traces struct {
	penalty    float64 // in standard deviations
	most       float64 // of the part that it shows most, in standard deviations
	confidence float64 // that a person would agree that it shows one of them
	leaves     bool    // it shows one of them, as a search for that would decide
}

// measure compares the photos ids against the parts away. weights is the mean weight of the parts that
// photos should look like.
func (s *Searcher) measure(
	ctx context.Context, q Query, away []awayPart, weights float64, ids []photo.ID,
) (out shown, err error) {
	out.photos = make(map[photo.ID]traces, len(ids))
	in := s.within(q)
	for n, p := range away {
		evidence := s.evidence(q, p.any)
		if evidence.Best, err = s.best(ctx, p, in); err != nil {
			return out, err
		}
		if !s.Calibration.Decided(evidence) && p.text != "" {
			out.unsure = append(out.unsure, p.text)
		}
		weight := p.weight / weights
		shows, err := s.deviations(ctx, p, ids)
		if err != nil {
			return out, err
		}
		for i, u := range shows {
			t, judged := out.photos[ids[i]], s.Calibration.Judge(evidence, u)
			if n == 0 {
				t.most = u
			}
			out.photos[ids[i]] = traces{
				penalty:    t.penalty + weight*max(0, u-awayFrom),
				most:       max(t.most, u),
				confidence: max(t.confidence, judged.Confidence),
				leaves:     t.leaves || judged.Relevant && weight >= 1,
			}
		}
	}
	return out, nil
}

// penalise applies the minus rule to the scores of found, and sorts again.
func penalise(found []index.Match, s shown, scale relevance.Scale) {
	for i, m := range found {
		found[i].Score -= float32(s.photos[m.ID].penalty * scale.Unit)
	}
	slices.SortStableFunc(found, func(a, b index.Match) int { return cmp.Compare(b.Score, a.Score) })
}

// unlike finds photos that look like none of the parts away: the score of a photo is the negative
// of that of the part that it looks most like.
func (s *Searcher) unlike(ctx context.Context, q Query, away []awayPart) (Answer, error) {
	var ids []photo.ID
	err := s.Corpus.Scan(ctx, s.within(q), func(id photo.ID, _ photo.Vector) { ids = append(ids, id) })
	if err != nil || len(ids) == 0 {
		return Answer{}, err
	}
	seen, err := s.measure(ctx, q, away, 1, ids)
	if err != nil {
		return Answer{}, err
	}
	all := make([]Match, len(ids))
	for i, id := range ids {
		t := seen.photos[id]
		all[i] = Match{ID: id, Score: float32(-t.most), Confidence: 1 - t.confidence, Relevant: !t.leaves}
	}
	slices.SortFunc(all, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return answer(all, s.searched(q), q.All, seen.unsure), nil
}

func idsOf(found []index.Match) []photo.ID {
	ids := make([]photo.ID, len(found))
	for i, m := range found {
		ids[i] = m.ID
	}
	return ids
}
