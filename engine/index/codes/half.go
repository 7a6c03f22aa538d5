package codes

import (
	"encoding/binary"
	"math"

	"github.com/x448/float16"
)

// halves are the values of all half-precision numbers.
var halves = func() *[1 << 16]float32 {
	var t [1 << 16]float32
	for i := range t {
		t[i] = float16.Frombits(uint16(i)).Float32()
	}
	return &t
}()

// RowBytes is the length of a vector of dim numbers in half precision: a factor (f32), then the
// numbers (f16), all little-endian.
func RowBytes(dim int) int { return 4 + 2*dim }

// AppendRow appends v to b in half precision, after the factor that restores its length.
//
// Vectors of a catalog were in half precision and then divided by their length, which is near 1. Those
// numbers are found again, so that nothing is rounded twice: they are what v times their length
// rounds to.
func AppendRow(b []byte, v []float32) []byte {
	at := len(b)
	b = append(b, make([]byte, 4+2*len(v))...)
	var squares float64
	for _, x := range v {
		squares += float64(x) * float64(x)
	}
	length := math.Sqrt(squares)
	scale := 1.0
	for range 3 {
		var rounded float64
		for i, x := range v {
			h := float16.Fromfloat32(float32(float64(x) * scale)).Bits()
			binary.LittleEndian.PutUint16(b[at+4+2*i:], h)
			rounded += float64(halves[h]) * float64(halves[h])
		}
		now := math.Sqrt(rounded) / length
		if now == scale || !(now > 0.9 && now < 1.1) {
			break
		}
		scale = now
	}
	var rounded float64
	for i := range v {
		h := float64(halves[binary.LittleEndian.Uint16(b[at+4+2*i:])])
		rounded += h * h
	}
	factor := float32(1)
	if f := length / math.Sqrt(rounded); f > 0 && !math.IsInf(f, 0) {
		factor = float32(f)
	}
	binary.LittleEndian.PutUint32(b[at:], math.Float32bits(factor))
	return b
}

// Row appends the vector that AppendRow wrote to row to to.
func Row(to []float32, row []byte) []float32 {
	factor := math.Float32frombits(binary.LittleEndian.Uint32(row))
	b := row[4:]
	for ; len(b) >= 2; b = b[2:] {
		to = append(to, halves[binary.LittleEndian.Uint16(b)]*factor)
	}
	return to
}

// RowDots computes the dot products of v with the rows that stand in all at the given places, and writes
// them to out.
func RowDots(out []float32, v []float32, all []byte, at []uint32) {
	if len(at) > 0 && len(v) > 0 {
		rowDots(out, v, all, at)
	}
}

// rowDotsGo is what every kernel computes: sums of every eighth product, added in this order.
func rowDotsGo(out []float32, v []float32, all []byte, at []uint32) {
	size := RowBytes(len(v))
	for i, n := range at {
		row := all[int(n)*size:][:size]
		var s [8]float32
		for j, x := range v {
			s[j%8] += float32(x * halves[binary.LittleEndian.Uint16(row[4+2*j:])]) // not fused
		}
		sum := ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
		out[i] = sum * math.Float32frombits(binary.LittleEndian.Uint32(row))
	}
}
