package record

import (
	"encoding/binary"
	"fmt"
	"math"
)

// mostTraits is how many traits a vector can have.
const mostTraits = 16

// PackTraits writes traits as little-endian float32; nil as NULL.
func PackTraits(traits []float32) []byte {
	if traits == nil {
		return nil
	}
	b := make([]byte, 0, 4*len(traits))
	for _, x := range traits {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// UnpackTraits reads what PackTraits wrote.
func UnpackTraits(b []byte) []float32 {
	if b == nil {
		return nil
	}
	traits := make([]float32, len(b)/4)
	for i := range traits {
		traits[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return traits
}

// CheckTraits verifies that traits are at most 16 finite numbers.
func CheckTraits(b []byte) error {
	if len(b)%4 != 0 || len(b) > 4*mostTraits {
		return fmt.Errorf("traits of %d bytes", len(b))
	}
	for _, x := range UnpackTraits(b) {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return fmt.Errorf("a trait that is %v", x)
		}
	}
	return nil
}
