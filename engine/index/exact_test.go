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
func filled(n int) (*index.Exact, photo.Vector) {
	x := index.NewExact(512)
	vs := indextest.Vectors(1000, 512, 1)
	for i := range n {
		x.Add(photo.ID(i+1), vs[i%len(vs)])
	}
	return x, indextest.Vectors(1, 512, 2)[0]
}

func BenchmarkExactNearest(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		for _, k := range []int{50, 2000} {
			b.Run(fmt.Sprintf("%dx512/k=%d", n, k), func(b *testing.B) {
				x, q := filled(n)
				for b.Loop() {
					nearest(b, x, q, k, nil)
				}
			})
		}
	}
}

// BenchmarkExactFiltered looks among some of 100,000 photos.
func BenchmarkExactFiltered(b *testing.B) {
	x, q := filled(100_000)
	for _, n := range []int{100, 10_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := new(photo.Set)
			for i := range n {
				in.Add(photo.ID(i*(100_000/n) + 1))
			}
			for b.Loop() {
				nearest(b, x, q, 50, in)
			}
		})
	}
}

func nearest(b *testing.B, x index.Index, q photo.Vector, k int, in *photo.Set) {
	b.Helper()
	if _, err := x.Nearest(b.Context(), q, k, in); err != nil {
		b.Fatal(err)
	}
}
