package onnx_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"recollect/engine/model/onnx"
	"recollect/engine/model/onnx/onnxtest"
)

func read(data []byte) (*onnx.Info, error) {
	return onnx.Read(bytes.NewReader(data), int64(len(data)))
}

func tower() onnxtest.Model {
	outside := onnxtest.Tensor{
		Tensor:   onnx.Tensor{Name: "inside a node", Type: onnx.Float32},
		External: map[string]string{"location": "more.bin"},
	}
	return onnxtest.Model{
		IR: 8, Producer: "pytorch", Opsets: map[string]int64{"ai.onnx": 17, "com.microsoft": 1},
		Metadata: map[string]string{"author": "someone"},
		Graph: &onnxtest.Graph{
			Inputs: []onnx.Value{
				{
					Name: "pixel_values", Type: onnx.Float32,
					Dims: []onnx.Dim{{Symbol: "batch"}, {Size: 3}, {Size: 224}, {}},
				},
				{Name: "weights", Type: onnx.Float32, Dims: []onnx.Dim{{Size: 4}}},
			},
			Outputs: []onnx.Value{{Name: "image_embeds", Type: onnx.Float16, Shaped: true}, {Name: "other"}},
			Nodes: []onnxtest.Node{
				{Operator: onnx.Operator{Name: "Add"}, Inputs: []string{"a", "b"}, Outputs: []string{"c"}},
				{Operator: onnx.Operator{Domain: "ai.onnx", Name: "Add"}},
				{Operator: onnx.Operator{Domain: "com.microsoft", Name: "QLinearAdd"}},
				{
					Operator: onnx.Operator{Name: "If"}, Numbers: map[string]int64{"n": 3},
					Body: &onnxtest.Graph{
						Inputs: []onnx.Value{{Name: "not the model's"}},
						Nodes:  []onnxtest.Node{{Operator: onnx.Operator{Name: "Constant"}, Value: &outside}},
					},
				},
			},
			Tensors: []onnxtest.Tensor{
				{
					Tensor: onnx.Tensor{Name: "weights", Type: onnx.Float32, Dims: []int64{2, 2}},
					Raw:    make([]byte, 1<<20),
				},
				{
					Tensor: onnx.Tensor{Name: "far", Type: onnx.Uint8, Dims: []int64{49408, 512}},
					External: map[string]string{
						"location": "model.onnx_data", "offset": "4096", "length": "25296896",
					},
				},
			},
		},
		Defines: []onnxtest.Function{{
			Operator: onnx.Operator{Domain: "local", Name: "Twice"},
			Nodes:    []onnxtest.Node{{Operator: onnx.Operator{Name: "Mul"}}},
		}},
	}
}

func TestRead(t *testing.T) {
	got, err := read(tower().Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := &onnx.Info{
		IR: 8, Producer: "pytorch", Opsets: map[string]int64{"": 17, "com.microsoft": 1},
		Metadata: map[string]string{"author": "someone"},
		Inputs: []onnx.Value{{
			Name: "pixel_values", Type: onnx.Float32, Shaped: true,
			Dims: []onnx.Dim{{Symbol: "batch"}, {Size: 3}, {Size: 224}, {}},
		}},
		Outputs: []onnx.Value{{Name: "image_embeds", Type: onnx.Float16, Shaped: true}, {Name: "other"}},
		Operators: map[onnx.Operator]int{
			{Name: "Add"}: 2, {Domain: "com.microsoft", Name: "QLinearAdd"}: 1, {Name: "If"}: 1, {Name: "Constant"}: 1,
			{Name: "Mul"}: 1,
		},
		Functions: []onnx.Operator{{Domain: "local", Name: "Twice"}},
		Tensors: []onnx.Tensor{
			{Name: "weights", Type: onnx.Float32, Dims: []int64{2, 2}},
			{Name: "far", Type: onnx.Uint8, Dims: []int64{49408, 512}},
		},
		External: []onnx.External{
			{Tensor: "inside a node", Location: "more.bin"},
			{Tensor: "far", Location: "model.onnx_data", Offset: 4096, Length: 25296896},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("want %+v,\n got %+v", want, got)
	}
}

// The shipped networks, whose facts model.json has.
func TestReadShipped(t *testing.T) {
	for file, want := range map[string]string{
		"vision_model.onnx": "pixel_values image_embeds", "text_model.onnx": "input_ids attention_mask text_embeds",
	} {
		f, err := os.Open("../../../assets/models/mini/" + file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		i, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		info, err := onnx.Read(f, i.Size())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, v := range append(info.Inputs, info.Outputs...) {
			names = append(names, v.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: want %s, got %s", file, want, got)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	whole := tower().Bytes()
	graph := func(g onnxtest.Graph) []byte { return onnxtest.Model{Graph: &g}.Bytes() }
	external := func(entries map[string]string) []byte {
		return graph(onnxtest.Graph{Tensors: []onnxtest.Tensor{{External: entries}}})
	}
	deep := &onnxtest.Graph{}
	for range 20 {
		deep = &onnxtest.Graph{Nodes: []onnxtest.Node{{Body: deep}}}
	}
	tests := []struct {
		name  string
		model []byte
		want  error
	}{
		{"empty", nil, onnx.ErrFormat},
		{"no graph", onnxtest.Model{IR: 8}.Bytes(), onnx.ErrFormat},
		{"two graphs", append(graph(onnxtest.Graph{}), graph(onnxtest.Graph{})...), onnx.ErrFormat},
		{"cut off", whole[:len(whole)/2], onnx.ErrFormat},
		{"a pointer to a file", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:0"), onnx.ErrFormat},
		{"a page", []byte("<!DOCTYPE html><html><body>404</body></html>"), onnx.ErrFormat},
		{"a long number", bytes.Repeat([]byte{0xff}, 11), onnx.ErrFormat},
		{"a length of 2^63", append([]byte{0x3a}, protowire.AppendVarint(nil, 1<<63)...), onnx.ErrFormat},
		{"a length of 2^64-1", append([]byte{0x3a}, protowire.AppendVarint(nil, math.MaxUint64)...), onnx.ErrFormat},
		{"a number for a graph", []byte{0x38, 1}, onnx.ErrFormat},
		{"a group", []byte{0x3b, 0x3c}, onnx.ErrFormat},
		{"graphs too deep", graph(*deep), onnx.ErrLimit},
		{"a long name", graph(onnxtest.Graph{Inputs: []onnx.Value{{Name: strings.Repeat("x", 5000)}}}), onnx.ErrLimit},
		{"many nodes", graph(onnxtest.Graph{Nodes: make([]onnxtest.Node, 1<<18+1)}), onnx.ErrLimit},
		{"many tensors", graph(onnxtest.Graph{Tensors: make([]onnxtest.Tensor, 1<<16+1)}), onnx.ErrLimit},
		{"many dimensions", graph(onnxtest.Graph{Inputs: []onnx.Value{{Dims: make([]onnx.Dim, 65)}}}), onnx.ErrLimit},
		{"fields", append(graph(onnxtest.Graph{}), bytes.Repeat([]byte{0x08, 1}, 1<<24)...), onnx.ErrLimit},
		{"a negative offset", external(map[string]string{"location": "a", "offset": "-1"}), onnx.ErrFormat},
		{"an offset of words", external(map[string]string{"location": "a", "offset": "all"}), onnx.ErrFormat},
		{"a length past 64 bits", external(map[string]string{"length": "9223372036854775808"}), onnx.ErrFormat},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if info, err := read(tt.model); !errors.Is(err, tt.want) {
				t.Errorf("want %v, got %v, %v", tt.want, info, err)
			}
		})
	}
}

func TestReadTwoLocations(t *testing.T) {
	entry := func(path string) []byte {
		b := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), "location")
		b = protowire.AppendString(protowire.AppendTag(b, 2, protowire.BytesType), path)
		return protowire.AppendBytes(protowire.AppendTag(nil, 13, protowire.BytesType), b)
	}
	tensor := append(entry("good"), entry("../bad")...)
	graph := protowire.AppendBytes(protowire.AppendTag(nil, 5, protowire.BytesType), tensor)
	model := protowire.AppendBytes(protowire.AppendTag(nil, 7, protowire.BytesType), graph)
	if info, err := read(model); !errors.Is(err, onnx.ErrFormat) {
		t.Errorf("want %v, got %v, %v", onnx.ErrFormat, info, err)
	}
}

// holes is a file of any size without a disk: data with a run of zeros at hole.
type holes struct {
	data       []byte
	hole, size int64
	read       int64
}

func (h *holes) ReadAt(p []byte, at int64) (int, error) {
	h.read += int64(len(p))
	for i := range p {
		switch o := at + int64(i); {
		case o < h.hole:
			p[i] = h.data[o]
		case o < h.hole+h.size:
			p[i] = 0
		case o-h.size < int64(len(h.data)):
			p[i] = h.data[o-h.size]
		default:
			return i, io.EOF
		}
	}
	return len(p), nil
}

// Weights of five gigabytes inside the file are neither read nor kept.
func TestReadLarge(t *testing.T) {
	const size = 5 << 30
	raw := protowire.AppendVarint(protowire.AppendTag(nil, 9, protowire.BytesType), size)
	tensor := protowire.AppendVarint(protowire.AppendTag(nil, 5, protowire.BytesType), uint64(len(raw)+size))
	inner := append(tensor, raw...)
	rest := onnxtest.Graph{Inputs: []onnx.Value{{Name: "behind"}}}
	after := rest.Bytes()
	head := protowire.AppendTag(nil, 7, protowire.BytesType)
	head = append(protowire.AppendVarint(head, uint64(len(inner)+size+len(after))), inner...)
	h := &holes{data: append(head, after...), hole: int64(len(head)), size: size}

	var before, then runtime.MemStats
	runtime.ReadMemStats(&before)
	info, err := onnx.Read(h, int64(len(h.data))+size)
	runtime.ReadMemStats(&then)
	if err != nil || len(info.Inputs) != 1 || info.Inputs[0].Name != "behind" {
		t.Fatalf("want the input behind the weights, got %+v, %v", info, err)
	}
	if h.read > 1<<16 {
		t.Errorf("read %d bytes", h.read)
	}
	if took := then.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("allocated %d bytes", took)
	}
	if _, err := onnx.Read(h, int64(len(h.data))+size-1); !errors.Is(err, onnx.ErrFormat) {
		t.Errorf("a byte too few: want %v, got %v", onnx.ErrFormat, err)
	}
}

// What a hostile file makes Read keep is bounded, however it is filled.
func TestReadKeepsLittle(t *testing.T) {
	name := strings.Repeat("x", 4000)
	g := &onnxtest.Graph{}
	for range 40000 {
		g.Tensors = append(g.Tensors, onnxtest.Tensor{Tensor: onnx.Tensor{Name: name, Dims: make([]int64, 64)}})
	}
	model := onnxtest.Model{Graph: g}.Bytes()
	var before, then runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := read(model); !errors.Is(err, onnx.ErrLimit) {
		t.Errorf("want %v, got %v", onnx.ErrLimit, err)
	}
	runtime.ReadMemStats(&then)
	if took := then.TotalAlloc - before.TotalAlloc; took > 128<<20 {
		t.Errorf("allocated %d bytes", took)
	}
}

func TestReadFails(t *testing.T) {
	broken := errors.New("the disk is broken")
	if _, err := onnx.Read(failing{broken}, 100); !errors.Is(err, broken) {
		t.Errorf("want %v, got %v", broken, err)
	}
	if _, err := onnx.Read(bytes.NewReader(nil), 100); !errors.Is(err, onnx.ErrFormat) {
		t.Errorf("a file that became shorter: want %v, got %v", onnx.ErrFormat, err)
	}
}

type failing struct{ err error }

func (f failing) ReadAt([]byte, int64) (int, error) { return 0, f.err }

func TestNames(t *testing.T) {
	for got, want := range map[string]string{
		onnx.Float16.String(): "float16", onnx.Type(77).String(): "type 77",
		onnx.Operator{Name: "Add"}.String():              "Add",
		onnx.Operator{Domain: "a.b", Name: "C"}.String(): "a.b:C",
	} {
		if got != want {
			t.Errorf("want %s, got %s", want, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	m := tower()
	m.Graph.Tensors = m.Graph.Tensors[1:]
	f.Add(m.Bytes())
	f.Add(onnxtest.Model{Graph: &onnxtest.Graph{}}.Bytes())
	f.Fuzz(func(t *testing.T, model []byte) {
		info, err := read(model)
		if (info == nil) == (err == nil) {
			t.Errorf("got %v and %v", info, err)
		}
		if err != nil && !errors.Is(err, onnx.ErrFormat) && !errors.Is(err, onnx.ErrLimit) {
			t.Errorf("want one of this package's errors, got %v", err)
		}
	})
}
