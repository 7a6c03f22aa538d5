// Package search turns a query into ranked photos: it embeds the parts of the
// query, combines them into one vector, and asks the index for its neighbours.
//
// Reading picture files and telling what a photo's ID stands for are left to
// the engine.
package search

import (
	"context"
	"math"
	"strings"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// ErrEmpty means that a query names nothing to look for.
var ErrEmpty error = &photo.Fault{
	Text: "the query is empty",
	What: "There is nothing to search for.",
	Next: "Type some words, or give a picture.",
}

// Encoder embeds sentences.
type Encoder interface {
	// Text returns a unit vector.
	Text(ctx context.Context, sentence string) (photo.Vector, error)
}

// Searcher answers queries. Its fields are set once; its methods may be called
// from any goroutine.
type Searcher struct {
	Encoder Encoder
	Index   index.Index
}

// Query is a photo.Query whose pictures have been embedded.
type Query struct {
	Text   string
	Not    []string
	Images []photo.Vector
	Omit   map[photo.ID]bool // photos that are not an answer
	Limit  int               // the most matches wanted; 0 means all
}

// Search returns the best matches, best first. It returns ErrEmpty for a query
// with neither text nor pictures, ctx's error, or the encoder's.
func (s *Searcher) Search(ctx context.Context, q Query) ([]index.Match, error) {
	p := parts{images: q.Images}
	if text := strings.TrimSpace(q.Text); text != "" {
		v, err := s.Encoder.Text(ctx, text)
		if err != nil {
			return nil, err
		}
		p.text = v
	}
	if p.text == nil && len(p.images) == 0 {
		return nil, ErrEmpty
	}
	for _, not := range q.Not {
		if not = strings.TrimSpace(not); not == "" {
			continue
		}
		v, err := s.Encoder.Text(ctx, not)
		if err != nil {
			return nil, err
		}
		p.not = append(p.not, v)
	}
	var keep func(photo.ID) bool
	if len(q.Omit) > 0 {
		keep = func(id photo.ID) bool { return !q.Omit[id] }
	}
	return s.Index.Nearest(p.vector(), q.Limit, keep), nil
}

// Weights of the parts of a query against a picture's weight of 1.
const (
	// textWeight brings a sentence to a picture's scale. Cosines between a
	// sentence and photos spread less than those between two photos: standard
	// deviations of 0.079 and 0.151 over the sample photos (TestSpreadOfScores).
	textWeight = 1.9
	// notWeight takes half of what a sentence would add: a whole one makes the
	// query mean the opposite of the minus part rather than "the rest, without".
	notWeight = 0.5
)

// parts are the embeddings that make up a query.
type parts struct {
	text   photo.Vector // nil when there is none
	images []photo.Vector
	not    []photo.Vector
}

// vector is the unit vector in the direction of
//
//	textWeight*text + mean(images) - textWeight*notWeight*sum(not).
//
// A query of one part is that part's vector, so that its scores are plain
// cosine similarities.
func (p parts) vector() photo.Vector {
	var q photo.Vector
	add := func(v photo.Vector, weight float64) {
		if q == nil {
			q = make(photo.Vector, len(v))
		}
		for i, x := range v {
			q[i] += float32(weight) * x
		}
	}
	if p.text != nil {
		add(p.text, textWeight)
	}
	for _, v := range p.images {
		add(v, 1/float64(len(p.images)))
	}
	for _, v := range p.not {
		add(v, -textWeight*notWeight)
	}
	return normalised(q)
}

func normalised(v photo.Vector) photo.Vector {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 { // opposite parts that cancel out: every photo scores 0
		return v
	}
	scale := 1 / math.Sqrt(sum)
	for i := range v {
		v[i] = float32(float64(v[i]) * scale)
	}
	return v
}
