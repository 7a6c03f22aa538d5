package search

import (
	"testing"

	"recollect/engine/index"
	"recollect/engine/relevance"
	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

// BenchmarkSearch is what a query costs at 100,000 photos without the encoder.
func BenchmarkSearch(b *testing.B) {
	x := index.NewExact(512)
	vs := indextest.Vectors(1000, 512, 1)
	for i := range 100_000 {
		x.Add(photo.ID(i+1), vs[i%len(vs)], indextest.Traits(i))
	}
	s := &Searcher{Index: x, Calibration: relevance.Mini()}
	toward, away := Part{Picture: vs[0]}, Part{Picture: vs[1], Weight: -1}
	only := make([]photo.ID, 100)
	for i := range only {
		only[i] = photo.ID(997*i + 1)
	}
	for name, q := range map[string]Query{
		"one part":     {Parts: []Part{toward}, Limit: 500},
		"with a minus": {Parts: []Part{toward, away}, Limit: 500},
		"minus alone":  {Parts: []Part{away}, Limit: 500},
		"all":          {Parts: []Part{toward}, All: true},
		"100 of them":  {Parts: []Part{toward}, Only: only},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Search(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
