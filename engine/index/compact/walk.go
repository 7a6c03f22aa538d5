package compact

import (
	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// graph is what a walker walks over: one that is being made, or one in a file.
type graph interface {
	// linksOf appends the links of node i on a level, 0 for the lowest, to to.
	linksOf(to []uint32, i uint32, level int) []uint32
}

// candidate is a node and its estimated similarity to the query.
type candidate struct {
	score float32
	node  uint32 // with walked
}

// walked marks a candidate whose links were followed.
const walked = 1 << 31

func (c candidate) id() uint32 { return c.node &^ walked }

// walker is the memory of one search through a graph.
type walker struct {
	graph graph
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

func newWalker(g graph, s *space, extra func(uint32, int) float32) *walker {
	return &walker{graph: g, space: s, extra: extra, seen: make([]uint16, s.n)}
}

// begin begins a search at a node.
func (w *walker) begin(query *codes.Query, plain []float32, entry uint32) {
	w.query, w.plain = query, plain
	w.fresh = append(w.fresh[:0], entry)
	w.beam = append(w.beam[:0], candidate{w.score(w.fresh)[0], entry})
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
			scores[i] += x * w.extra(n, j)
		}
	}
	return scores
}

// greedy goes from the best node to better ones as long as links of a level lead there.
func (w *walker) greedy(level int) {
	best := w.beam[0]
	for {
		w.ids = w.graph.linksOf(w.ids[:0], best.id(), level)
		from := best.id()
		for i, score := range w.score(w.ids) {
			if score > best.score {
				best = candidate{score, w.ids[i]}
			}
		}
		if best.id() == from {
			w.beam = append(w.beam[:0], best)
			return
		}
	}
}

// restart makes the nodes found the first ones of the next level.
func (w *walker) restart() {
	for i := range w.beam {
		w.beam[i].node &^= walked
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
	for _, c := range w.beam {
		w.seen[c.id()] = w.epoch
	}
	for at := 0; at < len(w.beam); {
		if w.beam[at].node&walked != 0 {
			at++
			continue
		}
		w.ids = w.graph.linksOf(w.ids[:0], w.beam[at].id(), level)
		w.beam[at].node |= walked
		w.unseen()
		for i, score := range w.score(w.fresh) {
			if len(w.beam) == ef && score <= w.beam[ef-1].score {
				continue
			}
			var place int
			w.beam, place = insert(w.beam, ef, candidate{score, w.fresh[i]})
			at = min(at, place)
		}
	}
}

// insert puts c into a list that is sorted, the best first, and holds most at most. It returns
// where c is.
func insert(list []candidate, most int, c candidate) (_ []candidate, place int) {
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
