package compact

import (
	"context"
	"slices"
	"sync/atomic"

	"recollect/engine/index"
	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

const (
	// blockRows is how many photos share one piece of memory.
	blockRows = 256
	// exactTail is how many photos are compared with their vectors, and not with their codes first: 100 ns
	// each, against 15.
	exactTail = 4096
)

// tail is the photos that the file lacks, in memory. Their vectors are as the file would have them, so that
// equal vectors have equal scores wherever they are.
//
// A row is written once. A photo that goes leaves a place that is dead, so that whoever took a view reads on
// while others add and remove.
type tail struct {
	view
	at     map[photo.ID]int // the place of each photo that is alive
	live   []int            // by block: how many are alive
	viewed atomic.Bool      // somebody has dead and blocks, so that they are replaced and not changed
	row    photo.Vector
}

// view is a tail as it was at one moment.
type view struct {
	dim, plain int
	q          *codes.Quantizer
	ids        []photo.ID // by place
	blocks     []*block   // of places; nil: none of them is alive
	dead       *photo.Set // places
	n          int        // how many are alive
}

// block is blockRows photos as a file has them.
type block struct {
	rows, codes []byte
	extra       []float32
}

func newTail(dim, plain int) *tail {
	return &tail{
		view: view{dim: dim, plain: plain, q: codes.New(dim - plain), dead: photo.NewSet()},
		at:   map[photo.ID]int{},
	}
}

// look returns what t is now. Several may call it at a time, if nobody changes t.
func (t *tail) look() view {
	t.viewed.Store(true)
	return t.view
}

func (t *tail) add(id photo.ID, v photo.Vector) {
	t.remove(id)
	b, i := t.next(id)
	embedding, size := v[:t.dim-t.plain], t.rowBytes()
	codes.AppendRow(b.rows[:i*size], embedding)
	t.row = codes.Row(t.row[:0], b.rows[i*size:][:size])
	t.q.Encode(b.codes[i*t.q.Bytes():][:t.q.Bytes()], t.row)
	copy(b.extra[i*t.plain:], v[t.dim-t.plain:])
}

// next gives id a place, in a block.
func (t *tail) next(id photo.ID) (*block, int) {
	place := len(t.ids)
	if place%blockRows == 0 {
		t.live = append(t.live, 0)
		t.blocks = append(t.blocks, &block{
			rows: make([]byte, blockRows*t.rowBytes()), codes: make([]byte, blockRows*t.q.Bytes()),
			extra: make([]float32, blockRows*t.plain),
		})
	}
	t.ids = append(t.ids, id)
	t.at[id] = place
	t.live[place/blockRows]++
	t.n++
	return t.blocks[place/blockRows], place % blockRows
}

func (t *tail) remove(id photo.ID) {
	if place, ok := t.at[id]; ok {
		delete(t.at, id)
		t.drop(place)
		t.thin(place / blockRows)
	}
}

func (t *tail) drop(place int) {
	t.own()
	t.dead.Add(photo.ID(place))
	t.live[place/blockRows]--
	t.n--
}

// own makes what views have that which nobody changes.
func (t *tail) own() {
	if t.viewed.Swap(false) {
		t.dead, t.blocks = t.dead.Clone(), slices.Clone(t.blocks)
	}
}

// thin gives up a block of which little is left. That moves to the end.
func (t *tail) thin(b int) {
	if b == len(t.blocks)-1 || t.live[b] > blockRows/8 {
		return
	}
	t.own()
	for place := b * blockRows; t.live[b] > 0; place++ {
		if !t.dead.Has(photo.ID(place)) {
			t.copy(&t.view, place)
			t.drop(place)
		}
	}
	t.blocks[b] = nil
}

// copy adds the photo at a place of a view. t must not have it.
func (t *tail) copy(from *view, place int) {
	b, i := t.next(from.ids[place])
	old, j := from.blocks[place/blockRows], place%blockRows
	copyRow(b.rows, i, old.rows, j, t.rowBytes())
	copyRow(b.codes, i, old.codes, j, t.q.Bytes())
	copyRow(b.extra, i, old.extra, j, t.plain)
}

// copyRow copies row j of from to row i of to, rows of size elements.
func copyRow[E any](to []E, i int, from []E, j, size int) { copy(to[i*size:][:size], from[j*size:]) }

func (v *view) rowBytes() int { return codes.RowBytes(v.dim - v.plain) }

// places calls with with the places, within their block, of the photos of in that are alive. The slice is
// used again.
func (v *view) places(ctx context.Context, in *photo.Set, with func(first int, b *block, places []uint32)) error {
	places := make([]uint32, 0, blockRows)
	for i, b := range v.blocks {
		first := i * blockRows
		if b == nil {
			continue
		}
		places = places[:0]
		for j, id := range v.ids[first:min(first+blockRows, len(v.ids))] {
			if in.Has(id) && !v.dead.Has(photo.ID(first+j)) {
				places = append(places, uint32(j))
			}
		}
		if len(places) > 0 {
			with(first, b, places)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// rowOf writes the vector of photo i of a block to to and returns it.
func (v *view) rowOf(to photo.Vector, b *block, i int) photo.Vector {
	to = codes.Row(to[:0], b.rows[i*v.rowBytes():][:v.rowBytes()])
	return append(to, v.extraOf(b, i)...)
}

func (v *view) blockOf(place uint32) *block { return v.blocks[place/blockRows] }

// rowBytesOf is the vector at a place in half precision.
func (v *view) rowBytesOf(place uint32) []byte {
	return v.blockOf(place).rows[int(place%blockRows)*v.rowBytes():][:v.rowBytes()]
}

func (v *view) extraOf(b *block, i int) []float32 { return b.extra[i*v.plain:][:v.plain] }

// nearest returns photos of in with their scores: all of few, the n best of many.
func (v *view) nearest(ctx context.Context, q photo.Vector, n int, in *photo.Set) ([]index.Match, error) {
	var found []index.Match
	compare := func(first int, b *block, places []uint32) { found = v.compare(found, q, first, b, places) }
	if v.n <= max(exactTail, n) {
		return found, v.places(ctx, in, compare)
	}
	all, err := v.estimate(ctx, q, n, in)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b scored) int { return int(a.place) - int(b.place) })
	one := make([]uint32, 1)
	for _, c := range all {
		one[0] = c.place % blockRows
		compare(int(c.place-one[0]), v.blockOf(c.place), one)
	}
	return found, ctx.Err()
}

// compare appends photos of a block with their scores to found.
func (v *view) compare(found []index.Match, q photo.Vector, first int, b *block, places []uint32) []index.Match {
	scores := make([]float32, len(places))
	codes.RowDots(scores, q[:v.dim-v.plain], b.rows, places)
	for i, p := range places {
		found = append(found, index.Match{ID: v.ids[first+int(p)], Score: v.whole(scores[i], q, b, int(p))})
	}
	return found
}

// whole is a score with what the plain dimensions add to it.
func (v *view) whole(score float32, q photo.Vector, b *block, i int) float32 {
	extra := v.extraOf(b, i)
	for j, x := range q[v.dim-v.plain:] {
		score += float32(x * extra[j]) // not fused, as in the file
	}
	return score
}

// estimate returns the n best by their codes.
func (v *view) estimate(ctx context.Context, q photo.Vector, n int, in *photo.Set) ([]scored, error) {
	query := v.q.Query(q[:v.dim-v.plain])
	best, scores := newTop(n), make([]float32, blockRows)
	err := v.places(ctx, in, func(first int, b *block, places []uint32) {
		query.Dots(scores[:len(places)], b.codes, places)
		for i, p := range places {
			best.add(scored{v.whole(scores[i], q, b, int(p)), uint32(first) + p})
		}
	})
	return best.list(), err
}
