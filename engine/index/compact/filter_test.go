package compact

import (
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/photo"
)

// A walk with a filter meets the best of what passes, wherever that lies, or says that it does not.
func TestSift(t *testing.T) {
	const n, dim, ef, queries = 6000, 64, 64, 30
	vs := clustered(n+3*queries, dim)
	f := newFlow(dim, vs[3*queries:], n)
	defer func() { f.Close() }()
	f.save(t, filepath.Join(t.TempDir(), "index"))
	for _, share := range []int{2, 5, 10} {
		for where, by := range map[string]float32{"some": 0, "near": 1, "far": -1} {
			done, found := 0, 0
			for i, q := range vs[:queries] {
				beside := slices.Clone(q) // what passes does not end where q's neighbours do
				for j, x := range vs[queries+i] {
					beside[j] = by*(beside[j]+x) + (1-by*by)*vs[2*queries+i][j]
				}
				hits, ok := sifted(f, q, f.along(beside, n/share), ef)
				if ok {
					done++
					found += hits
				}
			}
			t.Logf("1 of %d, %s: %d walks end, which find %d of %d", share, where, done, found, 10*done)
			if where != "far" && done < queries*8/10 || found < done*9 {
				t.Errorf("1 of %d, %s: %d walks end, which find %d of %d", share, where, done, found, 10*done)
			}
		}
	}
}

// along is the n photos that lie farthest in a direction.
func (f *flow) along(v photo.Vector, n int) *photo.Set {
	best := newTop(n)
	for id, w := range f.vs {
		best.add(scored{photo.Dot(v, w), uint32(id)})
	}
	in := photo.NewSet()
	for _, b := range best.list() {
		in.Add(photo.ID(b.place))
	}
	return in
}

// sifted is how many of the 10 nearest of in a walk finds, and whether it says that it does.
func sifted(f *flow, q photo.Vector, in *photo.Set, ef int) (hits int, ok bool) {
	w := f.main.walker(q)
	defer f.main.walkers.Put(w)
	passes := func(node uint32) bool { return in.Has(f.main.id(int(node))) }
	found, ok := w.sift(ef, f.main.expected(ef, in.Len()), passes)
	best := newTop(10)
	for id := range in.All() {
		best.add(scored{photo.Dot(f.vs[id], q), uint32(id)})
	}
	for _, b := range best.list() {
		if slices.ContainsFunc(found, func(c candidate) bool { return f.main.id(int(c.ID())) == photo.ID(b.place) }) {
			hits++
		}
	}
	return hits, ok
}
