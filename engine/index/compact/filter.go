package compact

import "recollect/engine/photo"

// Where the graph answers a filter. A walk that meets the ef best of the photos that pass looks at looks times
// ef of all, divided by the share that passes; one look, at codes that lie anywhere, takes as long as scanning
// lookCodes codes in order. Measured on 100,000 vectors: docs/performance.md, "Filters".
const (
	looks     = 12
	lookCodes = 2
	// sieve is how many times as many photos that pass a walk meets as one without a filter goes through: with as
	// many, recall@10 for sentences was 0.96.
	sieve = 2
)

// expected is how many photos a walk looks at until it meets ef of the count that pass.
func (s *segment) expected(ef, count int) int { return looks * ef * s.space.n / max(count, 1) }

// within finds n photos of in that are not dead with the graph: the best of the ef best that a walk meets, which
// goes through all kinds of photos, since those of in need not be linked with each other. It returns
// false where a scan of in is faster, or when the walk has taken too long.
func (s *segment) within(v photo.Vector, n int, in, dead *photo.Set, ef int) ([]scored, bool) {
	count := in.Len()
	ef *= sieve
	most := s.expected(ef, count)
	if count < lookCodes*most {
		return nil, false
	}
	w := s.walker(v)
	defer s.walkers.Put(w)
	some := dead.Len() > 0
	found, done := w.sift(ef, most, func(node uint32) bool {
		id := s.id(int(node))
		return in.Has(id) && !(some && dead.Has(id))
	})
	best := make([]scored, min(n, len(found)))
	for i := range best {
		best[i] = scored{found[i].Score, found[i].ID()}
	}
	return best, done
}

// sift walks on the lowest level, from where w is, until it has met the ef best nodes that pass, the best first. It
// returns false, since these lie far from the query, if it has met next to none after a quarter of the looks
// that are expected, or not all after twice as many. The list lasts until the next walk.
func (w *walker) sift(ef, expected int, passes func(node uint32) bool) (found []candidate, done bool) {
	w.next()
	w.again, w.front = w.again[:0], w.front[:0]
	meet := func(c candidate) {
		if len(w.again) == ef && c.Score <= w.again[ef-1].Score {
			return
		}
		w.front.push(c)
		if passes(c.ID()) {
			w.again, _ = insert(w.again, ef, c)
		}
	}
	for _, c := range w.beam {
		w.seen[c.ID()] = w.epoch
		meet(c)
	}
	for looked := 0; len(w.front) > 0; looked += len(w.fresh) {
		c := w.front.pop()
		if len(w.again) == ef && c.Score < w.again[ef-1].Score {
			break
		}
		if looked > expected/4 && len(w.again) < ef/16 || looked > 2*expected {
			return w.again, false
		}
		w.ids = w.graph.linksOf(w.ids[:0], c.ID(), 0)
		w.unseen()
		for i, score := range w.score(w.fresh) {
			meet(candidate{Score: score, Node: w.fresh[i]})
		}
	}
	return w.again, true
}

// unseen makes fresh those of ids that were not seen, and marks them.
func (w *walker) unseen() {
	w.fresh = w.fresh[:0]
	for _, n := range w.ids {
		if w.seen[n] != w.epoch {
			w.seen[n] = w.epoch
			w.fresh = append(w.fresh, n)
		}
	}
}

// heap is candidates, the best at its root.
type heap []candidate

func (h *heap) push(c candidate) {
	*h = append(*h, c)
	all := *h
	i := len(all) - 1
	for ; i > 0 && all[(i-1)/2].Score < c.Score; i = (i - 1) / 2 {
		all[i] = all[(i-1)/2]
	}
	all[i] = c
}

// pop removes the best. There is one.
func (h *heap) pop() candidate {
	all := *h
	best, last := all[0], all[len(all)-1]
	all = all[:len(all)-1]
	*h = all
	if len(all) == 0 {
		return best
	}
	i := 0
	for child := 1; child < len(all); child = 2*i + 1 {
		if child+1 < len(all) && all[child+1].Score > all[child].Score {
			child++
		}
		if all[child].Score <= last.Score {
			break
		}
		all[i] = all[child]
		i = child
	}
	all[i] = last
	return best
}
