package onnx_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"recollect/engine/model/onnx"
	"recollect/engine/model/onnx/onnxtest"
)

// Large weights are left where they lie in the file; small ones, and those of other files, stay as they are.
func TestOutside(t *testing.T) {
	large, small := bytes.Repeat([]byte("large"), 1000), []byte("smalltexts")
	elsewhere := map[string]string{"location": "other.bin", "offset": "7", "length": "9"}
	file := onnxtest.Model{IR: 8, Producer: "a test", Opsets: map[string]int64{"": 13}, Graph: &onnxtest.Graph{
		Tensors: []onnxtest.Tensor{
			{Tensor: onnx.Tensor{Name: "large", Type: onnx.Float32, Dims: []int64{1250}}, Raw: large},
			{Tensor: onnx.Tensor{Name: "small", Type: onnx.Float32, Dims: []int64{2}}, Raw: small},
			{Tensor: onnx.Tensor{Name: "there", Type: onnx.Float32, Dims: []int64{2}}, External: elsewhere},
		},
		Nodes: []onnxtest.Node{{Operator: onnx.Operator{Name: "MatMul"}, Inputs: []string{"large"}}},
	}}.Bytes()
	got, err := onnx.Outside(bytes.NewReader(file), int64(len(file)), "it.onnx")
	if err != nil || bytes.Contains(got, large) || !bytes.Contains(got, small) {
		t.Fatalf("%v: %q", err, got)
	}
	was, err := onnx.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	is, err := onnx.Read(bytes.NewReader(got), int64(len(got)))
	if err != nil {
		t.Fatal(err)
	}
	at := int64(bytes.Index(file, large))
	moved := onnx.External{Tensor: "large", Location: "it.onnx", Offset: at, Length: int64(len(large))}
	want := append([]onnx.External{moved}, was.External...)
	if !slices.Equal(is.External, want) || len(is.Tensors) != 3 || is.Producer != was.Producer ||
		len(is.Operators) != 1 {
		t.Errorf("got %+v, want external %+v", is, want)
	}
	for n := range file {
		if _, err := onnx.Outside(bytes.NewReader(file[:n]), int64(len(file)), "it.onnx"); n > 0 && err == nil {
			t.Errorf("cut off at %d: no error", n)
		}
	}
	if _, err := onnx.Outside(bytes.NewReader(file[:9]), 9, "it.onnx"); !errors.Is(err, onnx.ErrFormat) {
		t.Error(err)
	}
}
