package graph

import "recollect/engine/index/codes"

// candidate is a node and its similarity to the query.
type candidate struct {
	score float32
	node  uint32 // with walked
}

// walked marks a candidate whose links were followed.
const walked = 1 << 31

func (c candidate) id() uint32 { return c.node &^ walked }

// searcher is the memory of one search.
type searcher struct {
	g     *Graph
	query *codes.Query
	other *codes.Query // for the choice of links

	epoch uint16
	seen  []uint16 // by node: the epoch when it was seen

	beam   []candidate // the best so far, the best first
	again  []candidate
	ids    []uint32
	fresh  []uint32
	chosen []uint32
	scores []float32
}

func (g *Graph) searcher() *searcher {
	if s, ok := g.searchers.Get().(*searcher); ok {
		return s
	}
	return &searcher{g: g, seen: make([]uint16, len(g.levels)), other: g.q.Blank()}
}

func (s *searcher) begin(query *codes.Query, entry uint32) {
	s.query = query
	s.ids = append(s.ids[:0], entry)
	query.Dots(s.score(1), s.g.codes, s.ids)
	s.beam = append(s.beam[:0], candidate{s.scores[0], entry})
}

// score returns room for n scores.
func (s *searcher) score(n int) []float32 {
	if cap(s.scores) < n {
		s.scores = make([]float32, 2*n)
	}
	s.scores = s.scores[:n]
	return s.scores
}

// greedy moves to the node of a level that is closest as far as links lead there.
func (s *searcher) greedy(level int) {
	best := s.beam[0]
	for {
		s.ids = s.g.linksOf(s.ids[:0], best.id(), level)
		s.query.Dots(s.score(len(s.ids)), s.g.codes, s.ids)
		from := best.id()
		for i, id := range s.ids {
			if s.scores[i] > best.score {
				best = candidate{s.scores[i], id}
			}
		}
		if best.id() == from {
			s.beam = append(s.beam[:0], best)
			return
		}
	}
}

// restart makes the nodes found the entries of the next level.
func (s *searcher) restart() {
	for i := range s.beam {
		s.beam[i].node &^= walked
	}
}

// walk finds the ef closest nodes of a level, beginning at those in beam.
func (s *searcher) walk(level, ef int) {
	if s.epoch++; s.epoch == 0 {
		clear(s.seen)
		s.epoch = 1
	}
	for _, c := range s.beam {
		s.seen[c.id()] = s.epoch
	}
	for at := 0; at < len(s.beam); {
		if s.beam[at].node&walked != 0 {
			at++
			continue
		}
		id := s.beam[at].id()
		s.beam[at].node |= walked
		s.ids = s.g.linksOf(s.ids[:0], id, level)
		s.fresh = s.fresh[:0]
		for _, n := range s.ids {
			if s.seen[n] != s.epoch {
				s.seen[n] = s.epoch
				s.fresh = append(s.fresh, n)
			}
		}
		s.query.Dots(s.score(len(s.fresh)), s.g.codes, s.fresh)
		for i, n := range s.fresh {
			c := candidate{s.scores[i], n}
			if len(s.beam) == ef && c.score <= s.beam[ef-1].score {
				continue
			}
			var place int
			s.beam, place = insertAt(s.beam, ef, c)
			at = min(at, place)
		}
	}
}

// insert puts c into a list that is sorted, the best first, and holds most at most.
func insert(list []candidate, most int, c candidate) []candidate {
	list, _ = insertAt(list, most, c)
	return list
}

func insertAt(list []candidate, most int, c candidate) (_ []candidate, place int) {
	low, high := 0, len(list)
	for low < high {
		if mid := (low + high) / 2; list[mid].score >= c.score {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == most {
		return list, low
	}
	if len(list) < most {
		list = append(list, candidate{})
	}
	copy(list[low+1:], list[low:])
	list[low] = c
	return list, low
}

// Search returns the nodes whose codes are closest to v, ef at most, the closest first. It
// may run beside Insert.
func (g *Graph) Search(v []float32, ef int) []uint32 {
	at := g.entry.Load()
	if at == none {
		return nil
	}
	s := g.searcher()
	defer g.searchers.Put(s)
	s.begin(g.q.Query(v), uint32(at))
	for l := int(at >> 32); l > 0; l-- {
		s.greedy(l)
	}
	s.walk(0, ef)
	out := make([]uint32, len(s.beam))
	for i, c := range s.beam {
		out[i] = c.id()
	}
	return out
}
