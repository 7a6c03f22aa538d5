package index_test

import (
	"fmt"
	"testing"

	"recollect/engine/index"
	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

func TestExact(t *testing.T) {
	indextest.Run(t, func(dim int) index.Index { return index.NewExact(dim) }, 1)
}

// filled is an index of n photos, and a query.
func filled(n int) (*index.Exact, index.Query) {
	x := index.NewExact(512)
	vs := indextest.Vectors(1000, 512, 1)
	for i := range n {
		x.Add(photo.ID(i+1), vs[i%len(vs)], indextest.Traits(i))
	}
	return x, index.Query{Vector: indextest.Vectors(1, 512, 2)[0], HubWeight: 0.5}
}

func BenchmarkExactNearest(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		for _, k := range []int{50, 2000} {
			b.Run(fmt.Sprintf("%dx512/k=%d", n, k), func(b *testing.B) {
				x, q := filled(n)
				for b.Loop() {
					x.Nearest(q, k, index.Set{})
				}
			})
		}
	}
}

// BenchmarkExactFiltered looks among 100 of 100,000 photos.
func BenchmarkExactFiltered(b *testing.B) {
	x, q := filled(100_000)
	var only []photo.ID
	for i := range 100 {
		only = append(only, photo.ID(i*997+1))
	}
	for b.Loop() {
		x.Nearest(q, 50, index.Set{Only: only})
	}
}
