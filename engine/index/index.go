// Package index finds the vectors nearest to a query.
//
// An index is a cache of the catalog: it is filled from there when the program
// starts, learns what was committed afterwards, and may be thrown away at any
// time. Every index passes the contract suite in package indextest.
package index

import "recollect/engine/photo"

// Match is one answer: a photo and the cosine similarity of its vector and the query.
type Match struct {
	ID    photo.ID
	Score float32
}

// Index answers nearest-neighbour queries. Its methods may be called from any
// goroutine; a query sees the index as it was at one moment.
type Index interface {
	// Add makes id findable by v, replacing its former vector. It keeps a copy.
	// It panics when v's length is not the index's dimension.
	Add(id photo.ID, v photo.Vector)
	// Remove forgets id; an unknown id changes nothing.
	Remove(id photo.ID)
	// Nearest returns the k photos most similar to the unit vector q among those
	// that keep accepts (all when keep is nil), best first, equal ones by ID.
	// It returns fewer when there are fewer, and all when k is 0.
	Nearest(q photo.Vector, k int, keep func(photo.ID) bool) []Match
	// Len is the number of photos in the index.
	Len() int
}
