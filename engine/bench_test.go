package engine

import (
	"testing"

	"recollect/engine/query"
)

// BenchmarkSearch is a sentence's way to hits in an open library of the 100 sample photos.
func BenchmarkSearch(b *testing.B) {
	e := open(b, options(b, b.TempDir()))
	if err := e.Folders.Add(b.Context(), samples); err != nil {
		b.Fatal(err)
	}
	if _, err := e.Sync(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := e.Queries.Search(b.Context(),
			asked("a red flower on a green background", query.Query{Limit: 500})); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSync is the whole way of the 100 sample photos into a new library.
func BenchmarkSync(b *testing.B) {
	for b.Loop() {
		e := open(b, options(b, b.TempDir()))
		if err := e.Folders.Add(b.Context(), samples); err != nil {
			b.Fatal(err)
		}
		if _, err := e.Sync(b.Context()); err != nil {
			b.Fatal(err)
		}
		e.Close()
	}
}
