package index

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"sync"

	"recollect/engine/photo"
)

// Exact compares a query with every vector: recall is 1 by construction. It
// keeps 4 bytes a dimension in one block of memory, read from front to back,
// which is what makes it fast.
type Exact struct {
	dim int

	mu   sync.RWMutex
	ids  []photo.ID
	data []float32 // len(ids) * dim
	at   map[photo.ID]int
}

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
func (x *Exact) Add(id photo.ID, v photo.Vector) {
	if len(v) != x.dim {
		panic(fmt.Sprintf("index of %d dimensions: vector of %d", x.dim, len(v)))
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if i, ok := x.at[id]; ok {
		copy(x.row(i), v)
		return
	}
	x.at[id] = len(x.ids)
	x.ids = append(x.ids, id)
	x.data = append(x.data, v...)
}

// Remove implements Index: the last vector takes the place of the removed one.
func (x *Exact) Remove(id photo.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	i, ok := x.at[id]
	if !ok {
		return
	}
	last := len(x.ids) - 1
	copy(x.row(i), x.row(last))
	x.ids[i] = x.ids[last]
	x.at[x.ids[i]] = i
	delete(x.at, id)
	x.ids = x.ids[:last]
	x.data = x.data[:last*x.dim]
}

func (x *Exact) row(i int) []float32 { return x.data[i*x.dim : (i+1)*x.dim] }

// Nearest implements Index.
func (x *Exact) Nearest(q photo.Vector, k int, keep func(photo.ID) bool) []Match {
	if len(q) != x.dim {
		panic(fmt.Sprintf("index of %d dimensions: query of %d", x.dim, len(q)))
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if k <= 0 || k > len(x.ids) {
		k = len(x.ids)
	}
	best := make(worstFirst, 0, k)
	for i, id := range x.ids {
		m := Match{id, dot(q, x.row(i))}
		switch {
		case len(best) == k && (k == 0 || !before(m, best[0])):
		case keep != nil && !keep(id):
		case len(best) < k:
			heap.Push(&best, m)
		default:
			best[0] = m
			heap.Fix(&best, 0)
		}
	}
	slices.SortFunc(best, order)
	return best
}

// dot adds in eight independent sums, so that the processor need not wait for
// one addition before it starts the next.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	b = b[:len(a)]
	i := 0
	for ; i+8 <= len(a); i += 8 {
		x, y := a[i:i+8:i+8], b[i:i+8:i+8]
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
		s4 += x[4] * y[4]
		s5 += x[5] * y[5]
		s6 += x[6] * y[6]
		s7 += x[7] * y[7]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3) + (s4 + s5) + (s6 + s7)
}

// order sorts better matches first and equal ones by ID.
func order(a, b Match) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
}

func before(a, b Match) bool { return order(a, b) < 0 }

// worstFirst is a heap with the worst match on top, the one to give up first.
type worstFirst []Match

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return before(h[j], h[i]) }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *worstFirst) Push(m any) { *h = append(*h, m.(Match)) }

// Pop implements heap.Interface.
func (h *worstFirst) Pop() any {
	last := len(*h) - 1
	m := (*h)[last]
	*h = (*h)[:last]
	return m
}
