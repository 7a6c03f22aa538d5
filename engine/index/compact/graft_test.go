package compact

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/index"
	"recollect/engine/photo"
	"recollect/engine/unwatched"
)

// flow is photos that come and go.
type flow struct {
	*Index
	vs    map[photo.ID]photo.Vector
	ids   []photo.ID
	fresh []photo.Vector // that come next
	next  photo.ID
	r     *rand.Rand
}

func newFlow(dim int, vs []photo.Vector, first int) *flow {
	f := &flow{Index: New(dim, 0), vs: map[photo.ID]photo.Vector{}, fresh: vs, r: rand.New(rand.NewPCG(1, 1)), next: 1}
	f.come(first)
	return f
}

func (f *flow) come(n int) {
	for _, v := range f.fresh[:n] {
		f.Add(f.next, v)
		f.vs[f.next] = v
		f.ids = append(f.ids, f.next)
		f.next++
	}
	f.fresh = f.fresh[n:]
}

func (f *flow) goAway(n int) {
	for range n {
		i := f.r.IntN(len(f.ids))
		f.Remove(f.ids[i])
		delete(f.vs, f.ids[i])
		f.ids = slices.Delete(f.ids, i, i+1)
	}
}

func (f *flow) save(t *testing.T, path string) {
	t.Helper()
	if err := f.Save(t.Context(), path, Meta{}, true); err != nil {
		t.Fatal(err)
	}
}

// anew is an index of the same photos, made from nothing.
func (f *flow) anew(t *testing.T) *Index {
	t.Helper()
	x := New(f.dim, 0)
	for _, id := range f.ids {
		x.Add(id, f.vs[id])
	}
	if err := x.Save(t.Context(), filepath.Join(t.TempDir(), "anew"), Meta{}, true); err != nil {
		t.Fatal(err)
	}
	return x
}

// walks is the share of the 10 nearest of each of some vectors that are found with the graph.
func walks(t *testing.T, x *Index, known map[photo.ID]photo.Vector, queries []photo.Vector) float64 {
	t.Helper()
	hits := 0
	for _, q := range queries {
		want := newTop(10)
		for id, v := range known {
			want.add(scored{photo.Dot(q, v), uint32(id)})
		}
		got, err := x.main.refine(t.Context(), q, 10, x.main.walk(q, x.dead, 64))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want.list() {
			if slices.ContainsFunc(got[:10], func(m index.Match) bool { return m.ID == photo.ID(w.place) }) {
				hits++
			}
		}
	}
	return float64(hits) / float64(10*len(queries))
}

// A graph that was taken over ten times, each time without 30 % of its photos and with as many others, finds
// as much as one that is made from nothing.
func TestChurn(t *testing.T) {
	unwatched.Run(t) // TestGraftedLinks takes a graph over under the race detector
	n, dim, queries := 4000, 64, 300
	if os.Getenv("RECOLLECT_SOAK") != "" {
		n, dim = 100_000, 256
	}
	const rounds = 10
	share := n * 3 / 10
	vs := clustered(n+rounds*share+queries, dim)
	f := newFlow(dim, vs[queries:], n)
	defer func() { f.Close() }()
	path := filepath.Join(t.TempDir(), "index")
	f.save(t, path)
	for range rounds {
		f.goAway(share)
		f.come(share)
		f.save(t, path)
	}
	if err := f.Check(); err != nil || f.Len() != n || f.Pending() != 0 {
		t.Fatalf("%d photos, %d pending, %v", f.Len(), f.Pending(), err)
	}
	anew := f.anew(t)
	defer anew.Close()
	got, want := walks(t, f.Index, f.vs, vs[:queries]), walks(t, anew, f.vs, vs[:queries])
	t.Logf("recall@10 %.4f, made from nothing %.4f", got, want)
	if got < want-0.01 {
		t.Errorf("recall@10 %.4f, made from nothing %.4f", got, want)
	}
}

// Each photo of a graph that was taken over has a link that leads to it, and links to others that are there.
func TestGraftedLinks(t *testing.T) {
	const n, dim = 3000, 32
	f := newFlow(dim, clustered(n+100, dim), n)
	defer func() { f.Close() }()
	path := filepath.Join(t.TempDir(), "index")
	f.save(t, path)
	f.goAway(n / 3)
	f.come(100)
	f.Add(f.ids[0], f.vs[f.ids[0]]) // the same again
	f.save(t, path)
	g, reached := f.main.graph, make([]bool, f.Len())
	for i := range uint32(f.Len()) {
		links := g.linksOf(nil, i, 0)
		for _, l := range links {
			reached[l] = true
		}
		slices.Sort(links)
		if len(links) == 0 || slices.Contains(links, i) || len(slices.Compact(links)) < len(links) {
			t.Errorf("node %d has the links %v", i, links)
		}
	}
	_, entry := g.entry()
	reached[entry] = true
	if i := slices.Index(reached, false); i >= 0 {
		t.Errorf("nothing leads to node %d", i)
	}
}

// A graph of which too much is gone is made from nothing, also when all is gone.
func TestGraphOfWhatIsLeft(t *testing.T) {
	const n, dim = 4000, 32
	f := newFlow(dim, clustered(n, dim), n)
	defer func() { f.Close() }()
	path := filepath.Join(t.TempDir(), "index")
	f.save(t, path)
	for _, left := range []int{n / 10, 1, 0} {
		f.goAway(len(f.ids) - left)
		f.save(t, path)
		got, err := f.Nearest(t.Context(), make(photo.Vector, dim), n, nil)
		if err != nil || len(got) != left || f.Check() != nil {
			t.Errorf("%d photos, want %d; %v, %v", len(got), left, err, f.Check())
		}
	}
}
