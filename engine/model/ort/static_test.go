package ort

import (
	"bytes"
	"testing"

	"recollect/engine/model/onnx"
	"recollect/engine/model/onnx/onnxtest"
)

func dynamic() []byte {
	of := func(name string, n int64) onnx.Value {
		return onnx.Value{
			Name: name, Type: onnx.Float32, Shaped: true, Dims: []onnx.Dim{{Symbol: "batch"}, {Size: 3}, {Size: n}},
		}
	}
	return onnxtest.Model{IR: 8, Producer: "test", Opsets: map[string]int64{"": 13}, Graph: &onnxtest.Graph{
		Inputs: []onnx.Value{of("x", 8)}, Outputs: []onnx.Value{of("y", 8)},
		Nodes: []onnxtest.Node{{Operator: onnx.Operator{Name: "Relu"}, Inputs: []string{"x"}, Outputs: []string{"y"}}},
	}}.Bytes()
}

func TestFixBatch(t *testing.T) {
	fixed, err := fixBatch(dynamic(), 4)
	if err != nil {
		t.Fatal(err)
	}
	info, err := onnx.Read(bytes.NewReader(fixed), int64(len(fixed)))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range append(info.Inputs, info.Outputs...) {
		if d := v.Dims; len(d) != 3 || d[0] != (onnx.Dim{Size: 4}) || d[1].Size != 3 || d[2].Size != 8 {
			t.Errorf("%s has the dimensions %+v", v.Name, d)
		}
	}
	if info.Operators[onnx.Operator{Name: "Relu"}] != 1 || info.Producer != "test" {
		t.Errorf("got %+v", info)
	}
}

func FuzzFixBatch(f *testing.F) {
	f.Add(dynamic(), int64(1))
	f.Add([]byte{0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f}, int64(2))
	f.Fuzz(func(t *testing.T, network []byte, batch int64) {
		fixed, err := fixBatch(network, batch)
		if err == nil && len(fixed) > 12*len(network)+64 {
			t.Errorf("%d bytes became %d", len(network), len(fixed))
		}
	})
}
