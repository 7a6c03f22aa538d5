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
// Vectors that were in half precision before, and then made unit vectors, come back as they
// were but for the last bit.
func packHalves(b []byte, v photo.Vector) []byte {
	at := len(b)
	b = append(b, 0, 0, 0, 0)
	var squares, rounded float64
	for _, x := range v {
		h := float16.Fromfloat32(x).Bits()
		b = binary.LittleEndian.AppendUint16(b, h)
		squares += float64(x) * float64(x)
		rounded += float64(halves[h]) * float64(halves[h])
	}
	factor := float32(1)
	if rounded > 0 && !math.IsInf(rounded, 0) {
		factor = float32(math.Sqrt(squares / rounded))
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
