// Package dots computes the dot products of one vector with many that stay the same: a bank of prompts, a
// vocabulary. On processors with AVX2 a kernel in C does it, else Go does; both give the bits of photo.Dot.
package dots

import (
	"recollect/engine/photo"
)

// Rows are vectors of one length. Their methods may be called from any goroutine.
type Rows struct {
	vectors []photo.Vector
	all     []float32 // of vectors, one after the other
}

// New returns a copy of vectors, which all have one length.
func New(vectors []photo.Vector) Rows {
	if len(vectors) == 0 {
		return Rows{}
	}
	dim := len(vectors[0])
	r := Rows{make([]photo.Vector, len(vectors)), make([]float32, len(vectors)*dim)}
	for i, v := range vectors {
		r.vectors[i] = r.all[i*dim:][:dim:dim]
		copy(r.vectors[i], v)
	}
	return r
}

// Vectors returns the rows, which must not be changed.
func (r Rows) Vectors() []photo.Vector { return r.vectors }

// With returns photo.Dot of v and each row. v has their length.
func (r Rows) With(v photo.Vector) []float32 {
	out := make([]float32, len(r.vectors))
	if !kernel(out, v, r.all) {
		for i, w := range r.vectors {
			out[i] = photo.Dot(v, w)
		}
	}
	return out
}
