// Package codes compresses vectors to 4 bits a dimension and estimates dot products with them.
//
// A vector is rotated first, so that its numbers spread like those of a Gaussian, whatever the model's
// dimensions mean; then each number becomes one of 16 equal steps, and one factor a vector
// corrects the length that rounding has lost. The estimate of a dot product is unbiased (Gao et al.,
// "Practical and Asymptotically Optimal Quantization of High-Dimensional Vectors in Euclidean Space
// for Approximate Nearest Neighbor Search", 2024, of which this is the plain case with equal steps).
//
// A query is not compressed as much: it has 8 bits a dimension. Products are summed as integers, so
// that every kernel gives the same bits: Go, AVX2, AVX-512 and NEON.
//
// The package keeps nothing: codes are bytes that the caller stores.
package codes

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// Quantizer makes codes of vectors of one dimension. It does not change, and may be used by
// several goroutines.
type Quantizer struct {
	dim    int
	padded int // a multiple of blockDims
	signs  [rounds][]float32
	places []int32 // a permutation between the rounds
}

const (
	// blockDims is how many dimensions a kernel takes at once: 32 bytes of codes.
	blockDims = 64
	rounds    = 2
	// levels is the number of steps. A code c stands for c - (levels-1)/2 steps.
	levels = 16
	// gaussianStep is the width of 16 equal steps that rounds a standard Gaussian best
	// (Max, "Quantizing for minimum distortion", 1960, table II).
	gaussianStep = 0.3352
)

// New returns the Quantizer for vectors of dim numbers. The same dim gives the same codes
// in every process.
func New(dim int) *Quantizer {
	q := &Quantizer{dim: dim, padded: (dim + blockDims - 1) / blockDims * blockDims}
	r := rand.New(rand.NewPCG(uint64(dim), 0x5ec0))
	for i := range q.signs {
		q.signs[i] = make([]float32, q.padded)
		for j := range q.signs[i] {
			q.signs[i][j] = float32(r.IntN(2)*2 - 1)
		}
	}
	q.places = make([]int32, q.padded)
	for i, p := range r.Perm(q.padded) {
		q.places[i] = int32(p)
	}
	return q
}

// Bytes is the length of a code: half a byte a dimension, rounded up, and 4 bytes for its factor.
func (q *Quantizer) Bytes() int { return q.padded/2 + factorBytes }

const factorBytes = 4

// rotate writes v, rotated, to to, which has padded numbers. Lengths and dot products stay.
func (q *Quantizer) rotate(to, v []float32) {
	clear(to[copy(to, v):])
	tmp := make([]float32, q.padded)
	for round := range rounds {
		for i, s := range q.signs[round] {
			to[i] *= s
		}
		hadamard(to)
		if round+1 < rounds {
			for i, p := range q.places {
				tmp[p] = to[i]
			}
			copy(to, tmp)
		}
	}
}

// hadamard applies the orthonormal Walsh-Hadamard transform to the largest blocks of v whose
// length is a power of two and divides that of v.
func hadamard(v []float32) {
	n := len(v) & -len(v)
	scale := float32(1 / math.Sqrt(float64(n)))
	for ; len(v) > 0; v = v[n:] {
		b := v[:n]
		for h := 1; h < n; h *= 2 {
			for i := 0; i < n; i += 2 * h {
				x, y := b[i:i+h], b[i+h:i+2*h]
				for j := range x {
					x[j], y[j] = x[j]+y[j], x[j]-y[j]
				}
			}
		}
		for i := range b {
			b[i] *= scale
		}
	}
}

// Encode writes the code of the vector v to code, which has Bytes bytes.
func (q *Quantizer) Encode(code []byte, v []float32) {
	x := make([]float32, q.padded)
	q.rotate(x, v)
	var squares float64
	for _, f := range x {
		squares += float64(f) * float64(f)
	}
	step := max(gaussianStep*float32(math.Sqrt(squares/float64(q.padded))), math.SmallestNonzeroFloat32)
	nibbles := code[:q.padded/2]
	clear(nibbles)
	var dot float64 // of x with the code's steps
	for i, f := range x {
		c := level(f / step)
		dot += float64(f) * (float64(c) - (levels-1)/2.0)
		at, shift := place(i)
		nibbles[at] |= c << shift
	}
	factor := float32(0)
	if dot > 0 {
		factor = float32(squares / dot)
	}
	binary.LittleEndian.PutUint32(code[q.padded/2:], math.Float32bits(factor))
}

// level returns the step that steps, a number of steps from zero, is nearest to.
func level(steps float32) byte {
	return byte(min(max(steps+levels/2, 0), levels-1))
}

// place returns where the code of dimension i is: the low halves of 32 bytes hold the first
// 32 dimensions of a block, the high halves the others.
func place(i int) (at int, shift uint) {
	at = i/blockDims*(blockDims/2) + i%(blockDims/2)
	return at, uint(i%blockDims/(blockDims/2)) * 4
}

// Query is a vector that codes are compared with. One goroutine at a time may use it.
type Query struct {
	q     *Quantizer
	vs    []int8
	scale float32
	sum   int32 // of vs, times (levels-1)
	sums  []int32
}

// Query prepares the vector v, of any length that is not zero.
func (q *Quantizer) Query(v []float32) *Query {
	x := make([]float32, q.padded)
	q.rotate(x, v)
	var most float32
	for _, f := range x {
		most = max(most, f, -f)
	}
	out := &Query{q: q, vs: make([]int8, q.padded)}
	if most == 0 {
		return out
	}
	out.scale = most / 127
	for i, f := range x {
		n := int8(math.RoundToEven(float64(f / out.scale)))
		out.vs[i] = n
		out.sum += int32(n) * (levels - 1)
	}
	return out
}

// Blank returns a Query for SetQuery.
func (q *Quantizer) Blank() *Query { return &Query{q: q, vs: make([]int8, q.padded)} }

// SetQuery makes to, a Query of q, the vector that a code stands for.
func (q *Quantizer) SetQuery(to *Query, code []byte) {
	to.sum = 0
	for i := range to.vs {
		at, shift := place(i)
		n := int8(code[at]>>shift&(levels-1))*2 - (levels - 1)
		to.vs[i] = n
		to.sum += int32(n) * (levels - 1)
	}
	to.scale = factor(code) / 2
}

// Closest returns the largest estimated dot product of the vector that code stands for with those
// of the codes that stand in all at the given places, of which there is at least one.
func (q *Quantizer) Closest(code, all []byte, at []uint32) float32 {
	own := factor(code)
	best := float32(math.Inf(-1))
	var room [64]int32
	for len(at) > 0 {
		n := min(len(at), len(room))
		pairs(room[:n], q.padded, code, all, q.Bytes(), at[:n])
		for i, sum := range room[:n] {
			other := all[int(at[i])*q.Bytes():][:q.Bytes()]
			best = max(best, float32(sum)*0.25*own*factor(other))
		}
		at = at[n:]
	}
	return best
}

func factor(code []byte) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(code[len(code)-factorBytes:]))
}

// Dots estimates the dot products of the query with the codes that stand in all at the given places,
// each Bytes long, and writes them to out.
func (s *Query) Dots(out []float32, all []byte, at []uint32) {
	size := s.q.Bytes()
	if cap(s.sums) < len(at) {
		s.sums = make([]int32, 2*len(at))
	}
	sums := s.sums[:len(at)]
	dots(sums, s.vs, all, size, at)
	for i, sum := range sums {
		code := all[int(at[i])*size:][:size]
		out[i] = s.estimate(sum, factor(code))
	}
}

// estimate returns the dot product for the sum of the products of the query's numbers and a code's.
func (s *Query) estimate(sum int32, factor float32) float32 {
	// 2*sum - this.sum is twice the dot product of integers and steps; halves are exact.
	return float32(2*sum-s.sum) * 0.5 * s.scale * factor
}
