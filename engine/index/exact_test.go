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

func BenchmarkExactNearest(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("%dx512", n), func(b *testing.B) {
			x := index.NewExact(512)
			vs := indextest.Vectors(1000, 512, 1)
			for i := range n {
				x.Add(photo.ID(i+1), vs[i%len(vs)])
			}
			q := indextest.Vectors(1, 512, 2)[0]
			for b.Loop() {
				x.Nearest(q, 50, nil)
			}
		})
	}
}
