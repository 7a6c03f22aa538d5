// Package index finds the vectors nearest to a query.
//
// An index is a cache of the catalog: it is filled from there when the program
// starts, learns what was committed afterwards, and may be thrown away at any
// time. Every index passes the contract suite in package indextest.
package index

import (
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// Match is one answer: a photo and its score.
type Match struct {
	ID    photo.ID
	Score float32
}

// Query says what to look for: the score of a photo is the dot product of its vector
// and Vector, less HubWeight times the Hub of its traits (the mean of all, where it has
// none yet). With a unit vector and no weight that is the cosine similarity.
type Query struct {
	Vector    photo.Vector
	HubWeight float32
}

// Set is the photos that may be an answer. The zero Set is all of them.
type Set struct {
	// Only, unless nil, lists them, each once; IDs that the index does not know are
	// no answer. Only these are looked at.
	Only []photo.ID
	// Omit are photos that are not an answer, whatever Only says.
	Omit map[photo.ID]bool
}

// Index answers nearest-neighbour queries. Its methods may be called from any
// goroutine; a query sees the index as it was at one moment. A vector that has
// not the index's dimension makes them panic.
type Index interface {
	// Add makes id findable by v, replacing what was known of it. It keeps a copy.
	// t may be zero; see Describe.
	Add(id photo.ID, v photo.Vector, t relevance.Traits)
	// Describe gives a photo its traits; an unknown id changes nothing.
	Describe(id photo.ID, t relevance.Traits)
	// Remove forgets id; an unknown id changes nothing.
	Remove(id photo.ID)
	// Nearest returns the k photos of the set with the best scores, best first, equal
	// ones by ID. It returns fewer when there are fewer, and all when k is 0.
	Nearest(q Query, k int, among Set) []Match
	// Scores returns the score of each photo; 0 for an unknown id.
	Scores(q Query, ids []photo.ID) []float32
	// Sample returns up to n vectors from all over the index, the same while it does
	// not change.
	Sample(n int) []photo.Vector
	// Traits is the mean of the traits that are known; zero when none are.
	Traits() relevance.Traits
	// Len is the number of photos in the index.
	Len() int
}
