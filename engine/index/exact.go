package index

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// blockRows is how many vectors lie in one block of memory: enough to be read from
// front to back, which is what makes an exact search fast.
const blockRows = 1024

// Exact compares a query with every vector: recall is 1 by construction. It
// keeps 4 bytes a dimension in blocks that stay where they are: one slice that
// grows with append took four times as much while a large library was loaded.
type Exact struct {
	dim int

	mu     sync.RWMutex
	ids    []photo.ID
	blocks [][]float32 // blockRows * dim each
	traits []relevance.Traits
	at     map[photo.ID]int
	total  total
}

// total adds up the traits that are known.
type total struct {
	n              int
	mean, dev, hub float64
}

// count adds t, or with sign -1 takes it away.
func (s *total) count(t relevance.Traits, sign int) {
	if !t.Known() {
		return
	}
	f := float64(sign)
	s.n += sign
	s.mean += f * float64(t.Mean)
	s.dev += f * float64(t.Dev)
	s.hub += f * float64(t.Hub)
}

func (s *total) meanHub() float32 { return float32(s.hub / float64(max(s.n, 1))) }

// NewExact returns an empty index for vectors of dim numbers.
func NewExact(dim int) *Exact {
	return &Exact{dim: dim, at: make(map[photo.ID]int)}
}

// Len implements Index.
func (x *Exact) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.ids)
}

// Add implements Index.
func (x *Exact) Add(id photo.ID, v photo.Vector, t relevance.Traits) {
	x.check(v)
	x.mu.Lock()
	defer x.mu.Unlock()
	i, known := x.at[id]
	if known {
		copy(x.row(i), v)
		x.describe(i, t)
		return
	}
	i = len(x.ids)
	if i == len(x.blocks)*blockRows {
		x.blocks = append(x.blocks, make([]float32, blockRows*x.dim))
	}
	x.at[id] = i
	x.ids = append(x.ids, id)
	copy(x.row(i), v)
	x.traits = append(x.traits, t)
	x.total.count(t, 1)
}

// Describe implements Index.
func (x *Exact) Describe(id photo.ID, t relevance.Traits) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if i, known := x.at[id]; known {
		x.describe(i, t)
	}
}

func (x *Exact) describe(i int, t relevance.Traits) {
	x.total.count(x.traits[i], -1)
	x.total.count(t, 1)
	x.traits[i] = t
}

// Remove implements Index: the last vector takes the place of the removed one.
func (x *Exact) Remove(id photo.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	i, ok := x.at[id]
	if !ok {
		return
	}
	x.total.count(x.traits[i], -1)
	last := len(x.ids) - 1
	copy(x.row(i), x.row(last))
	x.ids[i], x.traits[i] = x.ids[last], x.traits[last]
	x.at[x.ids[i]] = i
	delete(x.at, id)
	x.ids, x.traits = x.ids[:last], x.traits[:last]
	x.blocks = x.blocks[:(last+blockRows-1)/blockRows]
}

func (x *Exact) check(v photo.Vector) {
	if len(v) != x.dim {
		panic(fmt.Sprintf("index of %d dimensions: vector of %d", x.dim, len(v)))
	}
}

func (x *Exact) row(i int) photo.Vector {
	at := i % blockRows * x.dim
	return x.blocks[i/blockRows][at : at+x.dim]
}

func (x *Exact) score(q Query, i int) float32 {
	hub := x.traits[i].Hub
	if !x.traits[i].Known() { // it must not rank before those that are corrected
		hub = x.total.meanHub()
	}
	return photo.Dot(q.Vector, x.row(i)) - q.HubWeight*hub
}

// Nearest implements Index.
func (x *Exact) Nearest(q Query, k int, among Set) []Match {
	x.check(q.Vector)
	x.mu.RLock()
	defer x.mu.RUnlock()
	if among.Only != nil {
		found := newBest(k, len(among.Only))
		for _, id := range among.Only {
			if i, known := x.at[id]; known && !among.Omit[id] {
				found.add(Match{id, x.score(q, i)})
			}
		}
		return found.sorted()
	}
	found := newBest(k, len(x.ids))
	for i, id := range x.ids {
		m := Match{id, x.score(q, i)}
		if found.wants(m) && !among.Omit[id] { // in this order: most need no look into the map
			found.add(m)
		}
	}
	return found.sorted()
}

// Scores implements Index.
func (x *Exact) Scores(q Query, ids []photo.ID) []float32 {
	x.check(q.Vector)
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make([]float32, len(ids))
	for j, id := range ids {
		if i, known := x.at[id]; known {
			out[j] = x.score(q, i)
		}
	}
	return out
}

// Sample implements Index.
func (x *Exact) Sample(n int) []photo.Vector {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n = min(n, len(x.ids))
	out := make([]photo.Vector, n)
	for i := range out {
		out[i] = slices.Clone(x.row(i * len(x.ids) / n))
	}
	return out
}

// Traits implements Index.
func (x *Exact) Traits() relevance.Traits {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.total.n == 0 {
		return relevance.Traits{}
	}
	n := float64(x.total.n)
	return relevance.Traits{Mean: float32(x.total.mean / n), Dev: float32(x.total.dev / n), Hub: float32(x.total.hub / n)}
}

// best gathers the k best matches of n at most. It lets twice as many gather
// before it sorts them and gives up the worse half, so that a match costs little.
type best struct {
	k    int
	all  []Match
	last Match // the worst of the k best so far, once there are k
	full bool
}

func newBest(k, n int) *best {
	if k <= 0 || k > n {
		k = n
	}
	return &best{k: k, all: make([]Match, 0, min(2*k, n))}
}

// wants reports whether m may be one of the best.
func (b *best) wants(m Match) bool { return !b.full || before(m, b.last) }

func (b *best) add(m Match) {
	if !b.wants(m) {
		return
	}
	b.all = append(b.all, m)
	if len(b.all) >= 2*b.k && b.k > 0 {
		b.cut()
	}
}

func (b *best) cut() {
	slices.SortFunc(b.all, order)
	if len(b.all) >= b.k && b.k > 0 {
		b.all = b.all[:b.k]
		b.last, b.full = b.all[b.k-1], true
	}
}

func (b *best) sorted() []Match {
	b.cut()
	return b.all
}

// order sorts better matches first and equal ones by ID.
func order(a, b Match) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
}

func before(a, b Match) bool { return order(a, b) < 0 }
