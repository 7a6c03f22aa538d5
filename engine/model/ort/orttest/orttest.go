// Package orttest gives tests an ONNX Runtime whose providers fail, and a small network.
package orttest

import (
	_ "embed" // faulty.c
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"recollect/engine/model/onnx"
	"recollect/engine/model/onnx/onnxtest"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/worker"
)

// Main runs the tests of a package, or makes the process a worker. Call it from TestMain.
func Main(m *testing.M) {
	if worker.Asked(os.Args[1:]) {
		os.Exit(worker.Serve(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// Program starts this test as a worker.
func Program(tb testing.TB) []string {
	tb.Helper()
	program, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	return []string{program}
}

//go:embed testdata/faulty.c
var faulty []byte

// Faulty compiles a library that stands in for real, the path of ONNX Runtime's, and returns its
// path. It needs another one in its folder, as CUDA's does. fault is what goes wrong with its provider
// WebGPU, see faulty.c, in the runs from one on, so many times (0: always).
func Faulty(t *testing.T, real, fault string, from, times int) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the library that stands in is made for Linux")
	}
	dir := t.TempDir()
	library, source := filepath.Join(dir, ort.LibraryName()), filepath.Join(dir, "faulty.c")
	if err := os.WriteFile(source, faulty, 0o600); err != nil {
		t.Fatal(err)
	}
	headers, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yalue/onnxruntime_go").Output()
	if err != nil {
		t.Fatal(err)
	}
	needed := filepath.Join(dir, "libneeded.so")
	for _, args := range [][]string{
		{"-o", needed, "-DNEEDED", source},
		{"-o", library, "-I", strings.TrimSpace(string(headers)), source, needed, "-ldl", "-lm", "-lpthread"},
	} {
		args = append(args, "-shared", "-fPIC", "-Wl,-soname="+filepath.Base(args[1]))
		cc := exec.Command("cc", args...)
		if out, err := cc.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	t.Setenv("FAULTY_REAL", real)
	t.Setenv("FAULTY", fault)
	t.Setenv("FAULTY_FROM", strconv.Itoa(from))
	t.Setenv("FAULTY_TIMES", strconv.Itoa(times))
	t.Setenv("FAULTY_COUNT", filepath.Join(dir, "runs"))
	return library
}

// Width and Dim are the lengths of an input row and an output row of Network.
const (
	Width = 48
	Dim   = 16
)

// Network is y = x * w for any number of rows. Its input is called x, its output y.
func Network() []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var w []byte
	for range Width * Dim {
		w = binary.LittleEndian.AppendUint32(w, math.Float32bits(float32(random.NormFloat64())))
	}
	batch := onnx.Dim{Symbol: "batch"}
	return onnxtest.Model{IR: 8, Opsets: map[string]int64{"": 13}, Graph: &onnxtest.Graph{
		Inputs:  []onnx.Value{{Name: "x", Type: onnx.Float32, Shaped: true, Dims: []onnx.Dim{batch, {Size: Width}}}},
		Outputs: []onnx.Value{{Name: "y", Type: onnx.Float32, Shaped: true, Dims: []onnx.Dim{batch, {Size: Dim}}}},
		Nodes: []onnxtest.Node{{
			Operator: onnx.Operator{Name: "MatMul"}, Inputs: []string{"x", "w"}, Outputs: []string{"y"},
		}},
		Tensors: []onnxtest.Tensor{{
			Tensor: onnx.Tensor{Name: "w", Type: onnx.Float32, Dims: []int64{Width, Dim}}, Raw: w,
		}},
	}}.Bytes()
}

// Pictures are inputs of Network, each different.
func Pictures(n int) ort.Tensor {
	random := rand.New(rand.NewPCG(3, 4))
	t := ort.Tensor{Shape: []int64{int64(n), Width}, Floats: make([]float32, n*Width)}
	for i := range t.Floats {
		t.Floats[i] = float32(random.NormFloat64())
	}
	return t
}
