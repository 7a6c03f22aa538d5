package ort

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

// Numbers of fields of ONNX's messages, from onnx.proto: the way from a model to the first
// dimension of its inputs and outputs.
const (
	modelGraph  = 7
	graphInput  = 11
	graphOutput = 12
	valueType   = 2
	typeTensor  = 1
	tensorShape = 2
	shapeDim    = 1
	dimValue    = 1
)

var errNetwork = errors.New("the network cannot be read")

// fixBatch returns network with the first dimension of its inputs and outputs set to batch. What
// lies between them ONNX Runtime infers. A network without a graph is returned as it is.
func fixBatch(network []byte, batch int64) ([]byte, error) {
	ofValue := func(value []byte) ([]byte, error) {
		return within(value, func(shape []byte) ([]byte, error) { return fixFirst(shape, batch) },
			valueType, typeTensor, tensorShape)
	}
	return each(network, map[protowire.Number]edit{modelGraph: func(graph []byte) ([]byte, error) {
		return each(graph, map[protowire.Number]edit{graphInput: ofValue, graphOutput: ofValue})
	}})
}

// edit returns a changed copy of what a field holds.
type edit func([]byte) ([]byte, error)

// within applies e to the field at the end of path.
func within(message []byte, e edit, path ...protowire.Number) ([]byte, error) {
	if len(path) == 0 {
		return e(message)
	}
	return each(message, map[protowire.Number]edit{path[0]: func(field []byte) ([]byte, error) {
		return within(field, e, path[1:]...)
	}})
}

// each applies edits to the fields of message, by their numbers. All else is copied.
func each(message []byte, edits map[protowire.Number]edit) ([]byte, error) {
	out := make([]byte, 0, len(message)+16)
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return nil, errNetwork
		}
		m := protowire.ConsumeFieldValue(number, kind, message[n:])
		if m < 0 {
			return nil, errNetwork
		}
		if e := edits[number]; e != nil && kind == protowire.BytesType {
			field, _ := protowire.ConsumeBytes(message[n:])
			changed, err := e(field)
			if err != nil {
				return nil, err
			}
			out = protowire.AppendBytes(protowire.AppendTag(out, number, kind), changed)
		} else {
			out = append(out, message[:n+m]...)
		}
		message = message[n+m:]
	}
	return out, nil
}

// fixFirst replaces the first dimension of a shape.
func fixFirst(shape []byte, batch int64) ([]byte, error) {
	first := true
	return each(shape, map[protowire.Number]edit{shapeDim: func(dim []byte) ([]byte, error) {
		if !first {
			return dim, nil
		}
		first = false
		return protowire.AppendVarint(protowire.AppendTag(nil, dimValue, protowire.VarintType), uint64(batch)), nil
	}})
}
