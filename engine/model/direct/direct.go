// Package direct computes small networks for sentences where they lie, without ONNX Runtime.
//
// ONNX Runtime prepares a network before it can run: it copies the weights, makes floating-point numbers of
// those of 8 bits, and lays them out anew. For the network for sentences of recollect-mini that takes 0.2 s and
// 190 MB, of which 110 stay, where a sentence takes 4 ms. This package leaves weights of 8 bits as they are, in
// the program's file, and multiplies with them there.
//
// It knows the operators of such networks, and no others: New refuses the rest, which ONNX Runtime
// computes. Sums are added in another order than there, so that numbers differ in the last of their bits. They
// are the same with each kernel of a kind of processor; Go's exponential function differs between kinds.
//
// A network is part of the program. One that contradicts itself makes Run return an error, but nothing limits
// how long it computes: networks of strangers are for ONNX Runtime.
package direct

import (
	"errors"
	"fmt"
	"runtime"

	"recollect/engine/model/onnx"
)

// ErrUnknown means that a network has something that this package does not compute.
var ErrUnknown = errors.New("a network for ONNX Runtime")

// Network is a network that is ready to run. Its methods may be called from any goroutine.
type Network struct {
	nodes   []node
	weights map[string]value
	inputs  []string
	output  string
}

// node is a computation with its operator found.
type node struct {
	onnx.Node
	do   operator
	last []string // values that no later node needs
}

// operator computes the first output of a node, which has at least as many inputs as least says.
type operator struct {
	least int
	do    func(n *node, in []value) value
}

// New returns the network that model describes in ONNX's format, for inputs of whole numbers. The Network
// uses the bytes of model, which must not change. Errors are onnx.ErrFormat and ErrUnknown.
func New(model []byte, inputs []string, output string) (*Network, error) {
	read, err := onnx.ReadNetwork(model)
	if err != nil {
		return nil, err
	}
	n := &Network{weights: map[string]value{}, inputs: inputs, output: output}
	for name, w := range read.Weights {
		if n.weights[name], err = valueOf(w); err != nil {
			return nil, err
		}
	}
	known := operators()
	for _, of := range read.Nodes {
		do, ok := known[of.Operator.Name]
		if !ok || of.Operator.Domain != "" || len(of.Inputs) < do.least || len(of.Outputs) != 1 {
			return nil, fmt.Errorf("%w: it computes %v", ErrUnknown, of.Operator)
		}
		n.nodes = append(n.nodes, node{Node: of, do: do})
	}
	n.findLast()
	return n, nil
}

// findLast finds out when each value is needed for the last time.
func (n *Network) findLast() {
	needed := map[string]bool{n.output: true}
	for i := len(n.nodes) - 1; i >= 0; i-- {
		for _, name := range n.nodes[i].Inputs {
			if _, stays := n.weights[name]; !needed[name] && !stays {
				needed[name] = true
				n.nodes[i].last = append(n.nodes[i].last, name)
			}
		}
	}
}

// Ints is an input.
type Ints struct {
	Shape []int64
	Data  []int64 // as many as Shape's product
}

// Run computes the output for inputs, in the order of New. The output is the caller's. Errors are those of
// a network that contradicts itself.
func (n *Network) Run(inputs ...Ints) (output []float32, shape []int64, err error) {
	var at *node
	defer func() {
		// Shapes are known only here, and each operator checks no more than that it stays within its inputs.
		if e, is := recover().(runtime.Error); is {
			err = fmt.Errorf("a network that contradicts itself in %v of %q: %w", at.Operator, at.Inputs, e)
		}
	}()
	values := map[string]value{}
	for i, name := range n.inputs {
		values[name] = value{dims: lengths(inputs[i].Shape), ints: inputs[i].Data}
	}
	var in []value
	for i := range n.nodes {
		node := &n.nodes[i]
		at = node
		in = in[:0]
		for _, name := range node.Inputs {
			v, ok := values[name]
			if !ok {
				v, ok = n.weights[name]
			}
			if !ok && name != "" {
				return nil, nil, fmt.Errorf("%v needs %q, which nothing computes", node.Operator, name)
			}
			in = append(in, v)
		}
		values[node.Outputs[0]] = node.do.do(node, in)
		for _, name := range node.last {
			delete(values, name)
		}
	}
	out := values[n.output].plain()
	for _, d := range out.dims {
		shape = append(shape, int64(d))
	}
	return out.floats, shape, nil
}

func lengths(shape []int64) []int {
	dims := make([]int, len(shape))
	for i, d := range shape {
		dims[i] = int(d)
	}
	return dims
}
