package search

import (
	"testing"

	"recollect/engine/index/indextest"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// BenchmarkSearch is what a query costs at 100,000 photos without the encoder.
func BenchmarkSearch(b *testing.B) {
	x := NewCorpus(512)
	vs := indextest.Vectors(1000, 512, 1)
	for i := range 100_000 {
		x.Add(photo.ID(i+1), vs[i%len(vs)], traitsOf(i))
	}
	s := &Searcher{Corpus: x, Calibration: relevance.Default()}
	toward, away := Part{Picture: vs[0]}, Part{Picture: vs[1], Weight: -1}
	only := new(photo.Set)
	for i := range 100 {
		only.Add(photo.ID(997*i + 1))
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
