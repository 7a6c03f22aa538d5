package compact

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// Index is an index.Index in a file and in memory.
type Index struct {
	dim, plain int
	effort     int // efSearch: through how many photos a walk goes

	saving sync.Mutex // held by Save

	mu     sync.RWMutex
	main   *open       // nil: there is no file
	dead   *photo.Set  // of main: removed, or replaced by one of tail
	shared atomic.Bool // somebody has dead, so that it is replaced and not changed
	gone   int         // how many of main are dead
	tail   *tail       // what main lacks
	since  *photo.Set  // what was changed while Save wrote a file; nil: it does not
	closed bool
}

// open is a segment that is unmapped after its last user: when the Index is closed and
// the searches in flight have ended, or when nobody has it any more.
type open struct {
	*segment
	users     atomic.Int64
	abandoned runtime.Cleanup
}

// New returns an empty index for vectors of dim numbers, of which the last plain ones are
// kept as they are: they may be of another kind than the others.
func New(dim, plain int) *Index {
	return &Index{dim: dim, plain: plain, effort: 128, dead: photo.NewSet(), tail: newTail(dim, plain)}
}

// Open returns the index that Save wrote to path, and what it said of it. It wraps ErrFile if
// that cannot be read or is for vectors of other dimensions.
func Open(path string, dim, plain int) (*Index, Meta, error) {
	s, err := openFile(path)
	if err != nil {
		return nil, Meta{}, err
	}
	if s.dim != dim || s.plain != plain {
		err := fmt.Errorf("%w: %d dimensions, %d of them plain", ErrFile, s.dim, s.plain)
		s.close()
		return nil, Meta{}, err
	}
	x := New(dim, plain)
	x.use(s)
	return x, s.Meta, nil
}

func hold(s *segment) *open {
	o := &open{segment: s}
	o.users.Store(1)
	o.abandoned = runtime.AddCleanup(o, func(unmap func() error) { _ = unmap() }, s.unmap)
	return o
}

func (o *open) release() {
	if o != nil && o.users.Add(-1) == 0 {
		o.abandoned.Stop()
		_ = o.close() // nothing can be done about it, and nothing is lost
	}
}

// Close unmaps the file, after the searches in flight. The index must not be used afterwards; what is
// asked of it finds only what was in memory. An Index that nobody has any more needs no Close.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.main.release()
	x.use(nil)
	x.closed = true
	return nil
}

// use makes s, which may be nil, what is searched besides what is in memory.
func (x *Index) use(s *segment) {
	x.main, x.dead, x.gone = nil, photo.NewSet(), 0
	x.shared.Store(false)
	if s != nil {
		x.main = hold(s)
	}
}

// Check compares the file with its checksums. It reads all of it.
func (x *Index) Check() error {
	main, _ := x.snapshot(nil)
	defer main.release()
	if main == nil {
		return nil
	}
	return main.check()
}

// Pending is how many photos the file lacks, or has too many.
func (x *Index) Pending() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.tail.ids) + x.gone
}

// Len implements index.Index.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.len()
}

func (x *Index) len() int {
	n := len(x.tail.ids) - x.gone
	if x.main != nil {
		n += x.main.space.n
	}
	return n
}

// Add implements index.Index.
func (x *Index) Add(id photo.ID, v photo.Vector) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.check(v)
	x.tail.add(id, v)
	x.bury(id)
}

// Remove implements index.Index.
func (x *Index) Remove(id photo.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.tail.remove(id)
	x.bury(id)
}

// bury takes id out of main.
func (x *Index) bury(id photo.ID) {
	if x.since != nil {
		x.since.Add(id)
	}
	if x.main == nil || x.dead.Has(id) {
		return
	}
	if _, has := x.main.find(id); has {
		if x.shared.Swap(false) {
			x.dead = x.dead.Clone()
		}
		x.dead.Add(id)
		x.gone++
	}
}

// snapshot calls with, unless it is nil, with what is in memory, and returns the file of the same
// moment and what in it is dead. The caller releases the file, which may be nil.
func (x *Index) snapshot(with func()) (*open, *photo.Set) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if with != nil {
		with()
	}
	return x.share()
}

// share returns the file, which the caller releases, and what in it is dead. mu is held.
func (x *Index) share() (*open, *photo.Set) {
	if x.main != nil {
		x.main.users.Add(1)
		x.shared.Store(true)
	}
	return x.main, x.dead
}

// Nearest implements index.Index. Scores are dot products with vectors in half precision.
func (x *Index) Nearest(ctx context.Context, v photo.Vector, k int, in *photo.Set) (found []index.Match, err error) {
	x.check(v)
	main, dead := x.snapshot(func() { found, err = x.tail.scores(ctx, v, in) })
	defer main.release()
	if err != nil || k < 1 {
		return nil, err
	}
	if main != nil {
		more, err := main.nearest(ctx, v, k, in, dead, x.effort)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	slices.SortFunc(found, func(a, b index.Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(k, len(found))], nil
}

// Scan implements index.Index.
func (x *Index) Scan(ctx context.Context, in *photo.Set, each func(photo.ID, photo.Vector)) error {
	var row photo.Vector
	main, dead := x.snapshot(func() {
		for i, id := range x.tail.ids {
			if in.Has(id) {
				row = x.tail.row(row, i)
				each(id, row)
			}
		}
	})
	defer main.release()
	if main == nil {
		return ctx.Err()
	}
	return main.each(ctx, in, dead, func(from []uint32) {
		for _, i := range from {
			row = main.row(row, int(i))
			each(main.id(int(i)), row)
		}
	})
}

// Plain calls each with the plain dimensions of each photo, in no particular order. It reads no
// vectors of the file. each must neither keep nor change the numbers.
func (x *Index) Plain(ctx context.Context, each func(id photo.ID, plain []float32)) error {
	main, dead := x.snapshot(func() {
		for i, id := range x.tail.ids {
			each(id, x.tail.extra[i*x.plain:(i+1)*x.plain])
		}
	})
	defer main.release()
	if main == nil {
		return ctx.Err()
	}
	plain := make([]float32, x.plain)
	for i := range main.space.n {
		id := main.id(i)
		if dead.Len() > 0 && dead.Has(id) {
			continue
		}
		for j := range plain {
			plain[j] = main.extra(i, j)
		}
		each(id, plain)
	}
	return ctx.Err()
}

func (x *Index) check(v photo.Vector) {
	if len(v) != x.dim {
		panic(fmt.Sprintf("index of %d dimensions: vector of %d", x.dim, len(v)))
	}
}
