// Package graph finds nearest neighbours by walking a graph of small worlds (HNSW: Malkov and Yashunin,
// "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
// World graphs", 2018) over compressed codes.
package graph

import (
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"recollect/engine/index/codes"
)

// Options shape a Graph.
type Options struct {
	Links  int // of a node on each level above the lowest, where it has twice as many
	Effort int // efConstruction: how many candidates a new node's links are chosen from
}

const none = math.MaxUint32

// Graph is an HNSW graph over codes. Nodes are numbered in the order they were added.
type Graph struct {
	opts  Options
	q     *codes.Quantizer
	size  int // of a code
	codes []byte

	counts []uint8  // of links on the lowest level
	links  []uint32 // on the lowest level, 2*Links a node
	levels []uint8
	upper  [][]uint32 // on the levels above, Links a level, none after the last
	locks  [1 << 12]sync.Mutex

	top   sync.Mutex // held while the entry may change
	entry atomic.Uint64

	searchers sync.Pool
}

// New returns a Graph of n nodes for vectors of dim numbers, which are added by Insert.
func New(dim, n int, o Options) *Graph {
	q := codes.New(dim)
	g := &Graph{
		opts: o, q: q, size: q.Bytes(), codes: make([]byte, n*q.Bytes()), counts: make([]uint8, n),
		links: make([]uint32, n*2*o.Links), levels: make([]uint8, n), upper: make([][]uint32, n),
	}
	g.entry.Store(none)
	r := rand.New(rand.NewPCG(1, 2))
	m := 1 / math.Log(float64(o.Links))
	for i := range g.levels {
		g.levels[i] = uint8(min(-math.Log(1-r.Float64())*m, 15))
		if g.levels[i] > 0 {
			g.upper[i] = make([]uint32, int(g.levels[i])*o.Links)
			for j := range g.upper[i] {
				g.upper[i][j] = none
			}
		}
	}
	return g
}

func (g *Graph) code(i uint32) []byte { return g.codes[int(i)*g.size:][:g.size] }

func (g *Graph) lock(i uint32) *sync.Mutex { return &g.locks[i%uint32(len(g.locks))] }

// Insert adds node i with the vector v. Several may be added at a time.
func (g *Graph) Insert(i uint32, v []float32) {
	g.q.Encode(g.code(i), v)
	level := int(g.levels[i])
	g.top.Lock()
	at := g.entry.Load()
	if at == none {
		g.entry.Store(uint64(level)<<32 | uint64(i))
		g.top.Unlock()
		return
	}
	top := int(at >> 32)
	if level > top {
		defer g.top.Unlock()
	} else {
		g.top.Unlock()
	}
	s := g.searcher()
	defer g.searchers.Put(s)
	query := g.q.Query(v)
	s.begin(query, uint32(at))
	for l := top; l > level; l-- {
		s.greedy(l)
	}
	for l := min(level, top); l >= 0; l-- {
		s.walk(l, g.opts.Effort)
		near := g.choose(s, s.beam, g.opts.Links, i)
		g.setLinks(i, l, near)
		for _, n := range near {
			g.connect(s, n, i, l)
		}
		s.restart()
	}
	if level > top {
		g.entry.Store(uint64(level)<<32 | uint64(i))
	}
}

// most is how many links a node may have on a level.
func (g *Graph) most(level int) int {
	if level == 0 {
		return 2 * g.opts.Links
	}
	return g.opts.Links
}

// linksOf appends the links of node i on a level to to.
func (g *Graph) linksOf(to []uint32, i uint32, level int) []uint32 {
	mu := g.lock(i)
	mu.Lock()
	defer mu.Unlock()
	return g.linksLocked(to, i, level)
}

func (g *Graph) linksLocked(to []uint32, i uint32, level int) []uint32 {
	if level == 0 {
		at := int(i) * 2 * g.opts.Links
		return append(to, g.links[at:at+int(g.counts[i])]...)
	}
	for _, n := range g.upper[i][(level-1)*g.opts.Links : level*g.opts.Links] {
		if n == none {
			break
		}
		to = append(to, n)
	}
	return to
}

func (g *Graph) setLinks(i uint32, level int, to []uint32) {
	mu := g.lock(i)
	mu.Lock()
	defer mu.Unlock()
	g.setLocked(i, level, to)
}

func (g *Graph) setLocked(i uint32, level int, to []uint32) {
	if level == 0 {
		copy(g.links[int(i)*2*g.opts.Links:], to)
		g.counts[i] = uint8(len(to))
		return
	}
	row := g.upper[i][(level-1)*g.opts.Links : level*g.opts.Links]
	for j := range row[copy(row, to):] {
		row[len(to)+j] = none
	}
}

// connect adds a link from n to i, choosing anew when n has as many as it may have.
func (g *Graph) connect(s *searcher, n, i uint32, level int) {
	mu := g.lock(n)
	mu.Lock()
	defer mu.Unlock()
	s.ids = g.linksLocked(s.ids[:0], n, level)
	s.ids = append(s.ids, i)
	if len(s.ids) <= g.most(level) {
		g.setLocked(n, level, s.ids)
		return
	}
	g.q.SetQuery(s.other, g.code(n))
	s.other.Dots(s.score(len(s.ids)), g.codes, s.ids)
	s.again = s.again[:0]
	for j, id := range s.ids {
		s.again = insert(s.again, len(s.ids), candidate{s.scores[j], id})
	}
	g.setLocked(n, level, g.choose(s, s.again, g.most(level), n))
}

// choose returns the links of a node among candidates, the closest first: a candidate that is
// closer to one of the chosen than to the node is reached through that one (heuristic of section 4 of
// the paper).
func (g *Graph) choose(s *searcher, from []candidate, most int, node uint32) []uint32 {
	near := s.chosen[:0]
	for _, c := range from {
		id := c.id()
		if len(near) == most {
			break
		}
		if id == node {
			continue
		}
		if len(near) > 0 && g.q.Closest(g.code(id), g.codes, near) > c.score {
			continue
		}
		near = append(near, id)
	}
	s.chosen = near
	return near
}
