package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"recollect/engine/model"
	"recollect/engine/model/list"
	"recollect/engine/model/onnx"
	"recollect/engine/photo"
	"recollect/engine/volume"
)

// vision returns a network for pictures after a change.
func vision(change func(n *net)) files {
	n := seeing()
	change(&n)
	return files{"onnx/vision_model.onnx": n.bytes()}
}

// text returns a network for text after a change.
func text(change func(n *net)) files {
	n := reading()
	change(&n)
	return files{"onnx/text_model.onnx": n.bytes()}
}

// refusal is a change of a pack, and the code of the fault that Import returns then.
type refusal struct {
	name string
	with files
	want string
}

// testRefuse wants each thing that does not fit to have its code, and nothing to be left behind.
func testRefuse(t *testing.T, whole files, tests []refusal) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from := whole.with(tt.with)
			for _, path := range []string{from.folder(t, "pack"), from.zip(t, "pack.zip")} {
				to := filepath.Join(t.TempDir(), "new")
				_, err := importTo(t.Context(), path, to, Options{})
				if got := codeOf(err); got != tt.want {
					t.Errorf("%s: want %s, got %s: %v", filepath.Base(path), tt.want, got, err)
				}
				onlyThe(t, filepath.Dir(to))
			}
		})
	}
}

func TestRefuseFiles(t *testing.T) {
	both := seeing()
	both.in = append(both.in, reading().in...)
	whole := hf(t)
	testRefuse(t, whole, []refusal{
		{"no tokenizer", files{"vocab.json": nil, "merges.txt": nil}, "pack:no-clip-tokenizer"},
		{"half a tokenizer", files{"merges.txt": nil}, "pack:no-clip-tokenizer"},
		{"a tokenizer that is none", files{"vocab.json": []byte("[1, 2]")}, "pack:tokenizer"},
		{"no network for pictures", files{"onnx/vision_model.onnx": nil}, "pack:no-vision"},
		{"no network for text", files{"onnx/text_model.onnx": nil}, "pack:no-text"},
		{"the network for text twice", files{"onnx/vision_model.onnx": whole["onnx/text_model.onnx"]}, "pack:twice"},
		{"two candidates", files{"onnx/visual.onnx": whole["onnx/vision_model.onnx"]}, "pack:twice"},
		{"two models", whole.into("other/"), "pack:several"},
		{"nothing", files{"onnx/vision_model.onnx": nil, "onnx/text_model.onnx": nil}, "pack:empty"},
		{
			"a zip inside",
			files{"onnx/vision_model.onnx": nil, "onnx/text_model.onnx": nil, "a.zip": {1}},
			"pack:holds-zip",
		},
		{
			"one graph for both",
			files{"onnx/vision_model.onnx": nil, "onnx/text_model.onnx": both.bytes()},
			"pack:combined",
		},
		{"truncated", files{"onnx/text_model.onnx": whole["onnx/text_model.onnx"][:90]}, "pack:not-onnx"},
		{
			"not fetched by git",
			files{"onnx/text_model.onnx": []byte("version https://git-lfs.github.com/spec/v1\n")},
			"pack:pointer",
		},
	})
}

func TestRefuseNetworks(t *testing.T) {
	testRefuse(t, hf(t), []refusal{
		{
			"dimensions differ",
			text(func(n *net) { n.out[0] = value("text_embeds", onnx.Float32, -1, 24) }),
			"pack:dims",
		},
		{
			"no dimension at all", vision(func(n *net) { n.out = []onnx.Value{{Name: "image_embeds", Type: 1}} }).with(
				text(func(n *net) { n.out = []onnx.Value{{Name: "text_embeds", Type: 1}} })).with(
				files{"config.json": []byte(`{"model_type": "clip"}`)}), "pack:no-dim",
		},
		{"double precision", vision(func(n *net) { n.in[0].Type = onnx.Float64 }), "pack:type"},
		{"bytes as tokens", text(func(n *net) { n.in[0].Type = onnx.Uint8 }), "pack:type"},
		{"an embedding of whole numbers", text(func(n *net) { n.out[0].Type = onnx.Int64 }), "pack:type"},
		{
			"another input",
			text(func(n *net) { n.in = append(n.in, value("position_ids2", onnx.Int64, -1, -1)) }),
			"pack:inputs",
		},
		{"no outputs", vision(func(n *net) { n.out = nil }), "pack:outputs"},
		{
			"no embedding",
			vision(func(n *net) { n.out = []onnx.Value{value("x", onnx.Float32, 1, 17, 16)} }),
			"pack:outputs",
		},
		{"a batch of eight", vision(func(n *net) { n.in[0] = value("pixel_values", 1, 8, 3, 32, 32) }), "pack:shape"},
		{"four channels", vision(func(n *net) { n.in[0] = value("pixel_values", 1, 1, 4, 32, 32) }), "pack:shape"},
		{"pictures that are no squares", vision(func(n *net) { n.in[0] = value("a", 1, 1, 3, 32, 64) }), "pack:shape"},
		{"huge pictures", vision(func(n *net) { n.in[0] = value("a", 1, 1, 3, 1<<40, 1<<40) }), "pack:shape"},
		{"another size of pictures", vision(func(n *net) { n.in[0] = value("a", 1, 1, 3, 64, 64) }), "pack:px"},
		{"another length", text(func(n *net) { n.in[0] = value("input_ids", onnx.Int64, 1, 77) }), "pack:context"},
		{
			"an endless length",
			text(func(n *net) { n.in[0] = value("input_ids", onnx.Int64, 1, 1<<40) }),
			"pack:shape",
		},
		{"a newer operator set", vision(func(n *net) { n.opset = 99 }), "pack:newer"},
		{"a newer format", vision(func(n *net) { n.opset, n.ir = 17, 99 }), "pack:newer"},
		{
			"an operator from elsewhere",
			vision(func(n *net) { n.operators = []onnx.Operator{{Domain: "ai.onnx.contrib", Name: "PyOp"}} }),
			"pack:operator",
		},
		{
			"an operator of ONNX Runtime that opens files",
			vision(func(n *net) { n.operators = []onnx.Operator{{Domain: "com.microsoft", Name: "EPContext"}} }),
			"pack:operator",
		},
		{
			"not projected",
			vision(func(n *net) { n.out[1].Name = "pooler_output" }),
			"pack:outputs",
		},
	})
}

func TestRefuseConfigurations(t *testing.T) {
	config := func(name, text string) files { return files{name: []byte(text)} }
	testRefuse(t, hf(t), []refusal{
		{
			"dimension differs from the configuration",
			config("config.json", `{"model_type": "clip", "projection_dim": 24}`),
			"pack:dim",
		},
		{"a configuration that is none", config("config.json", "{"), "pack:config"},
		{"a preparation that is none", config("preprocessor_config.json", `{"size": "large"}`), "pack:config"},
		{
			"a preparation that crops less", config("preprocessor_config.json",
				`{"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 40}, "crop_size": 32}`),
			"pack:preparation",
		},
		{
			"another resampling",
			config("preprocessor_config.json", `{"size": 32, "crop_size": 32, "resample": 1}`),
			"pack:preparation",
		},
		{
			"a preparation of another kind",
			config("preprocessor_config.json", `{"image_processor_type": "Siglip2ImageProcessor"}`), "pack:preparation",
		},
		{
			"no deviation",
			config("preprocessor_config.json", `{"size": 32, "crop_size": 32, "image_std": 0}`),
			"pack:preparation",
		},
		{"another family", config("config.json", `{"model_type": "blip"}`), "pack:family"},
		{
			"no family",
			files{
				"config.json": nil, "vocab.json": nil, "merges.txt": nil,
				"tokenizer.json": fixture(t, "hf-siglip2")["tokenizer.json"],
			},
			"pack:no-config",
		},
		{
			"a tokenizer of more tokens",
			text(func(n *net) { n.tokens = 500 }),
			"pack:vocabulary",
		},
		{
			"no size of pictures",
			files{"config.json": []byte(`{"model_type": "clip"}`), "preprocessor_config.json": nil}.with(
				vision(func(n *net) { n.in[0] = value("pixel_values", 1, -1, 3, -1, -1) })), "pack:no-px",
		},
		{"a long configuration", files{"config.json": noise(2 << 20)}, "pack:config"},
	})
}

// noise is bytes that cannot be packed.
func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

// into returns the files in a folder.
func (f files) into(dir string) files {
	g := files{}
	for name, data := range f {
		g[dir+name] = data
	}
	return g
}

// Functions of the model's own are made of operators that are checked.
func TestFunctions(t *testing.T) {
	n := seeing()
	own := onnx.Operator{Domain: "pkg.onnxscript.torch_lib", Name: "aten_gelu"}
	n.operators, n.functions = []onnx.Operator{own}, []onnx.Operator{own}
	imported(t, hf(t).with(files{"onnx/vision_model.onnx": n.bytes()}).folder(t, "a"), Options{})
}

// The networks are told by their graphs, not by names.
func TestSwappedNames(t *testing.T) {
	whole := hf(t)
	from := whole.with(files{
		"onnx/vision_model.onnx": whole["onnx/text_model.onnx"],
		"onnx/text_model.onnx":   whole["onnx/vision_model.onnx"],
	})
	r, _ := imported(t, from.folder(t, "a"), Options{})
	if r.Spec.Vision.Input != "pixel_values" || r.Spec.Text.Inputs[0] != "input_ids" {
		t.Errorf("got %+v", r.Spec)
	}
}

func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	n := seeing()
	n.external = []map[string]string{{"location": "data/weights"}}
	from := hf(t).with(files{"onnx/vision_model.onnx": n.bytes(), "secret/weights": {1, 2, 3, 4}})
	dir := from.folder(t, "a")
	link := func(to, at string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, at)), 0o700); err != nil {
			t.Fatal(err)
		}
		os.Remove(filepath.Join(dir, at))
		if err := os.Symlink(to, filepath.Join(dir, at)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want string) {
		t.Helper()
		if _, err := inspect(t.Context(), dir, Options{}); codeOf(err) != want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	link(filepath.Join(dir, "secret", "weights"), "onnx/data/weights")
	check("pack:weights-outside")
	os.RemoveAll(filepath.Join(dir, "onnx", "data"))
	link("../secret", "onnx/data")
	check("pack:weights-outside")
	os.Remove(filepath.Join(dir, "onnx", "data"))
	put(t, filepath.Join(dir, "onnx", "data", "weights"), []byte{1, 2, 3, 4})
	check("")
	link("text_model.onnx", "onnx/vision_model.onnx")
	check("pack:no-vision")
	if err := os.Remove(filepath.Join(dir, "onnx", "vision_model.onnx")); err != nil {
		t.Fatal(err)
	}
}

// The cache of Hugging Face's libraries has links to files beside the folder.
func TestHubCache(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	hub := filepath.Join(t.TempDir(), "models--a--b")
	snapshot := filepath.Join(hub, "snapshots", "0123")
	for name, data := range hf(t) {
		blob := strings.ReplaceAll(name, "/", "-")
		put(t, filepath.Join(hub, "blobs", blob), data)
		at := filepath.Join(snapshot, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		up := strings.Repeat("../", strings.Count(name, "/")+2)
		if err := os.Symlink(up+"blobs/"+blob, at); err != nil {
			t.Fatal(err)
		}
	}
	imported(t, snapshot, Options{})
	secret := filepath.Join(t.TempDir(), "secret")
	put(t, secret, hf(t)["onnx/text_model.onnx"])
	at := filepath.Join(snapshot, "onnx", "text_model.onnx")
	if err := errors.Join(os.Remove(at), os.Symlink(secret, at)); err != nil {
		t.Fatal(err)
	}
	if _, err := inspect(t.Context(), snapshot, Options{}); codeOf(err) != "pack:no-text" {
		t.Errorf("got %v", err)
	}
}

func TestKinds(t *testing.T) {
	dir := hf(t).folder(t, "a")
	for path, want := range map[string]string{
		filepath.Join(dir, "none"): "pack:nothing", filepath.Join(dir, "config.json"): "pack:kind",
		os.DevNull: "pack:kind",
	} {
		if _, err := inspect(t.Context(), path, Options{}); codeOf(err) != want {
			t.Errorf("%s: want %s, got %v", path, want, err)
		}
	}
	other := filepath.Join(hf(t).folder(t, "b"), "onnx", "text_model.onnx")
	_, err := inspect(t.Context(), filepath.Join(dir, "onnx", "vision_model.onnx"), Options{Other: other})
	if codeOf(err) != "pack:apart" {
		t.Errorf("two files that are apart: %v", err)
	}
	if _, err := importTo(t.Context(), dir, dir, Options{}); codeOf(err) != "pack:taken" {
		t.Errorf("a place that is taken: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := importTo(ctx, dir, dir+"2", Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestWarnings(t *testing.T) {
	plain := func(n net) []byte {
		n.operators = []onnx.Operator{{Name: "Erf"}}
		return n.bytes()
	}
	gelu := hf(t).with(files{"onnx/vision_model.onnx": plain(seeing())})
	openclip := strings.ReplaceAll(immichConfig, `"quick_gelu": true, `, "")
	unsure := immich(t).with(files{"visual/model.onnx": plain(seeing()), "config.json": []byte(openclip)})
	for _, tt := range []struct {
		name string
		from string
		want []string
	}{
		{"QuickGELU", hf(t).folder(t, "openai"), nil},
		{"GELU where QuickGELU is needed", gelu.folder(t, "a"), []string{"pack:plain-gelu"}},
		{"GELU of a name", unsure.folder(t, "ViT-B-32__openai"), []string{"pack:maybe-plain-gelu"}},
		{"GELU of another name", unsure.folder(t, "ViT-B-32__laion2b"), nil},
		{"no preparation", hf(t).with(files{"preprocessor_config.json": nil}).folder(t, "a"), []string{"pack:assumed"}},
	} {
		r, err := inspect(t.Context(), tt.from, Options{})
		if err != nil || !slices.Equal(codes(r.Warnings), tt.want) {
			t.Errorf("%s: want %v, got %v, %v", tt.name, tt.want, r.Warnings, err)
		}
	}
}

// What is known of a file by its content counts more than what is beside it.
func TestKnown(t *testing.T) {
	v, x := seeing(), reading()
	v.pad, x.pad, v.operators = 2<<20, 2<<20, []onnx.Operator{{Name: "Erf"}}
	pack := hf(t).with(files{"onnx/vision_model.onnx": v.bytes(), "onnx/text_model.onnx": x.bytes()})
	m := list.Model{
		ID: "known-one", Title: "Known One", Licence: list.Licence{Name: "MIT", Terms: "terms"},
		Description: model.Spec{
			Family: model.FamilySigLIP2, Dim: 16, ImageSize: 32, ResizeMode: model.Squash, LogitScale: 7, LogitBias: -3,
			Std: [3]float32{1, 1, 1}, Languages: []string{"de"}, Tokenizer: model.Tokenizing{MaxTokens: 16, PadID: 2},
		},
	}
	sum := sha256.Sum256(v.bytes())
	other := map[string]string{}
	identify = func(sha256 string) (list.Model, list.File, bool) {
		switch {
		case sha256 == hex.EncodeToString(sum[:]):
			return m, list.File{Wrong: "plain-gelu"}, true
		case other[sha256] != "":
			return list.Model{ID: other[sha256], Title: "Other"}, list.File{}, true
		}
		return list.Model{}, list.File{}, false
	}
	defer func() { identify = list.Identify }()
	r, _ := imported(t, pack.folder(t, "openai"), Options{})
	if s := r.Spec; r.Known != "known-one" || s.Name != "Known One" || s.Family != m.Description.Family ||
		s.ResizeMode != model.Squash || s.LogitScale != 7 || s.LogitBias != -3 || s.Tokenizer.PadID != 2 ||
		s.Licence != "MIT" || s.Terms != "terms" || s.Languages[0] != "de" || s.Version != "fp32" {
		t.Errorf("got %+v", r)
	}
	if got := codes(r.Warnings); !slices.Equal(got, []string{"pack:known-wrong"}) {
		t.Errorf("warnings %v", got)
	}
	sum2 := sha256.Sum256(x.bytes())
	other[hex.EncodeToString(sum2[:])] = "other-one"
	if _, err := inspect(t.Context(), pack.folder(t, "a"), Options{}); codeOf(err) != "pack:mixed" {
		t.Errorf("two models mixed: %v", err)
	}
}

// CLIP's tokenizer is the same for all models that use it, and may come from another one.
func TestBorrowedTokenizer(t *testing.T) {
	none := hf(t).with(files{"vocab.json": nil, "merges.txt": nil}).folder(t, "a")
	has := files{"vocab.json": hf(t)["vocab.json"], "merges.txt": hf(t)["merges.txt"]}
	lender := has.folder(t, "b")
	o := Options{Tokenizers: []string{filepath.Join(lender, "none"), none, lender}}
	if _, err := inspect(t.Context(), none, o); codeOf(err) != "pack:no-clip-tokenizer" {
		t.Errorf("a tokenizer that is not CLIP's: %v", err)
	}
	real := clipFiles
	defer func() { clipFiles = real }()
	clipFiles = map[string]string{}
	for name, data := range has {
		sum := sha256.Sum256(data)
		clipFiles[name] = hex.EncodeToString(sum[:])
	}
	r, _ := imported(t, none, o)
	if got := r.Spec.Tokenizer; !slices.Equal(got.Files, []string{"vocab.json", "merges.txt"}) || got.SepID != 573 {
		t.Errorf("got %+v", got)
	}
}

func TestLicence(t *testing.T) {
	readme := "---\nlanguage:\n- en\nlicense: apache-2.0\n---\n# A model\nlicense: other\n"
	r, err := inspect(t.Context(), hf(t).with(files{"README.md": []byte(readme)}).folder(t, "a"), Options{})
	if err != nil || r.Spec.Licence != "apache-2.0" {
		t.Errorf("got %q, %v", r.Spec.Licence, err)
	}
}

func TestFullDisk(t *testing.T) {
	free = func(string) (int64, error) { return spare + 100, nil }
	defer func() { free = volume.Free }()
	to := filepath.Join(t.TempDir(), "new")
	_, err := importTo(t.Context(), hf(t).folder(t, "a"), to, Options{})
	if codeOf(err) != "pack:space" {
		t.Errorf("got %v", err)
	}
	onlyThe(t, filepath.Dir(to))
}

// The networks of an archive are unpacked to be looked at, which takes its time.
func TestProgress(t *testing.T) {
	n := seeing()
	n.pad = 3 << 20
	pack := hf(t).with(files{
		"onnx/vision_model.onnx": n.bytes(), "noise.bin": noise(1 << 20), // so that it is no bomb
	})
	var told []photo.Transfer
	o := Options{Progress: func(p photo.Transfer) { told = append(told, p) }}
	imported(t, pack.zip(t, "a.zip"), o)
	if len(told) < 2 || told[0].File != "onnx/text_model.onnx" || told[0].Total < 3<<20 || told[0].Done == 0 {
		t.Fatalf("got %+v", told)
	}
	if last := told[len(told)-1]; last.Done != last.Total || last.File != "text/model.onnx" {
		t.Errorf("the last is %+v", last)
	}
}

func TestCancel(t *testing.T) {
	n := seeing()
	n.pad = 20 << 20
	from := hf(t).with(files{"onnx/vision_model.onnx": n.bytes()}).folder(t, "a")
	ctx, cancel := context.WithCancel(t.Context())
	var last photo.Transfer
	to := filepath.Join(t.TempDir(), "new")
	_, err := importTo(ctx, from, to, Options{Progress: func(p photo.Transfer) {
		last = p
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || last.Done == 0 || last.Total < 20<<20 || last.Done >= last.Total {
		t.Errorf("got %v after %+v", err, last)
	}
	onlyThe(t, filepath.Dir(to))
}
