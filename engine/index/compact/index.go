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
	one       chan struct{} // capacity 1; filled when one user is left
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
	x.use(hold(s))
	return x, s.Meta, nil
}

func hold(s *segment) *open {
	o := &open{segment: s, one: make(chan struct{}, 1)}
	o.users.Store(1)
	o.abandoned = runtime.AddCleanup(o, func(unmap func() error) { _ = unmap() }, s.unmap)
	return o
}

func (o *open) release() {
	if o == nil {
		return
	}
	switch o.users.Add(-1) {
	case 0:
		o.abandoned.Stop()
		_ = o.close() // nothing can be done about it, and nothing is lost
	case 1:
		select {
		case o.one <- struct{}{}:
		default:
		}
	}
}

// Close unmaps the file, after the searches in flight. The index must not be used afterwards; what is
// asked of it finds only what was in memory. An Index that nobody has any more needs no Close.
func (x *Index) Close() error {
	x.mu.Lock()
	old := x.main
	x.use(nil)
	x.closed = true
	x.mu.Unlock()
	old.release()
	return nil
}

// use makes s, which may be nil, what is searched besides what is in memory.
func (x *Index) use(s *open) {
	x.main, x.dead, x.gone = s, photo.NewSet(), 0
	x.shared.Store(false)
}

// Check compares the file with its checksums. It reads all of it.
func (x *Index) Check() error {
	m := x.now()
	defer m.main.release()
	if m.main == nil {
		return nil
	}
	return m.main.check()
}

// Pending is how many photos the file lacks, or has too many.
func (x *Index) Pending() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.tail.n + x.gone
}

// Len implements index.Index.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.len()
}

func (x *Index) len() int {
	n := x.tail.n - x.gone
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

// moment is an index as it was at one moment.
type moment struct {
	main *open      // nil: there is no file
	dead *photo.Set // of main
	tail view
}

// now returns what is in the index. The caller releases the file.
func (x *Index) now() moment {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.share()
}

// share is now while mu is held.
func (x *Index) share() moment {
	if x.main != nil {
		x.main.users.Add(1)
		x.shared.Store(true)
	}
	return moment{x.main, x.dead, x.tail.look()}
}

// Nearest implements index.Index. Scores are dot products with vectors in half precision.
func (x *Index) Nearest(ctx context.Context, v photo.Vector, k int, in *photo.Set) ([]index.Match, error) {
	return x.NearestWith(ctx, v, k, in, x.effort)
}

// NearestWith is Nearest through the best ef photos of a graph (efSearch in the paper), or as many as k
// needs: more of them find more of the nearest, and take longer. With an ef of 0 it scans the codes of all.
func (x *Index) NearestWith(
	ctx context.Context, v photo.Vector, k int, in *photo.Set, ef int,
) ([]index.Match, error) {
	x.check(v)
	m := x.now()
	defer m.main.release()
	if k < 1 {
		return nil, ctx.Err()
	}
	found, err := m.tail.nearest(ctx, v, compared(min(k, m.tail.n)), in)
	if err != nil {
		return nil, err
	}
	if m.main != nil {
		more, err := m.main.nearest(ctx, v, k, in, m.dead, ef)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	slices.SortFunc(found, byScore)
	return found[:min(k, len(found))], nil
}

// byScore sorts better matches first and equal ones by ID.
func byScore(a, b index.Match) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
}

// Scan implements index.Index.
func (x *Index) Scan(ctx context.Context, in *photo.Set, each func(photo.ID, photo.Vector)) error {
	var row photo.Vector
	m := x.now()
	defer m.main.release()
	err := m.tail.places(ctx, in, func(first int, b *block, places []uint32) {
		for _, p := range places {
			row = m.tail.rowOf(row, b, int(p))
			each(m.tail.ids[first+int(p)], row)
		}
	})
	if m.main == nil || err != nil {
		return err
	}
	return m.main.each(ctx, in, m.dead, func(from []uint32) {
		for _, i := range from {
			row = m.main.row(row, int(i))
			each(m.main.id(int(i)), row)
		}
	})
}

// Plain calls each with the plain dimensions of each photo, in no particular order. It reads no
// vectors of the file. each must neither keep nor change the numbers.
func (x *Index) Plain(ctx context.Context, each func(id photo.ID, plain []float32)) error {
	m := x.now()
	defer m.main.release()
	err := m.tail.places(ctx, nil, func(first int, b *block, places []uint32) {
		for _, p := range places {
			each(m.tail.ids[first+int(p)], m.tail.extraOf(b, int(p)))
		}
	})
	if m.main == nil || err != nil {
		return err
	}
	plain := make([]float32, x.plain)
	for i := range m.main.space.n {
		id := m.main.id(i)
		if m.dead.Has(id) {
			continue
		}
		for j := range plain {
			plain[j] = m.main.extra(i, j)
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
