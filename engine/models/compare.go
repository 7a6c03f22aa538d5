package models

import (
	"context"
	"strings"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/search"
)

// Compare answers judged queries with two models over the photos that both have embedded. Judgements
// of other photos are left out, and queries for which no relevant photo is left. Errors: ErrUnknown, ErrRemoved,
// those of the models and of search, or ctx's.
func (s *Service) Compare(
	ctx context.Context, a, b string, judged []photo.Judged,
) (photo.ModelComparison, error) {
	var c photo.ModelComparison
	both, err := s.both(ctx, a, b)
	if err != nil {
		return c, err
	}
	paths, err := s.o.Catalog.Paths(ctx)
	if err != nil {
		return c, err
	}
	j := judgements{paths: paths, ids: map[string]photo.ID{}}
	for id := range both.All() {
		j.ids[paths[id]] = id
	}
	c.Photos = both.Len()
	for id, score := range map[string]*photo.ModelScore{a: &c.A, b: &c.B} {
		if *score, c.Queries, err = s.score(ctx, id, both, j, judged); err != nil {
			return c, err
		}
	}
	return c, nil
}

// Judgements are what a library itself says of what its photos show: a query for each of its tags and
// of the things that a person has confirmed, with the photos that have it. Kind is "tag" or "thing".
// Names that a line of words is not, such as "type:raw", are left out, and what screening looks for.
// That a photo has no tag says little, so that precision by these is too low, for all models alike.
func (s *Service) Judgements(ctx context.Context) ([]photo.Judged, error) {
	labels, err := s.o.Catalog.Labels(ctx)
	if err != nil {
		return nil, err
	}
	paths, err := s.o.Catalog.Paths(ctx)
	if err != nil {
		return nil, err
	}
	var all []photo.Judged
	for _, l := range labels {
		if n := len(all); n == 0 || all[n-1].Kind != l.Kind || all[n-1].Query != l.Name {
			if !words(l.Name) {
				continue
			}
			all = append(all, photo.Judged{Query: l.Name, Kind: l.Kind})
		}
		last := &all[len(all)-1]
		last.Relevant = append(last.Relevant, paths[l.Photo])
	}
	return all, nil
}

// words reports whether a search for name looks for what photos show, and for nothing else.
func words(name string) bool {
	q := parsed(photo.Judged{Query: name})
	return len(q.Parts) > 0 && len(q.Filters) == 0 && len(q.Mistakes) == 0
}

// judgements find the photos that judged queries name.
type judgements struct {
	paths map[photo.ID]string
	ids   map[string]photo.ID // of the photos that are searched
}

func (j judgements) relevant(of photo.Judged) map[photo.ID]bool {
	ids := map[photo.ID]bool{}
	for _, path := range of.Relevant {
		if id, ok := j.ids[path]; ok && path != of.Image {
			ids[id] = true
		}
	}
	return ids
}

// both are the photos that two models have embedded.
func (s *Service) both(ctx context.Context, a, b string) (*photo.Set, error) {
	var sets []*photo.Set
	for _, id := range []string{a, b} {
		m, err := s.o.Models.Find(id)
		if err != nil {
			return nil, err
		}
		has := photo.NewSet()
		err = s.o.Catalog.Vectors(ctx, m.Fingerprint(), func(id photo.ID, _ photo.Vector, _ []float32) error {
			has.Add(id)
			return nil
		})
		if err != nil {
			return nil, err
		}
		sets = append(sets, has)
	}
	sets[0].And(sets[1])
	return sets[0], nil
}

// score answers the queries with one model.
func (s *Service) score(
	ctx context.Context, id string, in *photo.Set, j judgements, judged []photo.Judged,
) (photo.ModelScore, int, error) {
	score := photo.ModelScore{ID: id}
	m, err := s.o.Models.Find(id)
	if err != nil {
		return score, 0, err
	}
	with := search.NewService(s.o.Models.Over(ctx, m, in).SearchOptions(s.o.Budget, nil))
	n := 0
	for _, q := range judged {
		relevant := j.relevant(q)
		if len(relevant) == 0 {
			continue
		}
		found, err := with.Rank(ctx, parsed(q))
		if err != nil {
			return score, 0, s.meanwhile(m, err)
		}
		n++
		add(&score, found, relevant, j.ids[q.Image])
	}
	share(&score, n)
	return score, n, nil
}

func parsed(j photo.Judged) query.Query {
	q := query.Parse(strings.TrimSpace(j.Query), query.Options{Now: time.Now()})
	q.All = true
	if j.Image != "" {
		q.Images = []string{j.Image}
	}
	return q
}

// add adds the figures of one ranking; self is the photo that was searched with (Manning, Raghavan
// and Schuetze 2008, chapter 8).
func add(s *photo.ModelScore, found []search.Match, relevant map[photo.ID]bool, self photo.ID) {
	rank, seen, shown, fitted := 0, 0, 0, 0
	var precisions float64
	all := float64(len(relevant))
	for _, m := range found {
		if m.ID == self {
			continue
		}
		rank++
		if m.Relevant {
			shown++
		}
		if !relevant[m.ID] {
			continue
		}
		seen++
		precisions += float64(seen) / float64(rank)
		if m.Relevant {
			fitted++
		}
		for k, recall := range map[int]*float64{1: &s.Recall1, 5: &s.Recall5, 10: &s.Recall10} {
			if rank <= k {
				*recall += 1 / all
			}
		}
	}
	s.AveragePrecision += precisions / all
	s.Precision += float64(fitted) / float64(max(shown, 1))
	s.Recall += float64(fitted) / all
	s.F1 += 2 * float64(fitted) / (float64(shown) + all)
}

// share makes sums over n queries means.
func share(s *photo.ModelScore, n int) {
	for _, x := range []*float64{
		&s.Recall1, &s.Recall5, &s.Recall10, &s.AveragePrecision, &s.Precision, &s.Recall, &s.F1,
	} {
		*x /= float64(max(n, 1))
	}
}
