// Package onnxtest writes small ONNX models for tests.
package onnxtest

import (
	"maps"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"

	"recollect/engine/model/onnx"
)

// Model is an ONNX model. Its zero value is one without a graph.
type Model struct {
	IR       int64
	Producer string
	Opsets   map[string]int64
	Metadata map[string]string
	Graph    *Graph
	Defines  []Function
}

// Graph is a graph, of a model or inside a node.
type Graph struct {
	Inputs, Outputs []onnx.Value
	Nodes           []Node
	Tensors         []Tensor
}

// Node is a computation, whose attribute body is a graph and whose attribute value is a tensor
// where these are given. Numbers are attributes that are integers.
type Node struct {
	onnx.Operator
	Inputs, Outputs []string
	Numbers         map[string]int64
	Body            *Graph
	Value           *Tensor
}

// Function is an operator that a model defines.
type Function struct {
	onnx.Operator
	Nodes []Node
}

// Tensor is weights: Raw, or what External says, written as it is.
type Tensor struct {
	onnx.Tensor
	Raw      []byte
	External map[string]string
}

// Bytes returns the model as a file holds it.
func (m Model) Bytes() []byte {
	b := number(nil, 1, uint64(m.IR))
	b = text(b, 2, m.Producer)
	if m.Graph != nil {
		b = bytes(b, 7, m.Graph.Bytes())
	}
	for _, domain := range slices.Sorted(maps.Keys(m.Opsets)) {
		b = bytes(b, 8, number(text(nil, 1, domain), 2, uint64(m.Opsets[domain])))
	}
	b = entries(b, 14, m.Metadata)
	for _, f := range m.Defines {
		inner := text(text(nil, 1, f.Name), 10, f.Domain)
		for _, n := range f.Nodes {
			inner = bytes(inner, 7, n.Bytes())
		}
		b = bytes(b, 25, inner)
	}
	return b
}

// Bytes returns the message of the graph.
func (g *Graph) Bytes() (b []byte) {
	for _, n := range g.Nodes {
		b = bytes(b, 1, n.Bytes())
	}
	b = text(b, 2, "test")
	for _, t := range g.Tensors {
		b = bytes(b, 5, t.Bytes())
	}
	for _, v := range g.Inputs {
		b = bytes(b, 11, value(v))
	}
	for _, v := range g.Outputs {
		b = bytes(b, 12, value(v))
	}
	return b
}

// Bytes returns the message of the node.
func (n Node) Bytes() (b []byte) {
	for _, name := range n.Inputs {
		b = text(b, 1, name)
	}
	for _, name := range n.Outputs {
		b = text(b, 2, name)
	}
	b = text(b, 4, n.Name)
	for _, name := range slices.Sorted(maps.Keys(n.Numbers)) {
		b = bytes(b, 5, number(number(text(nil, 1, name), 3, uint64(n.Numbers[name])), 20, 2))
	}
	if n.Body != nil {
		b = bytes(b, 5, number(bytes(text(nil, 1, "body"), 6, n.Body.Bytes()), 20, 5))
	}
	if n.Value != nil {
		b = bytes(b, 5, number(bytes(text(nil, 1, "value"), 5, n.Value.Bytes()), 20, 4))
	}
	return text(b, 7, n.Domain)
}

// Bytes returns the message of the tensor.
func (t Tensor) Bytes() (b []byte) {
	for _, d := range t.Dims {
		b = number(b, 1, uint64(d))
	}
	b = number(b, 2, uint64(t.Type))
	b = text(b, 8, t.Name)
	if t.External == nil {
		return bytes(b, 9, t.Raw)
	}
	return number(entries(b, 13, t.External), 14, 1)
}

func value(v onnx.Value) []byte {
	tensor := number(nil, 1, uint64(v.Type))
	if v.Shaped || v.Dims != nil {
		var shape []byte
		for _, d := range v.Dims {
			dim := number(nil, 1, uint64(d.Size))
			if d.Size == 0 {
				dim = text(nil, 2, d.Symbol)
			}
			shape = bytes(shape, 1, dim)
		}
		tensor = bytes(tensor, 2, shape)
	}
	return bytes(text(nil, 1, v.Name), 2, bytes(nil, 1, tensor))
}

func entries(to []byte, field protowire.Number, all map[string]string) []byte {
	for _, key := range slices.Sorted(maps.Keys(all)) {
		to = bytes(to, field, text(text(nil, 1, key), 2, all[key]))
	}
	return to
}

func number(to []byte, field protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(to, field, protowire.VarintType), v)
}

func text(to []byte, field protowire.Number, s string) []byte { return bytes(to, field, []byte(s)) }

func bytes(to []byte, field protowire.Number, b []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, field, protowire.BytesType), b)
}
