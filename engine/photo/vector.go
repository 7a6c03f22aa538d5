package photo

import "math"

// Dot is the dot product of two vectors of one length: of embeddings, their cosine
// similarity. It adds in eight independent sums, so that the processor need not
// wait for one addition before it starts the next.
func Dot(a, b Vector) float32 {
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	b = b[:len(a)]
	i := 0
	for ; i+8 <= len(a); i += 8 {
		x, y := a[i:i+8:i+8], b[i:i+8:i+8]
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
		s4 += x[4] * y[4]
		s5 += x[5] * y[5]
		s6 += x[6] * y[6]
		s7 += x[7] * y[7]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3) + (s4 + s5) + (s6 + s7)
}

// Mean is the unit vector in the direction of the sum of vs, of which there must
// be one; where they cancel out it is zero.
func Mean(vs []Vector) Vector {
	sum := make([]float64, len(vs[0]))
	for _, v := range vs {
		for i, x := range v {
			sum[i] += float64(x)
		}
	}
	var length float64
	for _, x := range sum {
		length += x * x
	}
	out := make(Vector, len(sum))
	if length == 0 {
		return out
	}
	for i, x := range sum {
		out[i] = float32(x / math.Sqrt(length))
	}
	return out
}
