package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/model/onnx"
	"recollect/engine/model/onnx/onnxtest"
)

// files are those of a pack, by path.
type files map[string][]byte

// with returns a copy in which the files of more are added, or left out where these are nil.
func (f files) with(more files) files {
	f = maps.Clone(f)
	for name, data := range more {
		if f[name] = data; data == nil {
			delete(f, name)
		}
	}
	return f
}

// folder writes the pack into a new folder of a name.
func (f files) folder(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	for name, data := range f {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), data)
	}
	return dir
}

func put(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// zip writes the pack into an archive.
func (f files) zip(t testing.TB, name string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(f[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	put(t, path, b.Bytes())
	return path
}

// dims are those of a value; negative ones are free.
func dims(all ...int64) (d []onnx.Dim) {
	for _, n := range all {
		if n < 0 {
			d = append(d, onnx.Dim{Symbol: "batch"})
		} else {
			d = append(d, onnx.Dim{Size: n})
		}
	}
	return d
}

func value(name string, of onnx.Type, d ...int64) onnx.Value {
	return onnx.Value{Name: name, Type: of, Shaped: true, Dims: dims(d...)}
}

// net is a graph with two operators.
type net struct {
	in, out   []onnx.Value
	operators []onnx.Operator
	tokens    int64 // rows of its table
	external  []map[string]string
	opset, ir int64
	functions []onnx.Operator
	pad       int // bytes of weights
}

func (n net) bytes() []byte {
	if n.opset == 0 {
		n.opset, n.ir = 17, 8
	}
	g := &onnxtest.Graph{Inputs: n.in, Outputs: n.out}
	if n.operators == nil {
		n.operators = []onnx.Operator{{Name: "MatMul"}, {Name: "Sigmoid"}}
	}
	for _, o := range n.operators {
		g.Nodes = append(g.Nodes, onnxtest.Node{Operator: o})
	}
	g.Tensors = append(g.Tensors, onnxtest.Tensor{
		Tensor: onnx.Tensor{Name: "table", Type: onnx.Float32, Dims: []int64{max(n.tokens, 8), 4}},
		Raw:    make([]byte, n.pad),
	})
	for _, e := range n.external {
		g.Tensors = append(g.Tensors, onnxtest.Tensor{Tensor: onnx.Tensor{Name: "outside"}, External: e})
	}
	m := onnxtest.Model{IR: n.ir, Opsets: map[string]int64{"": n.opset}, Graph: g}
	for _, f := range n.functions {
		m.Defines = append(m.Defines, onnxtest.Function{Operator: f})
	}
	return m.Bytes()
}

func seeing() net {
	return net{
		in: []onnx.Value{value("pixel_values", onnx.Float32, -1, 3, 32, 32)},
		out: []onnx.Value{
			value("last_hidden_state", onnx.Float32, -1, 17, 16), value("image_embeds", onnx.Float32, -1, 16),
		},
	}
}

func reading() net {
	return net{
		in:     []onnx.Value{value("input_ids", onnx.Int64, -1, -1)},
		out:    []onnx.Value{value("text_embeds", onnx.Float32, -1, 16)},
		tokens: 574,
	}
}

// fixture returns the small model of random weights of that name, as Hugging Face's exporter writes it.
func fixture(t *testing.T, name string) files {
	t.Helper()
	dir := filepath.Join("..", "testdata", name)
	f := files{}
	for _, name := range []string{
		"onnx/vision_model.onnx", "onnx/text_model.onnx", "config.json", "preprocessor_config.json", "tokenizer.json",
		"vocab.json", "merges.txt", "spiece.model",
	} {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			f[name] = data
		}
	}
	return f
}

// hf is a pack as Hugging Face's exporters lay it out, with graphs made by hand.
func hf(t *testing.T) files {
	return fixture(t, "hf-clip").with(files{
		"onnx/vision_model.onnx": seeing().bytes(), "onnx/text_model.onnx": reading().bytes(), "tokenizer.json": nil,
	})
}

const immichConfig = `{"embed_dim": 16, "quick_gelu": true, "vision_cfg": {"image_size": 32, "layers": 2, "width": 16},
	"text_cfg": {"context_length": 16, "vocab_size": 574, "width": 16, "heads": 2, "layers": 1}}`

const immichPreparation = `{"size": [32, 32], "mode": "RGB", "mean": [0.48145466, 0.4578275, 0.40821073],
	"std": [0.26862954, 0.26130258, 0.27577711], "interpolation": "bicubic", "resize_mode": "shortest",
	"fill_color": 0}`

// immich is a pack as Immich's first exporter lays it out.
func immich(t *testing.T) files {
	v, x := seeing(), reading()
	v.in = []onnx.Value{value("image", onnx.Float32, 1, 3, 32, 32)}
	v.out = []onnx.Value{value("embedding", onnx.Float32, 1, 16)}
	x.in = []onnx.Value{value("text", onnx.Int32, 1, 16)}
	x.out = v.out
	return files{
		"visual/model.onnx": v.bytes(), "textual/model.onnx": x.bytes(), "config.json": []byte(immichConfig),
		"visual/preprocess_cfg.json":    []byte(immichPreparation),
		"textual/tokenizer.json":        fixture(t, "hf-clip")["tokenizer.json"],
		"textual/tokenizer_config.json": []byte(`{"pad_token": {"content": "<|endoftext|>", "lstrip": false}}`),
		"textual/vocab.json":            fixture(t, "hf-clip")["vocab.json"],
	}
}

// immich2 is one of its second: bytes as pixels, and weights in other files.
func immich2(t *testing.T) files {
	v, x := seeing(), reading()
	v.in = []onnx.Value{value("image", onnx.Uint8, -1, 32, 32, 3)}
	v.out = []onnx.Value{value("image_embedding", onnx.Float32, -1, 16)}
	v.external = []map[string]string{{"location": "model.safetensors", "offset": "8", "length": "100"}}
	v.opset, v.ir = 23, 10
	x.in = []onnx.Value{value("text", onnx.Int32, -1, 16)}
	x.out = []onnx.Value{value("text_embedding", onnx.Float32, -1, 16)}
	x.external = []map[string]string{{"location": "weights/a.bin"}, {"location": "weights/a.bin", "offset": "4"}}
	return immich(t).with(files{
		"visual/model.onnx": v.bytes(), "visual/model.safetensors": make([]byte, 108),
		"textual/model.onnx": x.bytes(), "textual/weights/a.bin": make([]byte, 50),
	})
}

// inspect is what Open finds.
func inspect(ctx context.Context, from string, o Options) (Report, error) {
	p, err := Open(ctx, from, o)
	if err != nil {
		return Report{}, err
	}
	return p.Report(), p.Close()
}

// importTo is what Import makes of what Open finds.
func importTo(ctx context.Context, from, to string, o Options) (Report, error) {
	p, err := Open(ctx, from, o)
	if err != nil {
		return Report{}, err
	}
	r, err := p.Import(ctx, to, nil)
	return r, errors.Join(err, p.Close())
}
