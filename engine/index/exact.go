package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"recollect/engine/photo"
)

// blockRows is how many vectors are in one block of memory: enough to be read from front to back,
// which is what makes an exact search fast.
const blockRows = 1024

// Exact compares a query with every vector: recall is 1 by construction. It uses 4 bytes a
// dimension in blocks that are never moved: one slice that grows with append took four times as
// much while a large library was loaded.
type Exact struct {
	dim int

	mu     sync.RWMutex
	ids    []photo.ID
	blocks [][]float32 // blockRows * dim each
	at     map[photo.ID]int
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
	x.check(v)
	x.mu.Lock()
	defer x.mu.Unlock()
	i, known := x.at[id]
	if known {
		copy(x.row(i), v)
		return
	}
	i = len(x.ids)
	if i == len(x.blocks)*blockRows {
		x.blocks = append(x.blocks, make([]float32, blockRows*x.dim))
	}
	x.at[id] = i
	x.ids = append(x.ids, id)
	copy(x.row(i), v)
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

// Nearest implements Index.
func (x *Exact) Nearest(ctx context.Context, v photo.Vector, k int, in *photo.Set) ([]Match, error) {
	x.check(v)
	x.mu.RLock()
	defer x.mu.RUnlock()
	most := len(x.ids)
	if in != nil {
		most = min(most, in.Len())
	}
	found := newBest(k, most)
	err := x.scan(ctx, in, func(id photo.ID, row photo.Vector) { found.add(Match{id, photo.Dot(v, row)}) })
	if err != nil {
		return nil, err
	}
	return found.sorted(), nil
}

// Scan implements Index.
func (x *Exact) Scan(ctx context.Context, in *photo.Set, each func(photo.ID, photo.Vector)) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.scan(ctx, in, each)
}

// passOver is how many photos a pass over all of them skips in the time that looking one up takes.
const passOver = 16

func (x *Exact) scan(ctx context.Context, in *photo.Set, each func(photo.ID, photo.Vector)) error {
	if in != nil && in.Len() < len(x.ids)/passOver {
		return x.scanFew(ctx, in, each)
	}
	if len(x.blocks) == 0 {
		return ctx.Err()
	}
	for b, block := range x.blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		first := b * blockRows
		for i, id := range x.ids[first:min(first+blockRows, len(x.ids))] {
			if in.Has(id) {
				each(id, block[i*x.dim:(i+1)*x.dim])
			}
		}
	}
	return nil
}

// scanFew looks up each photo of in.
func (x *Exact) scanFew(ctx context.Context, in *photo.Set, each func(photo.ID, photo.Vector)) error {
	n := 0
	for id := range in.All() {
		if n++; n%blockRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if i, known := x.at[id]; known {
			each(id, x.row(i))
		}
	}
	return ctx.Err()
}

// best collects the k best of n matches at most. It collects twice as many before it sorts them and
// drops the worse half, so that a match costs little.
type best struct {
	k    int
	all  []Match
	last Match // the worst of the k best so far, once there are k
	full bool
}

func newBest(k, n int) *best {
	k = max(min(k, n), 0)
	return &best{k: k, all: make([]Match, 0, min(2*k, n))}
}

// wants reports whether m may be one of the best.
func (b *best) wants(m Match) bool { return !b.full || before(m, b.last) }

func (b *best) add(m Match) {
	if !b.wants(m) || b.k == 0 {
		return
	}
	b.all = append(b.all, m)
	if len(b.all) >= 2*b.k {
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
