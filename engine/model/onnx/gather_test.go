package onnx

import (
	"bytes"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// tableModel is a model with one table of 8-bit numbers, three rows of two, of which a
// Gather takes some.
func tableModel(more ...node) []byte {
	return modelOf([]int64{3, 1}, append([]node{
		{
			operator: "Cast", inputs: []string{"table"}, outputs: []string{"float"},
			numbers: map[string]int64{"to": tensorFloat},
		},
		{operator: "Mul", inputs: []string{"float", "scale"}, outputs: []string{"weights"}},
		{operator: "Gather", inputs: []string{"weights", "rows"}, outputs: []string{"out"}},
	}, more...))
}

func modelOf(scale []int64, nodes []node) []byte {
	var g []byte
	for _, n := range nodes {
		g = n.append(g)
	}
	g = appendTensor(g, "table", tensorInt8, 3, 2)
	g = appendTensor(g, "scale", tensorFloat, scale...)
	model := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 8) // ir_version
	model = protowire.AppendBytes(protowire.AppendTag(model, modelGraph, protowire.BytesType), g)
	return protowire.AppendString(protowire.AppendTag(model, 2, protowire.BytesType), "a test") // producer_name
}

func appendTensor(graph []byte, name string, kind uint64, dims ...int64) []byte {
	var b []byte
	for _, d := range dims {
		b = protowire.AppendVarint(protowire.AppendTag(b, tensorDims, protowire.VarintType), uint64(d))
	}
	b = protowire.AppendVarint(protowire.AppendTag(b, tensorType, protowire.VarintType), kind)
	b = protowire.AppendString(protowire.AppendTag(b, tensorName, protowire.BytesType), name)
	return protowire.AppendBytes(protowire.AppendTag(graph, graphInitializer, protowire.BytesType), b)
}

// operators are those of a model, in order.
func operators(t *testing.T, model []byte) (all []string) {
	t.Helper()
	fields, ok := parse(model)
	if !ok {
		t.Fatal("the model cannot be read")
	}
	for _, f := range fields {
		if f.number != modelGraph {
			continue
		}
		inner, ok := parse(f.bytes)
		if !ok {
			t.Fatal("the graph cannot be read")
		}
		for _, f := range inner {
			if f.number == graphNode {
				n, ok := parse(f.bytes)
				if !ok {
					t.Fatal("a node cannot be read")
				}
				all = append(all, text(n, nodeOperator))
			}
		}
	}
	return all
}

func TestGatherFirst(t *testing.T) {
	got, want := operators(t, GatherFirst(tableModel())), []string{"Gather", "Cast", "Gather", "Mul"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	cast := node{
		operator: "Cast", inputs: []string{"table"}, outputs: []string{"float"},
		numbers: map[string]int64{"to": tensorFloat},
	}
	mul := node{operator: "Mul", inputs: []string{"float", "scale"}, outputs: []string{"weights"}}
	gather := node{operator: "Gather", inputs: []string{"weights", "rows"}, outputs: []string{"out"}}
	columns := gather
	columns.numbers = map[string]int64{"axis": 1}
	half := cast
	half.numbers = map[string]int64{"to": 10}
	for name, model := range map[string][]byte{
		"weights used twice": tableModel(node{
			operator: "Relu", inputs: []string{"weights"}, outputs: []string{"more"},
		}),
		"floats used twice":  tableModel(node{operator: "Relu", inputs: []string{"float"}, outputs: []string{"more"}}),
		"one scale a column": modelOf([]int64{1, 2}, []node{cast, mul, gather}),
		"columns are taken":  modelOf([]int64{3, 1}, []node{cast, mul, columns}),
		"half precision":     modelOf([]int64{3, 1}, []node{half, mul, gather}),
		"no product":         modelOf([]int64{3, 1}, []node{cast, gather}),
		"cut off":            tableModel()[:40],
		"nothing":            nil,
		"no graph at all":    {8, 8},
		"not a model at all": []byte("these are words"),
	} {
		if got := GatherFirst(model); !bytes.Equal(got, model) {
			t.Errorf("%s: the model was changed", name)
		}
	}
}

// A node may have a graph of its own, in which the table is used too.
func TestGatherFirstLeavesBranchesAlone(t *testing.T) {
	branch := protowire.AppendBytes(protowire.AppendTag(nil, attributeGraph, protowire.BytesType), nil)
	branching := protowire.AppendBytes(protowire.AppendTag(nil, nodeAttribute, protowire.BytesType), branch)
	graph := protowire.AppendBytes(protowire.AppendTag(nil, graphNode, protowire.BytesType), branching)
	fields, _ := parse(tableModel())
	graph = append(graph, fields[1].bytes...)
	model := protowire.AppendBytes(protowire.AppendTag(nil, modelGraph, protowire.BytesType), graph)
	if got := GatherFirst(model); !bytes.Equal(got, model) {
		t.Error("the model was changed")
	}
}

func FuzzGatherFirst(f *testing.F) {
	f.Add(tableModel())
	f.Add(modelOf([]int64{1, 2}, nil))
	f.Fuzz(func(t *testing.T, model []byte) {
		got := GatherFirst(model)
		if _, ok := parse(model); !ok && !bytes.Equal(got, model) {
			t.Error("a model that cannot be read was changed")
		}
	})
}
