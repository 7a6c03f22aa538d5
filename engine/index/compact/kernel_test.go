package compact

import (
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// A walk by a kernel is the walk of Go, bit for bit, through a graph that is made and one in a file.
func TestWalkOfKernel(t *testing.T) {
	const n, dim, plain = 3000, 70, 2
	x := New(dim+plain, plain)
	defer x.Close()
	vs := clustered(n, dim)
	for i, v := range vs {
		x.Add(photo.ID(i), append(slices.Clone(v), float32(i%7), float32(i%3)))
	}
	if err := x.Save(t.Context(), filepath.Join(t.TempDir(), "index"), Meta{}, true); err != nil {
		t.Fatal(err)
	}
	s := x.main.segment
	made := newBuilder(s.space)
	if err := made.add(t.Context(), func(_ photo.Vector, i int) photo.Vector { return vs[i] }); err != nil {
		t.Fatal(err)
	}
	lowest := &codes.Links{N: n, Most: room, Counts: made.counts, Rows: made.lowest}
	other := func(i uint32, j int) float32 { return s.extra(int(i), j) }
	for name, w := range map[string]*walker{
		"file": newWalker(s.graph, s.graph.lowest(s.part[sectionPlain]), &s.space, other),
		"made": newWalker(made, lowest, &s.space, nil),
	} {
		t.Run(name, func(t *testing.T) {
			for _, ef := range []int{1, 10, 200} {
				for i := range 20 {
					query := append(slices.Clone(vs[i*100]), 0.01, -0.02)
					numbers := query[dim:]
					if w.extra == nil {
						numbers = nil
					}
					w.begin(s.q.Query(query[:dim]), numbers, uint32(i))
					w.next()
					w.beam = slices.Grow(w.beam, ef)
					beam := append(make([]codes.Found, 0, ef+1), w.beam...)
					got, ok := w.query.Walk(w.links, s.space.codes, numbers, w.seen, w.epoch, beam, ef)
					if !ok {
						t.Skip("this computer has no kernel")
					}
					w.next()
					w.step(0, ef)
					if !slices.Equal(got, w.beam) {
						t.Fatalf("ef %d: a kernel found %v, Go %v", ef, got, w.beam)
					}
				}
			}
		})
	}
}
