package compact

import (
	"cmp"
	"context"
	"slices"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// batch is how many codes are compared at a time.
const batch = 1024

// each calls with with the places of the photos of in, or of all, that are not dead: up to batch
// at a time, in ascending order. The slice is used again.
func (s *segment) each(ctx context.Context, in, dead *photo.Set, with func(places []uint32)) error {
	places := make([]uint32, 0, batch)
	flush := func() error {
		with(places)
		places = places[:0]
		return ctx.Err()
	}
	add := func(i int) error {
		if places = append(places, uint32(i)); len(places) == batch {
			return flush()
		}
		return nil
	}
	some := dead.Len() > 0
	if in != nil && in.Len() < s.space.n/2 {
		i := 0
		for id := range in.All() {
			at, ok := s.findFrom(i, id)
			if i = at; ok && !(some && dead.Has(id)) {
				if err := add(at); err != nil {
					return err
				}
			}
		}
		return flush()
	}
	for i := range s.space.n {
		if in != nil || some {
			if id := s.id(i); !in.Has(id) || some && dead.Has(id) {
				continue
			}
		}
		if err := add(i); err != nil {
			return err
		}
	}
	return flush()
}

// findFrom is find for an ID that does not lie before place from. Where few IDs are missing, it is found fast.
func (s *segment) findFrom(from int, id photo.ID) (int, bool) {
	if from >= s.space.n {
		return s.space.n, false
	}
	// No ID comes twice, so that id lies as far from the first one as they are apart, or less.
	low, high := from, int(min(int64(from)+max(int64(id-s.id(from)), 0), int64(s.space.n)))
	for step := 1; high > low; step *= 2 {
		at := max(high-step, low)
		if s.id(at) < id {
			low = at + 1
			break
		}
		high = at
	}
	for low < high {
		if mid := (low + high) / 2; s.id(mid) < id {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < s.space.n && s.id(low) == id
}

// scored is a place and the estimate of its score.
type scored struct {
	score float32
	place uint32
}

func (s *segment) nearest(
	ctx context.Context, v photo.Vector, k int, in, dead *photo.Set, ef int,
) ([]index.Match, error) {
	n := min(compared(min(k, s.space.n)), s.space.n)
	if n == s.space.n || in != nil && n >= in.Len() {
		return s.exact(ctx, v, in, dead)
	}
	var best []scored
	done := false
	if ef > 0 && s.graph != nil && n < s.space.n/64 {
		if in == nil {
			best, done = s.walk(v, dead, max(ef, 2*k+32)), true
		} else {
			best, done = s.within(v, n, in, dead, max(ef, 2*k+32))
		}
	}
	if !done || len(best) < min(k, s.space.n) { // there is no graph, or it would take longer
		all := newTop(n)
		if err := s.estimate(ctx, v, in, dead, all.add); err != nil {
			return nil, err
		}
		best = all.list()
	}
	return s.refine(ctx, v, k, best)
}

// exact returns all photos of in that are not dead, with their scores.
func (s *segment) exact(ctx context.Context, v photo.Vector, in, dead *photo.Set) ([]index.Match, error) {
	var found []index.Match
	err := s.each(ctx, in, dead, func(places []uint32) { found = s.compare(found, v, places, nil) })
	return found, err
}

// walk finds photos that are not dead with the graph: the best ef of those, the best first.
func (s *segment) walk(v photo.Vector, dead *photo.Set, ef int) []scored {
	w := s.walker(v)
	defer s.walkers.Put(w)
	gone := dead.Len()
	ef = min(ef*s.space.n/max(s.space.n-gone, 1), s.space.n)
	w.walk(0, ef)
	best := make([]scored, 0, len(w.beam))
	for _, c := range w.beam {
		if gone == 0 || !dead.Has(s.id(int(c.ID()))) {
			best = append(best, scored{c.Score, c.ID()})
		}
	}
	return best
}

// walker returns a walker that is at the photo that v leads to from above.
func (s *segment) walker(v photo.Vector) *walker {
	w, ok := s.walkers.Get().(*walker)
	if !ok {
		lowest := s.graph.lowest(s.part[sectionPlain])
		w = newWalker(s.graph, lowest, &s.space, func(i uint32, j int) float32 { return s.extra(int(i), j) })
	}
	level, entry := s.graph.entry()
	w.begin(s.q.Query(v[:s.dim-s.plain]), v[s.dim-s.plain:], entry)
	for ; level > 0; level-- {
		w.greedy(level)
	}
	return w
}

// estimate calls add with the estimated score of each photo of in that is not dead.
func (s *segment) estimate(ctx context.Context, v photo.Vector, in, dead *photo.Set, add func(scored)) error {
	query := s.q.Query(v[:s.dim-s.plain])
	plain := v[s.dim-s.plain:]
	scores := make([]float32, batch)
	return s.each(ctx, in, dead, func(places []uint32) {
		query.Dots(scores[:len(places)], s.part[sectionCodes], places)
		for i, p := range places {
			score := scores[i]
			for j, x := range plain {
				score += float32(x * s.extra(int(p), j)) // not fused, as in walks
			}
			add(scored{score, p})
		}
	})
}

// top collects the best of many. It collects twice as many before it drops the worse half.
type top struct {
	n    int
	all  []scored
	last float32 // nothing below it is among the best
	full bool
}

func newTop(n int) *top { return &top{n: n, all: make([]scored, 0, 2*n)} }

func (t *top) add(c scored) {
	if t.full && c.score <= t.last || t.n == 0 {
		return
	}
	if t.all = append(t.all, c); len(t.all) == 2*t.n {
		t.cut()
	}
}

func (t *top) cut() {
	slices.SortFunc(t.all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.place, b.place))
	})
	if len(t.all) >= t.n {
		t.all = t.all[:t.n]
		t.last, t.full = t.all[t.n-1].score, true
	}
}

func (t *top) list() []scored {
	if t.n > 0 {
		t.cut()
	}
	return t.all
}
