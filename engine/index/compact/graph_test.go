package compact

import (
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/index/codes"
	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

// graphOf is a graph of clustered vectors.
func graphOf(t *testing.T, n, dim int) *builder {
	t.Helper()
	vs := clustered(n, dim)
	q := codes.New(dim)
	all := make([]byte, n*q.Bytes())
	for i, v := range vs {
		q.Encode(all[i*q.Bytes():][:q.Bytes()], v)
	}
	b := newBuilder(space{q: q, codes: all, n: n})
	if err := b.add(t.Context(), func(_ photo.Vector, i int) photo.Vector { return vs[i] }); err != nil {
		t.Fatal(err)
	}
	return b
}

// A node that lost all links to it gets one again, also where its neighbours have no room for more.
func TestLead(t *testing.T) {
	const n = 2000
	b := graphOf(t, n, 32)
	lost := []uint32{7, 500, 1999}
	full := b.locked(nil, lost[0], 0)
	for i := range uint32(n) {
		links := slices.DeleteFunc(b.locked(nil, i, 0), func(l uint32) bool { return slices.Contains(lost, l) })
		for other := uint32(1000); slices.Contains(full, i) && len(links) < most(0); other++ {
			links = append(links, other)
		}
		b.setLocked(i, 0, links)
	}
	b.lead()
	in := make([]int, n)
	for i := range uint32(n) {
		links := b.locked(nil, i, 0)
		if len(links) > most(0) {
			t.Errorf("node %d has %d links", i, len(links))
		}
		for _, l := range links {
			in[l]++
		}
	}
	for i, leads := range in {
		if leads == 0 {
			t.Errorf("nothing leads to node %d", i)
		}
	}
}

// No node of a graph has a link to itself, or two to the same node.
func TestLinksAreDistinct(t *testing.T) {
	const n = 3000
	b := graphOf(t, n, 64)
	self, twice, back, of := 0, 0, 0, 0
	for i := range uint32(n) {
		links := b.linksOf(nil, i, 0)
		for _, l := range links {
			of++
			if slices.Contains(b.linksOf(nil, l, 0), i) {
				back++
			}
		}
		if slices.Contains(links, i) {
			self++
		}
		slices.Sort(links)
		if len(slices.Compact(links)) < len(links) {
			twice++
		}
	}
	t.Logf("%d links, %d of them both ways", of, back)
	if self+twice > 0 {
		t.Errorf("%d nodes have a link to themselves, %d two links to one node", self, twice)
	}
}

// A filter that leaves out what is nearest leaves no photo out that it lets pass.
func TestGraphFindsWhatIsFar(t *testing.T) {
	const n, dim = 8000, 16
	vs := indextest.Vectors(n, dim, 1)
	far := photo.NewSet()
	x := New(dim, 0)
	defer x.Close()
	for i, v := range vs {
		if v[0] < 0.05 {
			far.Add(photo.ID(i + 1))
		}
		x.Add(photo.ID(i+1), v)
	}
	if err := x.Save(t.Context(), filepath.Join(t.TempDir(), "index"), Meta{}, true); err != nil {
		t.Fatal(err)
	}
	query := make(photo.Vector, dim)
	query[0] = 1
	got, err := x.Nearest(t.Context(), query, 30, far)
	if err != nil || len(got) != 30 {
		t.Errorf("%d photos of %d, %v", len(got), far.Len(), err)
	}
}
