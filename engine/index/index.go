// Package index finds the vectors that are nearest to a vector.
//
// An index has vectors of one length and does not know where they come from: it is a cache of data
// that the caller stores elsewhere, and may be dropped and filled again at any time. Every index
// passes the contract suite in package indextest.
package index

import (
	"context"

	"recollect/engine/photo"
)

// Match is one answer: a photo and its score.
type Match struct {
	ID    photo.ID
	Score float32
}

// Index answers nearest-neighbour queries. Its methods may be called from any goroutine; a query
// sees the index as it was at one moment. A vector that has not the index's dimension makes them
// panic. Queries return ctx's error when it ends before they do, and no others.
type Index interface {
	// Add records the vector v of a photo, replacing an earlier one. It copies v.
	Add(id photo.ID, v photo.Vector)
	// Remove forgets id; an unknown id changes nothing.
	Remove(id photo.ID)
	// Nearest returns the k photos of in whose vectors have the largest dot products with v, the
	// largest first, equal ones by ID. With unit vectors that is the cosine similarity. It returns
	// fewer if there are fewer, and none if k is below 1. A nil in means every photo; IDs that the
	// index does not know are ignored.
	Nearest(ctx context.Context, v photo.Vector, k int, in *photo.Set) ([]Match, error)
	// Scan calls each with the vector of each photo of in, in no particular order. A nil in means
	// every photo; IDs that the index does not know are ignored. each must neither keep nor change
	// the vector, nor call the index.
	Scan(ctx context.Context, in *photo.Set, each func(photo.ID, photo.Vector)) error
	// Len is the number of photos in the index.
	Len() int
}
