package compact

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"

	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// The shape of a graph. On 30,000 vectors 24 links found two points more at the same efSearch for a third more
// links, and an effort of 200 half a point for half more time; a million were not compared yet.
const (
	// links is how many links a node gets when it is added, and may have on each level above the
	// lowest, where it may have twice as many (M in the paper).
	links = 16
	// effort is how many candidates these are chosen from (efConstruction in the paper).
	effort   = 128
	maxLevel = 15
	// room is how many links a node may have on the lowest level while the graph is made: they are chosen anew when
	// it is full, once for every room-2*links that are added.
	room = 48
)

// none ends a list of links.
const none = math.MaxUint32

// space is the codes that a graph connects.
type space struct {
	q     *codes.Quantizer
	codes []byte
	n     int
}

func (s *space) code(i uint32) []byte { return s.codes[int(i)*s.q.Bytes():][:s.q.Bytes()] }

// builder makes a graph of small worlds (HNSW: Malkov and Yashunin, "Efficient and robust approximate
// nearest neighbor search using Hierarchical Navigable Small World graphs", 2018). Nodes
// are the photos of a file, by their places. Several may be added at a time.
type builder struct {
	space
	counts []uint8
	lowest []uint32   // room a node, of which counts are in use
	levels []uint8    // by node
	upper  [][]uint32 // by node: links for each level above the lowest, none after the last
	locks  [1 << 12]sync.Mutex

	top   sync.Mutex    // held by a node that may become the entry
	entry atomic.Uint64 // level and node

	walkers sync.Pool
}

func newBuilder(s space) *builder {
	b := &builder{
		space: s, counts: make([]uint8, s.n), lowest: make([]uint32, s.n*room),
		levels: make([]uint8, s.n), upper: make([][]uint32, s.n),
	}
	b.entry.Store(none)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range b.levels {
		// Level l has 1/links of the nodes of level l-1.
		b.levels[i] = uint8(min(-math.Log(1-r.Float64())/math.Log(links), maxLevel))
		if b.levels[i] > 0 {
			b.upper[i] = make([]uint32, int(b.levels[i])*links)
			for j := range b.upper[i] {
				b.upper[i][j] = none
			}
		}
	}
	return b
}

// add adds all nodes, whose vectors row returns, with all processors.
func (b *builder) add(ctx context.Context, row func(to photo.Vector, i int) photo.Vector) error {
	err := b.each(ctx, b.n, func(w *walker, i int) {
		w.row = row(w.row, i)
		b.insert(w, uint32(i))
	})
	return errors.Join(err, b.finish(ctx))
}

// finish leaves each node as many links as it may have on the lowest level, and one that leads to it.
func (b *builder) finish(ctx context.Context) error {
	err := b.trim(ctx)
	b.lead()
	return err
}

// lead gives each node that no link of the lowest level leads to one from its neighbours: choose drops the last
// link to a node now and then. Nothing else may change the graph meanwhile.
func (b *builder) lead() {
	in := make([]uint32, b.n) // links that lead to a node
	var ids []uint32
	for i := range uint32(b.n) {
		ids = b.locked(ids[:0], i, 0)
		for _, n := range ids {
			in[n]++
		}
	}
	for i := range uint32(b.n) {
		if in[i] > 0 {
			continue
		}
		for _, n := range b.locked(nil, i, 0) {
			if b.lend(n, i, in) {
				break
			}
		}
	}
}

// lend adds a link from n to i. If n has as many as it may have, it replaces the last that is not the only one
// that leads to its node. It reports whether there was room, or such a link. in counts the links to each node.
func (b *builder) lend(n, i uint32, in []uint32) bool {
	ids := b.locked(nil, n, 0)
	if len(ids) < most(0) {
		ids = append(ids, i)
	} else {
		at := len(ids) - 1
		for ; at >= 0 && in[ids[at]] < 2; at-- {
		}
		if at < 0 {
			return false
		}
		in[ids[at]]--
		ids[at] = i
	}
	in[i]++
	b.setLocked(n, 0, ids)
	return true
}

// trim leaves each node as many links as it may have on the lowest level.
func (b *builder) trim(ctx context.Context) error {
	return b.each(ctx, b.n, func(w *walker, i int) {
		if w.ids = b.linksOf(w.ids[:0], uint32(i), 0); len(w.ids) > most(0) {
			b.again(w, uint32(i), 0)
		}
	})
}

// insert adds node i, whose vector is in w.
func (b *builder) insert(w *walker, i uint32) {
	level := int(b.levels[i])
	b.top.Lock()
	at := b.entry.Load()
	if at == none {
		b.entry.Store(uint64(level)<<32 | uint64(i))
		b.top.Unlock()
		return
	}
	top := int(at >> 32)
	if level > top {
		defer b.top.Unlock()
	} else {
		b.top.Unlock()
	}
	w.begin(b.q.Query(w.row), nil, uint32(at))
	for l := top; l > level; l-- {
		w.greedy(l)
	}
	for l := min(level, top); l >= 0; l-- {
		w.walk(l, effort)
		w.near = append(w.near[:0], b.choose(w, w.beam, links, i)...) // connect chooses, too
		b.set(i, l, w.near)
		for _, n := range w.near {
			b.connect(w, n, i, l)
		}
		w.restart()
	}
	if level > top {
		b.entry.Store(uint64(level)<<32 | uint64(i))
	}
}

func (b *builder) walker() *walker {
	if w, ok := b.walkers.Get().(*walker); ok {
		return w
	}
	lowest := &codes.Links{N: b.n, Most: room, Counts: b.counts, Rows: b.lowest}
	w := newWalker(b, lowest, &b.space, nil)
	w.other = b.q.Blank()
	return w
}

// most is how many links a node may have on a level.
func most(level int) int {
	if level == 0 {
		return 2 * links
	}
	return links
}

func (b *builder) lock(i uint32) *sync.Mutex { return &b.locks[i%uint32(len(b.locks))] }

// linksOf implements graph.
func (b *builder) linksOf(to []uint32, i uint32, level int) []uint32 {
	mu := b.lock(i)
	mu.Lock()
	defer mu.Unlock()
	return b.locked(to, i, level)
}

func (b *builder) locked(to []uint32, i uint32, level int) []uint32 {
	if level == 0 {
		at := int(i) * room
		return append(to, b.lowest[at:at+int(b.counts[i])]...)
	}
	for _, n := range b.upper[i][(level-1)*links : level*links] {
		if n == none {
			break
		}
		to = append(to, n)
	}
	return to
}

func (b *builder) set(i uint32, level int, to []uint32) {
	mu := b.lock(i)
	mu.Lock()
	defer mu.Unlock()
	b.setLocked(i, level, to)
}

func (b *builder) setLocked(i uint32, level int, to []uint32) {
	if level == 0 {
		b.counts[i] = uint8(copy(b.lowest[int(i)*room:][:room], to))
		return
	}
	row := b.upper[i][(level-1)*links : level*links]
	for j := copy(row, to); j < len(row); j++ {
		row[j] = none
	}
}

// connect adds a link from n to i. When n has as many as it may have, they are chosen anew.
func (b *builder) connect(w *walker, n, i uint32, level int) {
	mu := b.lock(n)
	mu.Lock()
	defer mu.Unlock()
	w.ids = b.locked(w.ids[:0], n, level)
	if slices.Contains(w.ids, i) { // both were added at the same time
		return
	}
	if w.ids = append(w.ids, i); len(w.ids) <= most(level) || level == 0 && len(w.ids) <= room {
		b.setLocked(n, level, w.ids)
		return
	}
	b.again(w, n, level)
}

// again chooses the links of n among those in w.ids. Nobody else may set them meanwhile.
func (b *builder) again(w *walker, n uint32, level int) {
	b.q.SetQuery(w.other, b.code(n))
	w.other.Dots(w.room(len(w.ids)), b.codes, w.ids)
	w.again = w.again[:0]
	for j, id := range w.ids {
		w.again, _ = insert(w.again, len(w.ids), candidate{Score: w.scores[j], Node: id})
	}
	b.setLocked(n, level, b.choose(w, w.again, most(level), n))
}

// choose returns the links of a node among candidates, the closest first: a candidate that is closer
// to one of the chosen than to the node is reached through that one (section 4 of the paper).
func (b *builder) choose(w *walker, from []candidate, most int, node uint32) []uint32 {
	near := w.chosen[:0]
	for _, c := range from {
		id := c.ID()
		if len(near) == most {
			break
		}
		if id == node || len(near) > 0 && b.q.Closest(b.code(id), b.codes, near) > c.Score {
			continue
		}
		near = append(near, id)
	}
	w.chosen = near
	return near
}
