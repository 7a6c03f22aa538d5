package compact

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"recollect/engine/photo"
)

// mostGone is which share of a graph may go at once before a new one is made from nothing.
const mostGone = 0.5

// graft makes a graph of an older one: its nodes keep their links, those that are gone are bridged, and
// only new nodes are searched for and inserted.
type graft struct {
	b    *builder
	old  *frozen
	from []source // by node of b
	to   []uint32 // by node of old: the node of b, none if it is gone
}

// newGraft prepares b to take over the graph of the file before. It returns nil if there is none, or
// too little of it is left.
func newGraft(w *writer, b *builder) *graft {
	if w.main == nil || w.main.graph == nil {
		return nil
	}
	g := &graft{b: b, old: w.main.graph, from: w.from, to: make([]uint32, w.main.graph.n)}
	for i := range g.to {
		g.to[i] = none
	}
	kept := 0
	for i, s := range w.from {
		if s.node != none {
			g.to[s.node] = uint32(i)
			kept++
		}
	}
	if float64(len(g.to)-kept) > mostGone*float64(len(g.to)) {
		return nil
	}
	g.takeLevels()
	return g
}

// takeLevels gives the nodes that are left their levels, and makes the highest the entry.
func (g *graft) takeLevels() {
	entry := uint64(none)
	for i, s := range g.from {
		if s.node != none {
			g.b.setLevel(uint32(i), 0)
			entry = uint64(i)
		}
	}
	g.old.above(func(level int, node uint32) {
		to := g.to[node]
		if to == none {
			return
		}
		if entry>>32 < uint64(level) {
			entry = uint64(level)<<32 | uint64(to)
		}
		if level > int(g.b.levels[to]) {
			g.b.setLevel(to, level)
		}
	})
	g.b.entry.Store(entry)
}

// setLevel makes level the highest one of node i, which has no links yet.
func (b *builder) setLevel(i uint32, level int) {
	b.levels[i], b.upper[i] = uint8(level), nil
	if level > 0 {
		b.upper[i] = make([]uint32, level*links)
		for j := range b.upper[i] {
			b.upper[i][j] = none
		}
	}
}

// above calls with with the nodes of each level, from the top down to the one above the lowest.
func (f *frozen) above(with func(level int, node uint32)) {
	for r := f.upper; len(r) > 0; r = r[recordBytes:] {
		level, node := binary.LittleEndian.Uint32(r), binary.LittleEndian.Uint32(r[4:])
		if level <= maxLevel && node < uint32(f.n) {
			with(int(level), node)
		}
	}
}

// grow takes the links over, and inserts the nodes that are new and those that nothing leads to any more. row
// returns the vector of a node.
func (g *graft) grow(ctx context.Context, row func(to photo.Vector, i int) photo.Vector) error {
	err := g.b.each(ctx, g.b.n, func(w *walker, i int) {
		if g.from[i].node == none {
			return
		}
		for level := range int(g.b.levels[i]) + 1 {
			g.take(w, uint32(i), level)
		}
	})
	if err != nil {
		return err
	}
	nodes := g.missing()
	err = g.b.each(ctx, len(nodes), func(w *walker, i int) {
		w.row = row(w.row, int(nodes[i]))
		g.b.insert(w, nodes[i])
	})
	return errors.Join(err, g.b.finish(ctx))
}

// each calls with for each number below n, with all processors.
func (b *builder) each(ctx context.Context, n int, with func(w *walker, i int)) error {
	const some = 64
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			w := b.walker()
			defer b.walkers.Put(w)
			for {
				from := int(next.Add(some)) - some
				if from >= n || ctx.Err() != nil {
					return ctx.Err()
				}
				for i := from; i < min(from+some, n); i++ {
					with(w, i)
					runtime.Gosched() // a search goes first
				}
			}
		})
	}
	return g.Wait()
}

// take takes the links of node i on a level over.
func (g *graft) take(w *walker, i uint32, level int) {
	w.ids = g.old.linksOf(w.ids[:0], g.from[i].node, level)
	w.near, w.fresh = w.near[:0], w.fresh[:0]
	for _, n := range w.ids {
		if to := g.to[n]; to != none {
			w.near = append(w.near, to)
		} else {
			w.fresh = append(w.fresh, n)
		}
	}
	if len(w.fresh) > 0 {
		g.bridge(w, i, level)
	}
	g.b.set(i, level, w.near)
}

// bridge adds to the links of a node, in w.near, as many as it has lost to its neighbours in w.fresh, which are
// gone: of those that lay behind them, first such as no other link leads close to, then the closest. (Singh et
// al., "FreshDiskANN: A Fast and Accurate Graph-Based ANN Index for Streaming Similarity Search", 2021, section
// 5.3, choose all links anew. In ten rounds that lost two points for sentences, where this lost none.)
func (g *graft) bridge(w *walker, i uint32, level int) {
	b, kept := g.b, len(w.near)
	had := kept + len(w.fresh)
	g.behind(w, i, level)
	b.q.SetQuery(w.other, b.code(i))
	w.other.Dots(w.room(len(w.near)-kept), b.codes, w.near[kept:])
	w.again = w.again[:0]
	for j, n := range w.near[kept:] {
		w.again, _ = insert(w.again, effort, candidate{Score: w.scores[j], Node: n})
	}
	w.near = w.near[:kept]
	spare := w.chosen[:0]
	for _, c := range w.again {
		if len(w.near) == had {
			break
		}
		if len(w.near) > 0 && b.q.Closest(b.code(c.ID()), b.codes, w.near) > c.Score {
			spare = append(spare, c.ID())
		} else {
			w.near = append(w.near, c.ID())
		}
	}
	w.near = append(w.near, spare[:min(len(spare), had-len(w.near))]...)
	w.chosen = spare
}

// behind appends to w.near the nodes that those in w.fresh, which are gone, lead to.
func (g *graft) behind(w *walker, i uint32, level int) {
	w.next()
	w.seen[i] = w.epoch
	for _, n := range w.near {
		w.seen[n] = w.epoch
	}
	for at := 0; at < len(w.fresh) && len(w.near) < mostBridged; at++ {
		w.ids = g.old.linksOf(w.ids[:0], w.fresh[at], level)
		for _, n := range w.ids {
			if to := g.to[n]; to == none {
				if len(w.fresh) < most(level) && !slices.Contains(w.fresh, n) {
					w.fresh = append(w.fresh, n)
				}
			} else if w.seen[to] != w.epoch {
				w.seen[to] = w.epoch
				w.near = append(w.near, to)
			}
		}
	}
}

// mostBridged is how many candidates are looked at for the links of one node.
const mostBridged = 512

// missing is the nodes that are new, and those that no link leads to.
func (g *graft) missing() []uint32 {
	reached := make([]bool, g.b.n)
	var ids, missing []uint32
	for i := range g.b.n {
		ids = g.b.locked(ids[:0], uint32(i), 0)
		for _, n := range ids {
			reached[n] = true
		}
	}
	for i, s := range g.from {
		if s.node == none || !reached[i] {
			missing = append(missing, uint32(i))
		}
	}
	return missing
}
