package onnx

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// ErrFormat means that a file is not an ONNX model, or is cut off or damaged.
var ErrFormat = errors.New("not an ONNX model")

// ErrLimit means that a model has more parts than any that is known, by a factor of ten.
var ErrLimit = errors.New("an ONNX model beyond the limits")

// Limits of Read. ViT-bigG-14, the largest dual encoder, has some 6,000 nodes and 1,300 tensors.
const (
	mostFields  = 1 << 24 // fields of messages that are read, not skipped
	mostNodes   = 1 << 18
	mostTensors = 1 << 16
	mostKinds   = 1 << 12 // operators, opsets, entries of metadata, inputs and outputs: each
	mostDims    = 64
	mostText    = 1 << 12 // bytes of a name
	mostValue   = 1 << 20 // bytes of a value of metadata
	mostKept    = 1 << 24 // bytes of all texts together
	mostDepth   = 16      // graphs in nodes of graphs
)

// Read reads a model of size bytes. Weights are skipped: a model of some gigabytes is read in
// some milliseconds, and Info takes at most some tens of megabytes. Errors wrap ErrFormat or
// ErrLimit, or are those of r. The bytes of a model are bytes.NewReader's.
func Read(r io.ReaderAt, size int64) (*Info, error) {
	s := &scanner{wire: wire{src: r, size: size}, info: &Info{
		Opsets: map[string]int64{}, Metadata: map[string]string{}, Operators: map[Operator]int{},
	}}
	graphs := 0
	err := s.fields(size, func(f part) error {
		if f.number == modelGraph {
			graphs++
		}
		return s.model(f)
	})
	if err == nil && graphs != 1 {
		err = fmt.Errorf("%w: %d graphs", ErrFormat, graphs)
	}
	if err != nil {
		return nil, err
	}
	s.dropInitialised()
	return s.info, nil
}

// scanner fills info.
type scanner struct {
	wire
	info  *Info
	nodes int
}

func (s *scanner) model(f part) (err error) {
	switch f.number {
	case modelIR:
		s.info.IR = int64(f.value)
	case modelProducer, modelProducerVersion:
		var part string
		part, err = s.text(f, mostText)
		if s.info.Producer != "" && part != "" {
			part = " " + part
		}
		s.info.Producer += part
		if len(s.info.Producer) > 4*mostText {
			err = fmt.Errorf("%w: names of producers", ErrLimit)
		}
	case modelGraph:
		err = s.message(f, func(f part) error { return s.graph(f, 0) })
	case modelOpset:
		err = s.opset(f)
	case modelMetadata:
		err = s.metadata(f)
	case modelFunction:
		err = s.function(f)
	case modelTraining:
		err = s.message(f, func(f part) error {
			if f.number != trainingInit && f.number != trainingGraph {
				return nil
			}
			return s.message(f, func(f part) error { return s.graph(f, 1) })
		})
	}
	return err
}

func (s *scanner) metadata(f part) error {
	key, value, err := s.entry(f, mostValue)
	if err == nil && len(s.info.Metadata) >= mostKinds {
		err = fmt.Errorf("%w: entries of metadata", ErrLimit)
	}
	s.info.Metadata[key] = value
	return err
}

func (s *scanner) entry(f part, most int64) (key, value string, err error) {
	err = s.message(f, func(f part) (err error) {
		switch f.number {
		case entryKey:
			key, err = s.text(f, mostText)
		case entryValue:
			value, err = s.text(f, most)
		}
		return err
	})
	return key, value, err
}

func (s *scanner) opset(f part) error {
	var domain string
	var version int64
	err := s.message(f, func(f part) (err error) {
		switch f.number {
		case opsetDomain:
			domain, err = s.text(f, mostText)
		case opsetVersion:
			version = int64(f.value)
		}
		return err
	})
	if err == nil && len(s.info.Opsets) >= mostKinds {
		err = fmt.Errorf("%w: operator sets", ErrLimit)
	}
	domain = plain(domain)
	s.info.Opsets[domain] = max(version, s.info.Opsets[domain])
	return err
}

// plain gives ONNX's own domain its one name.
func plain(domain string) string {
	if domain == "ai.onnx" {
		return ""
	}
	return domain
}

func (s *scanner) function(f part) error {
	var o Operator
	err := s.message(f, func(f part) (err error) {
		switch f.number {
		case functionName:
			o.Name, err = s.text(f, mostText)
		case functionDomain:
			o.Domain, err = s.text(f, mostText)
		case functionNode:
			err = s.node(f, 1)
		case functionOpset:
			err = s.opset(f)
		}
		return err
	})
	if err == nil && len(s.info.Functions) >= mostKinds {
		err = fmt.Errorf("%w: functions", ErrLimit)
	}
	o.Domain = plain(o.Domain)
	s.info.Functions = append(s.info.Functions, o)
	return err
}

// graph reads a field of a graph. Only inputs, outputs and weights of the outermost, whose depth is
// 0, are of interest.
func (s *scanner) graph(f part, depth int) error {
	switch f.number {
	case graphNode:
		return s.node(f, depth)
	case graphInitializer:
		return s.tensor(f, depth == 0)
	case graphSparse:
		return s.sparse(f)
	case graphInput:
		return s.value(f, depth, &s.info.Inputs)
	case graphOutput:
		return s.value(f, depth, &s.info.Outputs)
	}
	return nil
}

func (s *scanner) node(f part, depth int) error {
	if s.nodes++; s.nodes > mostNodes {
		return fmt.Errorf("%w: nodes", ErrLimit)
	}
	var o Operator
	err := s.message(f, func(f part) (err error) {
		switch f.number {
		case nodeOperator:
			o.Name, err = s.text(f, mostText)
		case nodeDomain:
			o.Domain, err = s.text(f, mostText)
		case nodeAttribute:
			err = s.message(f, func(f part) error { return s.attribute(f, depth) })
		}
		return err
	})
	if err != nil {
		return err
	}
	o.Domain = plain(o.Domain)
	if s.info.Operators[o]++; len(s.info.Operators) > mostKinds {
		return fmt.Errorf("%w: operators", ErrLimit)
	}
	return nil
}

func (s *scanner) attribute(f part, depth int) error {
	switch f.number {
	case attributeTensor, attributeTensors:
		return s.tensor(f, false)
	case attributeSparse, attributeSparses:
		return s.sparse(f)
	case attributeGraph, attributeGraphs:
		if depth == mostDepth {
			return fmt.Errorf("%w: graphs inside graphs", ErrLimit)
		}
		return s.message(f, func(f part) error { return s.graph(f, depth+1) })
	}
	return nil
}

func (s *scanner) sparse(f part) error {
	return s.message(f, func(f part) error {
		if f.number != sparseValues && f.number != sparseIndices {
			return nil
		}
		return s.tensor(f, false)
	})
}

// tensor reads a tensor, and keeps its shape if asked to.
func (s *scanner) tensor(f part, keep bool) error {
	var t Tensor
	var entries map[string]string
	err := s.message(f, func(f part) (err error) {
		switch f.number {
		case tensorDims:
			t.Dims, err = s.dims(f, t.Dims)
		case tensorType:
			t.Type = Type(f.value)
		case tensorName:
			t.Name, err = s.text(f, mostText)
		case tensorExternal:
			if entries == nil {
				entries = map[string]string{}
			}
			err = s.externalEntry(f, entries)
		case tensorLocation:
			if f.value != 0 && entries == nil {
				entries = map[string]string{}
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if keep {
		if s.info.Tensors = append(s.info.Tensors, t); len(s.info.Tensors) > mostTensors {
			return fmt.Errorf("%w: tensors", ErrLimit)
		}
	}
	if entries == nil {
		return nil
	}
	return s.external(t.Name, entries)
}

// externalEntry reads one entry of where a tensor is. Keys must differ: which one counts, readers
// do not agree on.
func (s *scanner) externalEntry(f part, entries map[string]string) error {
	key, value, err := s.entry(f, mostText)
	if _, twice := entries[key]; err == nil && twice {
		err = fmt.Errorf("%w: two entries %.20q of external data", ErrFormat, key)
	}
	if entries[key] = value; len(entries) > mostDims {
		err = fmt.Errorf("%w: entries of external data", ErrLimit)
	}
	return err
}

func (s *scanner) external(name string, entries map[string]string) error {
	e := External{Tensor: name, Location: entries["location"]}
	for key, to := range map[string]*int64{"offset": &e.Offset, "length": &e.Length} {
		text, given := entries[key]
		n, err := strconv.ParseInt(text, 10, 64)
		if given && (err != nil || n < 0) {
			return fmt.Errorf("%w: %s %.20q of external data", ErrFormat, key, text)
		}
		*to = n
	}
	if s.info.External = append(s.info.External, e); len(s.info.External) > mostTensors {
		return fmt.Errorf("%w: tensors in other files", ErrLimit)
	}
	return nil
}

// dims adds the numbers of a field, which may be packed.
func (s *scanner) dims(f part, all []int64) ([]int64, error) {
	if f.kind != protowire.BytesType {
		return one(all, f.value)
	}
	for s.at < f.end {
		v, err := s.varint(f.end)
		if err == nil {
			all, err = one(all, v)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func one(all []int64, v uint64) ([]int64, error) {
	if len(all) == mostDims {
		return nil, fmt.Errorf("%w: dimensions", ErrLimit)
	}
	return append(all, int64(v)), nil
}

// value reads an input or an output of the outermost graph.
func (s *scanner) value(f part, depth int, to *[]Value) error {
	if depth > 0 {
		return nil
	}
	var v Value
	err := s.message(f, func(f part) (err error) {
		switch f.number {
		case valueName:
			v.Name, err = s.text(f, mostText)
		case valueType:
			err = s.message(f, func(f part) error {
				if f.number != typeTensor {
					return nil
				}
				return s.message(f, func(f part) error { return s.tensorType(f, &v) })
			})
		}
		return err
	})
	if *to = append(*to, v); err == nil && len(*to) > mostTensors {
		err = fmt.Errorf("%w: inputs or outputs", ErrLimit)
	}
	return err
}

func (s *scanner) tensorType(f part, v *Value) error {
	switch f.number {
	case tensorTypeElement:
		v.Type = Type(f.value)
	case tensorTypeShape:
		v.Shaped = true
		return s.message(f, func(f part) error {
			if f.number != shapeDim {
				return nil
			}
			if len(v.Dims) == mostDims {
				return fmt.Errorf("%w: dimensions", ErrLimit)
			}
			d, err := s.dim(f)
			v.Dims = append(v.Dims, d)
			return err
		})
	}
	return nil
}

func (s *scanner) dim(f part) (d Dim, err error) {
	err = s.message(f, func(f part) (err error) {
		switch f.number {
		case dimValue:
			d.Size = max(0, int64(f.value))
		case dimSymbol:
			d.Symbol, err = s.text(f, mostText)
		}
		return err
	})
	return d, err
}

// dropInitialised drops the inputs that are weights: models of the first versions list them.
func (s *scanner) dropInitialised() {
	weights := make(map[string]bool, len(s.info.Tensors))
	for _, t := range s.info.Tensors {
		weights[t.Name] = true
	}
	var inputs []Value
	for _, v := range s.info.Inputs {
		if !weights[v.Name] {
			inputs = append(inputs, v)
		}
	}
	s.info.Inputs = inputs
}
