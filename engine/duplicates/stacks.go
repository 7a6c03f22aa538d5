package duplicates

import (
	"context"
	"errors"
	"slices"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// mostStacked is how many photos Stacks looks at: all pairs are compared by their hashes.
const mostStacked = 4000

// Stacks returns those of some photos that look alike, the best of each stack first, in the order in which their
// first photos are given: exact copies, near duplicates and shots of one scene. All of a stack are like all
// others, and none was told apart from another by a person. It knows nothing of photos that are not given, and
// looks at 4,000 at most; the time it takes does not depend on the size of the library. What was compared is
// remembered: after ctx has ended, the next call goes on from there. Errors are the catalog's and ctx's.
func (s *Service) Stacks(ctx context.Context, ids []photo.ID) ([][]photo.ID, error) {
	ids = ids[:min(len(ids), mostStacked)]
	models, err := s.o.Catalog.Models(ctx)
	if err != nil {
		return nil, err
	}
	l := &library{model: models.Serving, by: map[photo.Hash]*content{}}
	err = s.o.Catalog.LooksOf(ctx, ids, func(seen catalog.Seen) error {
		l.add(seen)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := s.tellApart(ctx, l); err != nil {
		return nil, err
	}
	c := newComparer(remember(s.sources(l.model)))
	c.apart = l.apart
	c.memory, c.most = s.memoryOf(l.model), fewTextures
	var links []link
	for i, a := range l.contents {
		some, err := c.linksOf(ctx, a, nearTo(a, l.contents[i+1:]))
		if err != nil {
			return nil, err
		}
		links = append(links, some...)
	}
	alike, err := c.clusters(ctx, links, shots)
	if err != nil {
		return nil, err
	}
	return s.stacked(ctx, ids, append(firsts(alike), l.lonely(alike)...))
}

// tellApart reads what a person has told apart. Of equal files that all are wanted only the first can be in a stack.
func (s *Service) tellApart(ctx context.Context, l *library) (err error) {
	l.apart, err = s.o.Catalog.Apart(ctx)
	for _, c := range l.contents {
		if l.apart[hashes(c, c)] {
			c.photos = c.photos[:1]
		}
	}
	return err
}

// memoryOf returns what was compared with the vectors of a model.
func (s *Service) memoryOf(model string) *memory {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.memory == nil || s.memory.model != model {
		s.memory = &memory{model: model, most: mostPairs, pairs: map[[2]photo.Hash]float64{}}
	}
	return s.memory
}

// nearTo returns those of contents whose hash is near to that of a.
func nearTo(a *content, contents []*content) (all []*content) {
	for _, b := range contents {
		if a.look.Distance(b.look) <= near {
			all = append(all, b)
		}
	}
	return all
}

// lonely returns the photos of contents that several have and that are in no cluster.
func (l *library) lonely(clusters [][]*content) (groups [][]photo.ID) {
	in := map[*content]bool{}
	for _, contents := range clusters {
		for _, c := range contents {
			in[c] = true
		}
	}
	for _, c := range l.contents {
		if len(c.photos) > 1 && !in[c] {
			groups = append(groups, c.photos)
		}
	}
	return groups
}

// stacked returns groups with the best of each first, in the order of ids.
func (s *Service) stacked(ctx context.Context, ids []photo.ID, groups [][]photo.ID) ([][]photo.ID, error) {
	place := make(map[photo.ID]int, len(ids))
	for i, id := range slices.Backward(ids) {
		place[id] = i
	}
	photos, err := s.o.Catalog.PhotosOf(ctx, slices.Concat(groups...))
	if err != nil {
		return nil, err
	}
	first := map[photo.ID]int{} // the place of the first photo of a stack, by the best of it
	var stacks [][]photo.ID
	for _, group := range groups {
		var members []Member
		for _, id := range group {
			if p, ok := photos[id]; ok {
				members = append(members, newMember(p))
			}
		}
		if len(members) < 2 {
			continue
		}
		slices.SortFunc(members, better)
		stack := make([]photo.ID, len(members))
		at := len(ids)
		for i, m := range members {
			stack[i] = m.ID
			at = min(at, place[m.ID])
		}
		first[stack[0]] = at
		stacks = append(stacks, stack)
	}
	slices.SortFunc(stacks, func(a, b []photo.ID) int { return first[a[0]] - first[b[0]] })
	return stacks, nil
}

// remember returns sources that read each vector once.
func remember(s sources) sources {
	type answer struct {
		v   photo.Vector
		err error
	}
	known := map[photo.Hash]answer{}
	read := s.vector
	s.vector = func(ctx context.Context, h photo.Hash) (photo.Vector, error) {
		a, ok := known[h]
		if !ok {
			a.v, a.err = read(ctx, h)
			if a.err == nil || errors.Is(a.err, catalog.ErrNotFound) {
				known[h] = a
			}
		}
		return a.v, a.err
	}
	return s
}
