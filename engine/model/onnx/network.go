package onnx

import (
	"encoding/binary"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Network is what a model computes, for who computes it without ONNX Runtime.
type Network struct {
	Nodes   []Node             // in an order in which they can be computed
	Weights map[string]Weights // by name
	Outputs []string
}

// Node is one computation. The same names are outputs of one node and inputs of others. An
// input that is left out has an empty name.
type Node struct {
	Operator Operator
	Inputs   []string
	Outputs  []string
	Ints     map[string][]int64 // attributes that are integers, or several
	Floats   map[string]float32
	Tensors  map[string]Weights
}

// Weights is a tensor that a model brings along. Its numbers lie in Data, little-endian.
type Weights struct {
	Type Type
	Dims []int64
	Data []byte // part of the model
}

// ReadNetwork reads a model, of whose bytes the Network's weights are part. It returns ErrFormat for a model
// that cannot be read, and for one that has what a Network does not tell of: graphs within nodes, functions,
// weights in other files or in another form than bytes. Whether a tensor has as many bytes as its
// Dims say it checks.
func ReadNetwork(model []byte) (*Network, error) {
	n := &Network{Weights: map[string]Weights{}}
	graphs := 0
	err := each(model, func(f field) error {
		switch f.number {
		case modelFunction, modelTraining:
			return beyond("a function")
		case modelGraph:
			graphs++
			return each(f.bytes, n.graph)
		}
		return nil
	})
	if err == nil && graphs != 1 {
		err = fmt.Errorf("%w: %d graphs", ErrFormat, graphs)
	}
	return n, err
}

func beyond(what string) error {
	return fmt.Errorf("%w that can be computed here: %s", ErrFormat, what)
}

// each calls do for each field of a message.
func each(message []byte, do func(field) error) error {
	fields, ok := parse(message)
	if !ok {
		return fmt.Errorf("%w: a message that is cut off", ErrFormat)
	}
	for _, f := range fields {
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}

func (n *Network) graph(f field) error {
	switch f.number {
	case graphNode:
		node := Node{Ints: map[string][]int64{}, Floats: map[string]float32{}, Tensors: map[string]Weights{}}
		err := each(f.bytes, node.field)
		node.Operator.Domain = plain(node.Operator.Domain)
		n.Nodes = append(n.Nodes, node)
		return err
	case graphInitializer:
		name, w, err := weights(f.bytes)
		n.Weights[name] = w
		return err
	case graphOutput:
		fields, _ := parse(f.bytes)
		n.Outputs = append(n.Outputs, text(fields, valueName))
	case graphSparse:
		return beyond("a sparse tensor")
	}
	return nil
}

func (n *Node) field(f field) error {
	switch f.number {
	case nodeInput:
		n.Inputs = append(n.Inputs, string(f.bytes))
	case nodeOutput:
		n.Outputs = append(n.Outputs, string(f.bytes))
	case nodeOperator:
		n.Operator.Name = string(f.bytes)
	case nodeDomain:
		n.Operator.Domain = string(f.bytes)
	case nodeAttribute:
		return n.attribute(f.bytes)
	}
	return nil
}

func (n *Node) attribute(message []byte) error {
	fields, ok := parse(message)
	if !ok {
		return fmt.Errorf("%w: an attribute that is cut off", ErrFormat)
	}
	name := text(fields, attributeName)
	for _, f := range fields {
		switch f.number {
		case attributeInt, attributeInts:
			n.Ints[name] = append(n.Ints[name], dims(f)...)
		case attributeFloat:
			if len(f.raw) < 4 {
				return fmt.Errorf("%w: attribute %q", ErrFormat, name)
			}
			n.Floats[name] = math.Float32frombits(binary.LittleEndian.Uint32(f.raw[len(f.raw)-4:]))
		case attributeTensor:
			_, w, err := weights(f.bytes)
			if err != nil {
				return err
			}
			n.Tensors[name] = w
		case attributeGraph, attributeGraphs:
			return beyond("a graph within a node")
		}
	}
	return nil
}

// widths is how many bytes a number of a type takes.
var widths = map[Type]int{Float32: 4, Int8: 1, Int64: 8, Bool: 1}

func weights(message []byte) (name string, w Weights, err error) {
	err = each(message, func(f field) error {
		switch f.number {
		case tensorDims:
			w.Dims = append(w.Dims, dims(f)...)
		case tensorType:
			w.Type = Type(f.value)
		case tensorName:
			name = string(f.bytes)
		case tensorRaw:
			w.Data = f.bytes
		case tensorInts:
			for _, d := range dims(f) {
				w.Data = binary.LittleEndian.AppendUint64(w.Data[:len(w.Data):len(w.Data)], uint64(d))
			}
		case tensorExternal, tensorLocation:
			return beyond("weights in other files")
		}
		return nil
	})
	if err != nil {
		return name, w, err
	}
	size := int64(widths[w.Type])
	for _, d := range w.Dims {
		if d < 0 || d > mostElements || size > mostElements {
			return name, w, fmt.Errorf("%w: %q has %v numbers", ErrFormat, name, w.Dims)
		}
		size *= d
	}
	if widths[w.Type] == 0 || size != int64(len(w.Data)) {
		return name, w, beyond(fmt.Sprintf("%q of type %d, %v numbers in %d bytes", name, w.Type, w.Dims, len(w.Data)))
	}
	return name, w, nil
}

// mostElements bounds what dimensions are multiplied to.
const mostElements = 1 << 31

// Numbers of fields that only Network needs.
const (
	attributeFloat protowire.Number = 2
	attributeInts  protowire.Number = 8
	tensorInts     protowire.Number = 7
)
