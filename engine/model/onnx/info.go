package onnx

import "fmt"

// Info is what a model says of itself, but for its weights.
type Info struct {
	IR       int64 // the version of the format
	Producer string
	Opsets   map[string]int64 // the version by domain; "" is ONNX's own
	Metadata map[string]string

	Inputs  []Value // without those that have a value in the model
	Outputs []Value

	// Operators counts nodes by operator: of the graph, of graphs inside its nodes, and of functions.
	Operators map[Operator]int
	// Functions are the operators that the model defines itself.
	Functions []Operator
	// Tensors are the weights of the graph, in the order of the file, without their numbers.
	Tensors []Tensor
	// External says where weights are that other files hold, wherever in the model they are used.
	External []External
}

// Operator is one kind of computation. Domain "" is ONNX's own, which is also written "ai.onnx".
type Operator struct{ Domain, Name string }

// String returns such as "Add" and "com.microsoft:QLinearAdd".
func (o Operator) String() string {
	if o.Domain == "" {
		return o.Name
	}
	return o.Domain + ":" + o.Name
}

// Value is an input or output of a graph.
type Value struct {
	Name string
	Type Type // 0 for what is not a tensor
	Dims []Dim
	// Shaped says that the model gives the number of dimensions, which are Dims.
	Shaped bool
}

// Dim is one dimension of a Value. Size is 0 for one that only a run decides on; Symbol may name it.
type Dim struct {
	Size   int64
	Symbol string
}

// Tensor is the shape of weights.
type Tensor struct {
	Name string
	Type Type
	Dims []int64
}

// External is where a tensor's numbers are. Location is as the model gives it: it may be any
// text. Length is 0 where the model does not give one, which means all after Offset.
type External struct {
	Tensor         string
	Location       string
	Offset, Length int64
}

// Type is what the elements of a tensor are: a number of TensorProto.DataType.
type Type int32

// The types that networks of dual encoders take and give.
const (
	Float32  Type = 1
	Uint8    Type = 2
	Int8     Type = 3
	Int32    Type = 6
	Int64    Type = 7
	Bool     Type = 9
	Float16  Type = 10
	Float64  Type = 11
	BFloat16 Type = 16
)

// String returns such as "float32" and "int64".
func (t Type) String() string {
	name, ok := map[Type]string{
		Float32: "float32", Uint8: "uint8", Int8: "int8", Int32: "int32", Int64: "int64", Bool: "bool",
		Float16: "float16", Float64: "float64", BFloat16: "bfloat16",
	}[t]
	if !ok {
		return fmt.Sprintf("type %d", int32(t))
	}
	return name
}
