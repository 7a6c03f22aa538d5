package ort

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	onnx "github.com/yalue/onnxruntime_go"
)

// halves is value for float16 numbers, which the library's binding knows as bytes only.
func halves(shape onnx.Shape, bits []uint16) (onnx.Value, error) {
	data := make([]byte, 0, 2*len(bits))
	for _, b := range bits {
		data = binary.NativeEndian.AppendUint16(data, b)
	}
	return onnx.NewCustomDataTensor(shape, data, onnx.TensorElementDataTypeFloat16)
}

// runHalf is the end of Run for a network that gives float16 numbers.
func (s *Session) runHalf(output []int64, inputs []onnx.Value) ([]float32, error) {
	shape := onnx.NewShape(output...)
	data := make([]byte, 2*shape.FlattenedSize())
	out, err := onnx.NewCustomDataTensor(shape, data, onnx.TensorElementDataTypeFloat16)
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	defer out.Destroy()
	if err := s.session.Run(inputs, []onnx.Value{out}); err != nil {
		return nil, err
	}
	floats := make([]float32, 0, len(data)/2)
	for ; len(data) > 0; data = data[2:] {
		floats = append(floats, Float(binary.NativeEndian.Uint16(data)))
	}
	return floats, nil
}

// Of a float16: 1 bit for the sign, 5 for the exponent, 10 for the fraction (IEEE 754 binary16).
const (
	halfFraction = 10
	halfInf      = 0x1f << halfFraction
	halfBias     = 15
	floatBias    = 127
	fewerBits    = 23 - halfFraction
)

// Float returns the number that the bits of a float16 are, exactly.
func Float(half uint16) float32 {
	sign := uint32(half>>15) << 31
	exponent, fraction := uint32(half&halfInf)>>halfFraction, uint32(half&(1<<halfFraction-1))
	switch {
	case exponent == halfInf>>halfFraction: // infinite, or not a number
		exponent = 0xff
	case exponent == 0 && fraction == 0:
	case exponent == 0: // subnormal, which no float16 is as a float32
		up := uint32(bits.LeadingZeros32(fraction) - (31 - halfFraction))
		fraction = fraction << up & (1<<halfFraction - 1)
		exponent = floatBias - halfBias + 1 - up
	default:
		exponent += floatBias - halfBias
	}
	return math.Float32frombits(sign | exponent<<23 | fraction<<fewerBits)
}

// Half returns the bits of the float16 that is nearest to f, the even one of two.
func Half(f float32) uint16 {
	b := math.Float32bits(f)
	sign, b := uint16(b>>31)<<15, b&^(1<<31)
	exponent := int(b >> 23)
	switch {
	case b > 0xff<<23: // not a number
		return sign | halfInf | 1<<(halfFraction-1)
	case exponent >= floatBias+halfBias+1:
		return sign | halfInf
	case exponent <= floatBias-halfBias: // subnormal or zero
		shift := min(floatBias-halfBias+1-exponent+fewerBits, 31)
		return sign | uint16(rounded(b&(1<<23-1)|1<<23, shift))
	}
	return sign | uint16(rounded(b-(floatBias-halfBias)<<23, fewerBits)) // may carry into the exponent
}

// rounded returns n without its last bits, rounded to the nearest, the even one of two.
func rounded(n uint32, shift int) uint32 {
	half := uint32(1) << (shift - 1)
	return (n + half - 1 + n>>shift&1) >> shift
}
