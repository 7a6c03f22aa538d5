package compact

import (
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/index/codes"
	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

// No node of a graph has a link to itself, or two to the same node.
func TestLinksAreDistinct(t *testing.T) {
	const n, dim = 3000, 64
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
