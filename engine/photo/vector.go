package photo

import "math"

// Dot is the dot product of two vectors of one length: the cosine similarity of
// unit vectors. It adds in four independent sums, so that the processor need not
// wait for one addition before it starts the next.
func (v Vector) Dot(w Vector) float64 {
	var s0, s1, s2, s3 float32
	w = w[:len(v)]
	i := 0
	for ; i+4 <= len(v); i += 4 {
		a, b := v[i:i+4:i+4], w[i:i+4:i+4]
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
	}
	for ; i < len(v); i++ {
		s0 += v[i] * w[i]
	}
	return float64((s0 + s1) + (s2 + s3))
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
