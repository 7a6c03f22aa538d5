package compact

import (
	"slices"

	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// graph is what a walker walks over: one that is being made, or one in a file.
type graph interface {
	// linksOf appends the links of node i on a level, 0 for the lowest, to to.
	linksOf(to []uint32, i uint32, level int) []uint32
}

// candidate is a node and its estimated similarity to the query.
type candidate = codes.Found

// walker is the memory of one search through a graph.
type walker struct {
	graph graph
	links *codes.Links // of the lowest level of graph
	space *space
	query *codes.Query
	plain []float32                        // of the query
	extra func(node uint32, j int) float32 // a plain dimension of a node
	other *codes.Query                     // for the choice of links

	epoch uint16
	seen  []uint16 // by node: the epoch when it was seen

	beam   []candidate // the best so far, the best first
	again  []candidate
	front  heap // of a walk with a filter
	ids    []uint32
	fresh  []uint32
	chosen []uint32
	near   []uint32 // of the node that is added
	row    photo.Vector
	scores []float32
}

func newWalker(g graph, lowest *codes.Links, s *space, extra func(uint32, int) float32) *walker {
	return &walker{graph: g, links: lowest, space: s, extra: extra, seen: make([]uint16, s.n)}
}

// begin begins a search at a node.
func (w *walker) begin(query *codes.Query, plain []float32, entry uint32) {
	w.query, w.plain = query, plain
	w.fresh = append(w.fresh[:0], entry)
	w.beam = append(w.beam[:0], candidate{Score: w.score(w.fresh)[0], Node: entry})
}

// room makes scores n long.
func (w *walker) room(n int) []float32 {
	if cap(w.scores) < n {
		w.scores = make([]float32, 2*n)
	}
	w.scores = w.scores[:n]
	return w.scores
}

// score estimates the scores of nodes.
func (w *walker) score(nodes []uint32) []float32 {
	scores := w.room(len(nodes))
	w.query.Dots(scores, w.space.codes, nodes)
	for j, x := range w.plain {
		for i, n := range nodes {
			scores[i] += float32(x * w.extra(n, j)) // not fused, as in the kernels
		}
	}
	return scores
}

// greedy goes from the best node to better ones as long as links of a level lead there.
func (w *walker) greedy(level int) {
	best := w.beam[0]
	for {
		w.ids = w.graph.linksOf(w.ids[:0], best.ID(), level)
		from := best.ID()
		for i, score := range w.score(w.ids) {
			if score > best.Score {
				best = candidate{Score: score, Node: w.ids[i]}
			}
		}
		if best.ID() == from {
			w.beam = append(w.beam[:0], best)
			return
		}
	}
}

// restart makes the nodes found the first ones of the next level.
func (w *walker) restart() {
	for i := range w.beam {
		w.beam[i].Node &^= codes.Walked
	}
}

// next makes all nodes such as were not seen.
func (w *walker) next() {
	if w.epoch++; w.epoch == 0 {
		clear(w.seen)
		w.epoch = 1
	}
}

// walk finds the ef best nodes of a level, beginning with those in beam.
func (w *walker) walk(level, ef int) {
	w.next()
	if level == 0 {
		var ok bool
		w.beam = slices.Grow(w.beam, ef)
		if w.beam, ok = w.query.Walk(w.links, w.space.codes, w.plain, w.seen, w.epoch, w.beam, ef); ok {
			return
		}
	}
	w.step(level, ef)
}

// step is walk without a kernel.
func (w *walker) step(level, ef int) {
	for _, c := range w.beam {
		w.seen[c.ID()] = w.epoch
	}
	for at := 0; at < len(w.beam); {
		if w.beam[at].Node&codes.Walked != 0 {
			at++
			continue
		}
		w.ids = w.graph.linksOf(w.ids[:0], w.beam[at].ID(), level)
		w.beam[at].Node |= codes.Walked
		w.unseen()
		for i, score := range w.score(w.fresh) {
			if len(w.beam) == ef && score <= w.beam[ef-1].Score {
				continue
			}
			var place int
			w.beam, place = insert(w.beam, ef, candidate{Score: score, Node: w.fresh[i]})
			at = min(at, place)
		}
	}
}

// insert puts c into a list that is sorted, the best first, and holds most at most. It returns
// where c is.
func insert(list []candidate, most int, c candidate) (_ []candidate, place int) {
	low, high := 0, len(list)
	for low < high {
		if mid := (low + high) / 2; list[mid].Score >= c.Score {
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
