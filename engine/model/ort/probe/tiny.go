package probe

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"recollect/engine/model/ort"
)

// tiny is a graph that every provider computes: y = relu(x * w), w twice the identity of 4 x 4. A
// library that cannot even do this is not given the real network.
func tiny() []byte {
	weights := make([]byte, 0, 64)
	for i := range 16 {
		w := float32(0)
		if i%5 == 0 {
			w = 2
		}
		weights = binary.LittleEndian.AppendUint32(weights, math.Float32bits(w))
	}
	// The numbers are those of fields in onnx.proto.
	w := message(number(1, 4), number(1, 4), number(2, 1), bytesOf(8, []byte("w")), bytesOf(9, weights))
	graph := message(
		bytesOf(1, node("MatMul", "h", "x", "w")), bytesOf(1, node("Relu", "y", "h")), bytesOf(2, []byte("tiny")),
		bytesOf(5, w), bytesOf(11, value("x")), bytesOf(12, value("y")),
	)
	opset := message(bytesOf(1, nil), number(2, 13))
	return message(number(1, 8), bytesOf(7, graph), bytesOf(8, opset))
}

func node(operator, output string, inputs ...string) []byte {
	var fields [][]byte
	for _, in := range inputs {
		fields = append(fields, bytesOf(1, []byte(in)))
	}
	fields = append(fields, bytesOf(2, []byte(output)), bytesOf(4, []byte(operator)))
	return message(fields...)
}

// value describes a tensor of 1 x 4 floating-point numbers.
func value(name string) []byte {
	shape := message(bytesOf(1, number(1, 1)), bytesOf(1, number(1, 4)))
	kind := message(bytesOf(1, message(number(1, 1), bytesOf(2, shape))))
	return message(bytesOf(1, []byte(name)), bytesOf(2, kind))
}

func message(fields ...[]byte) (m []byte) {
	for _, f := range fields {
		m = append(m, f...)
	}
	return m
}

func number(field protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, field, protowire.VarintType), v)
}

func bytesOf(field protowire.Number, b []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, field, protowire.BytesType), b)
}

// tinyInput and tinyOutput are an input of tiny and what it makes of it.
func tinyInput() ort.Tensor {
	return ort.Tensor{Shape: []int64{1, 4}, Floats: []float32{1, -2, 3, 0.5}}
}

func tinyOutput() []float32 { return []float32{2, 0, 6, 1} }
