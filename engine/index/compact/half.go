package compact

import (
	"encoding/binary"
	"math"

	"github.com/x448/float16"

	"recollect/engine/photo"
)

// halves are the values of all half-precision numbers.
var halves = func() *[1 << 16]float32 {
	var t [1 << 16]float32
	for i := range t {
		t[i] = float16.Frombits(uint16(i)).Float32()
	}
	return &t
}()

// packHalves appends v to b in half precision, after the factor that restores its length.
//
// Vectors of a catalog were in half precision and then divided by their length, which is near 1. Those
// numbers are found again, so that nothing is rounded twice: they are what v times their length
// rounds to.
func packHalves(b []byte, v photo.Vector) []byte {
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

// unpackHalves appends the numbers in b, times factor, to to.
func unpackHalves(to photo.Vector, b []byte, factor float32) photo.Vector {
	for ; len(b) >= 2; b = b[2:] {
		to = append(to, halves[binary.LittleEndian.Uint16(b)]*factor)
	}
	return to
}
