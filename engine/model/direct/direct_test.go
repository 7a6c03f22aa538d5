package direct

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"recollect/engine/model/onnx"
	"recollect/engine/model/onnx/onnxtest"
)

func floats(name string, dims []int64, all ...float32) onnxtest.Tensor {
	t := onnxtest.Tensor{Tensor: onnx.Tensor{Name: name, Type: onnx.Float32, Dims: dims}}
	for _, f := range all {
		t.Raw = binary.LittleEndian.AppendUint32(t.Raw, math.Float32bits(f))
	}
	return t
}

func int64s(name string, dims []int64, all ...int64) onnxtest.Tensor {
	t := onnxtest.Tensor{Tensor: onnx.Tensor{Name: name, Type: onnx.Int64, Dims: dims}}
	for _, i := range all {
		t.Raw = binary.LittleEndian.AppendUint64(t.Raw, uint64(i))
	}
	return t
}

func int8s(name string, dims []int64, all ...int8) onnxtest.Tensor {
	t := onnxtest.Tensor{Tensor: onnx.Tensor{Name: name, Type: onnx.Int8, Dims: dims}}
	for _, i := range all {
		t.Raw = append(t.Raw, byte(i))
	}
	return t
}

func op(name, out string, in ...string) onnxtest.Node {
	return onnxtest.Node{Operator: onnx.Operator{Name: name}, Inputs: in, Outputs: []string{out}}
}

func with(n onnxtest.Node, numbers map[string]int64) onnxtest.Node {
	n.Numbers = numbers
	return n
}

// sentences is a small network with rows of a table, and products with tables of both kinds.
func sentences() onnxtest.Model {
	return onnxtest.Model{Graph: &onnxtest.Graph{
		Outputs: []onnx.Value{{Name: "out", Type: onnx.Float32}},
		Tensors: []onnxtest.Tensor{
			int8s("words", []int64{3, 2}, 1, 2, 3, 4, -5, 6), floats("words scale", []int64{3, 1}, 1, 0.5, 2),
			int8s("cols", []int64{2, 3}, 1, 2, 3, -4, 5, 6), floats("cols scale", []int64{1, 3}, 1, 2, 0.5),
			int8s("rows", []int64{2, 3}, 1, 0, 1, 0, 2, 0), floats("rows scale", []int64{2, 1}, 1, 3),
			floats("bias", []int64{2}, 10, 20),
		},
		Nodes: []onnxtest.Node{
			with(op("Cast", "words f", "words"), map[string]int64{"to": 1}),
			op("Mul", "words w", "words f", "words scale"),
			with(op("Cast", "cols f", "cols"), map[string]int64{"to": 1}),
			op("Mul", "cols w", "cols f", "cols scale"),
			with(op("Cast", "rows f", "rows"), map[string]int64{"to": 1}),
			op("Mul", "rows w", "rows f", "rows scale"),
			op("Gather", "taken", "words w", "ids"),
			op("MatMul", "product", "taken", "cols w"),
			with(op("Gemm", "out", "product", "rows w", "bias"), map[string]int64{"transB": 1}),
		},
	}}
}

func TestTables(t *testing.T) {
	n, err := New(sentences().Bytes(), []string{"ids"}, "out")
	if err != nil {
		t.Fatal(err)
	}
	out, shape, err := n.Run(Ints{[]int64{2}, []int64{2, 1}})
	// (-10, 12) * ((1, 4, 1.5), (-4, 10, 3)) is (-58, 80, 21); (1.5, 2) times it is (-6.5, 26, 8.25).
	if want := []float32{-58 + 21 + 10, 480 + 20, -6.5 + 8.25 + 10, 6*26 + 20}; err != nil ||
		!slices.Equal(out, want) || !slices.Equal(shape, []int64{2, 2}) {
		t.Errorf("got %v of shape %v, %v, want %v", out, shape, err, want)
	}
	if _, _, err := n.Run(Ints{[]int64{1}, []int64{3}}); err == nil {
		t.Error("a row that is not there: no error")
	}
}

// Each operator computes what onnx.ai says of it.
func TestOperators(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		name    string
		nodes   []onnxtest.Node
		tensors []onnxtest.Tensor
		want    []float32
		shape   []int64
	}{
		{
			"transpose",
			[]onnxtest.Node{op("Transpose", "out", "x")},
			nil,
			[]float32{1, 4, 2, 5, 3, 6},
			[]int64{3, 2},
		},
		{
			"slice from the end",
			[]onnxtest.Node{op("Slice", "out", "x", "a", "b", "axes")},
			[]onnxtest.Tensor{int64s("a", []int64{1}, -2), int64s("b", []int64{1}, 99), int64s("axes", []int64{1}, 1)},
			[]float32{2, 3, 5, 6},
			[]int64{2, 2},
		},
		{
			"transpose",
			[]onnxtest.Node{op("Reshape", "y", "x", "s"), op("MatMul", "out", "y", "w")},
			[]onnxtest.Tensor{int64s("s", []int64{2}, -1, 2), floats("w", []int64{2, 1}, 1, 10)},
			[]float32{21, 43, 65},
			[]int64{3, 1},
		},
		{
			"reshape keeps what is 0",
			[]onnxtest.Node{op("Reshape", "out", "x", "s")},
			[]onnxtest.Tensor{int64s("s", []int64{3}, 0, 1, -1)},
			[]float32{1, 2, 3, 4, 5, 6},
			[]int64{2, 1, 3},
		},
		{
			"a column is repeated",
			[]onnxtest.Node{op("Add", "out", "x", "c")},
			[]onnxtest.Tensor{floats("c", []int64{2, 1}, 10, 20)},
			[]float32{11, 12, 13, 24, 25, 26},
			[]int64{2, 3},
		},
		{
			"the first is repeated",
			[]onnxtest.Node{op("Div", "out", "c", "x")},
			[]onnxtest.Tensor{floats("c", []int64{1}, 60)},
			[]float32{60, 30, 20, 15, 12, 10},
			[]int64{2, 3},
		},
		{
			"sum along the first",
			[]onnxtest.Node{with(op("ReduceSum", "out", "x", "a"), map[string]int64{"keepdims": 0})},
			[]onnxtest.Tensor{int64s("a", []int64{1}, 0)},
			[]float32{5, 7, 9},
			[]int64{3},
		},
		{
			"expand and unsqueeze",
			[]onnxtest.Node{op("Unsqueeze", "y", "c", "a"), op("Expand", "out", "y", "s")},
			[]onnxtest.Tensor{
				floats("c", []int64{2}, 1, 2), int64s("a", []int64{1}, -1), int64s("s", []int64{2}, 1, 2),
			},
			[]float32{1, 1, 2, 2},
			[]int64{2, 2},
		},
		{
			"concat",
			[]onnxtest.Node{with(op("Concat", "out", "x", "c"), map[string]int64{"axis": -1})},
			[]onnxtest.Tensor{floats("c", []int64{2, 1}, 7, 8)},
			[]float32{1, 2, 3, 7, 4, 5, 6, 8},
			[]int64{2, 4},
		},
		{
			"softmax of what is left out",
			[]onnxtest.Node{op("Add", "y", "x", "c"), op("Softmax", "out", "y")},
			[]onnxtest.Tensor{floats("c", []int64{3}, -inf, -inf, 0)},
			[]float32{0, 0, 1, 0, 0, 1},
			[]int64{2, 3},
		},
		{
			"not a number",
			[]onnxtest.Node{
				op("Div", "y", "c", "c"), op("IsNaN", "is", "y"), op("Where", "out", "is", "one", "y"),
			},
			[]onnxtest.Tensor{floats("c", []int64{2}, 0, 5), floats("one", nil, 7)},
			[]float32{7, 1},
			[]int64{2},
		},
		{
			"clip",
			[]onnxtest.Node{op("Clip", "out", "x", "low", "high")},
			[]onnxtest.Tensor{floats("low", nil, 2), floats("high", nil, 4)},
			[]float32{2, 2, 3, 4, 4, 4},
			[]int64{2, 3},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := floats("x", []int64{2, 3}, 1, 2, 3, 4, 5, 6)
			g := &onnxtest.Graph{Nodes: c.nodes, Tensors: append(c.tensors, x)}
			n, err := New(onnxtest.Model{Graph: g}.Bytes(), nil, "out")
			if err != nil {
				t.Fatal(err)
			}
			out, shape, err := n.Run()
			if err != nil || !reflect.DeepEqual(out, c.want) || !slices.Equal(shape, c.shape) {
				t.Errorf("got %v of shape %v, %v, want %v of %v", out, shape, err, c.want, c.shape)
			}
		})
	}
}

func TestUnknown(t *testing.T) {
	for name, g := range map[string]onnxtest.Graph{
		"operator": {Nodes: []onnxtest.Node{op("LSTM", "out", "x")}},
		"domain":   {Nodes: []onnxtest.Node{{Operator: onnx.Operator{Domain: "com.microsoft", Name: "Add"}}}},
		"too few":  {Nodes: []onnxtest.Node{op("Add", "out", "x")}},
		"type":     {Tensors: []onnxtest.Tensor{int8s("x", []int64{1, 1, 1}, 1)}},
	} {
		if _, err := New(onnxtest.Model{Graph: &g}.Bytes(), nil, "out"); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: got %v, want ErrUnknown", name, err)
		}
	}
	missing := onnxtest.Graph{Nodes: []onnxtest.Node{op("Erf", "out", "nobody")}}
	n, err := New(onnxtest.Model{Graph: &missing}.Bytes(), nil, "out")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := n.Run(); err == nil {
		t.Error("a value that nothing computes: no error")
	}
}

func TestErf(t *testing.T) {
	v := newFloats([]int{40001})
	for i := range v.floats {
		v.floats[i] = float32(i-20000) / 2500
	}
	v.floats[0], v.floats[1] = float32(math.Inf(1)), float32(math.Inf(-1))
	for i, got := range erf(nil, []value{v}).floats {
		if want := math.Erf(float64(v.floats[i])); math.Abs(float64(got)-want) > 6e-8 {
			t.Fatalf("erf(%v) is %v, got %v", v.floats[i], want, got)
		}
	}
}

// testKernels compares the kernel in use with Go, bit by bit.
func testKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		rows, size, cols := 1+r.IntN(9), 1+r.IntN(600), 1+r.IntN(70)
		a, b := make([]float32, rows*size), make([]int8, size*cols)
		for i := range a {
			a[i] = float32(r.NormFloat64())
		}
		for i := range b {
			b[i] = int8(r.IntN(256) - 128)
		}
		got, want := make([]float32, rows*cols), make([]float32, rows*cols)
		mulCols(got, a, b, rows, size, cols)
		mulColsGo(want, a, b, rows, size, cols)
		if !slices.Equal(got, want) {
			t.Fatalf("columns of %d x %d x %d differ", rows, size, cols)
		}
		mulRows(got, a, b, rows, size, cols)
		mulRowsGo(want, a, b, rows, size, cols)
		if !slices.Equal(got, want) {
			t.Fatalf("rows of %d x %d x %d differ", rows, size, cols)
		}
	}
}

func TestKernelsAgree(t *testing.T) { testKernels(t) }

// Whatever a network says, it is refused, or computes something or an error.
func FuzzRun(f *testing.F) {
	f.Add(sentences().Bytes())
	f.Fuzz(func(t *testing.T, model []byte) {
		n, err := New(model, []string{"ids"}, "out")
		if err == nil {
			_, _, _ = n.Run(Ints{[]int64{2}, []int64{2, 1}})
		}
	})
}
