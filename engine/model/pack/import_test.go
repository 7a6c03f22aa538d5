package pack

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"recollect/engine/model"
	"recollect/engine/model/list"
	"recollect/engine/model/onnx"
	"recollect/engine/model/pack/config"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// imported imports what is at from, and returns the report and the folder.
func imported(t *testing.T, from string, o Options) (Report, string) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "new")
	r, err := importTo(t.Context(), from, to, o)
	if err != nil {
		t.Fatal(err)
	}
	onlyThe(t, filepath.Dir(to), "new")
	s, err := model.Read(os.DirFS(to))
	if err != nil {
		t.Fatal(err)
	}
	for name := range s.Files {
		if _, err := s.ReadFile(os.DirFS(to), name); err != nil {
			t.Error(err)
		}
	}
	if s.Fingerprint(1) != r.Spec.Fingerprint(1) || s.Dim != r.Spec.Dim {
		t.Errorf("model.json says %+v, the report %+v", s, r.Spec)
	}
	return r, to
}

// onlyThe fails if there is anything else in a folder.
func onlyThe(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("in %s: want %v, got %v", dir, names, got)
	}
}

func codes(reasons []photo.Reason) (all []string) {
	for _, r := range reasons {
		code, _ := r.Split()
		all = append(all, code)
	}
	return all
}

func codeOf(err error) string {
	r, _ := photo.ReasonOf(err)
	code, _ := r.Split()
	return code
}

// What is made of the fixtures is what their makers say of them.
func TestImportFixtures(t *testing.T) {
	for _, name := range []string{"hf-clip", "hf-siglip", "hf-siglip2"} {
		t.Run(name, func(t *testing.T) {
			want, err := model.Read(os.DirFS(filepath.Join("..", "testdata", name)))
			if err != nil {
				t.Fatal(err)
			}
			r, _ := imported(t, fixture(t, name).folder(t, name), Options{})
			got := r.Spec
			if want.Family == model.FamilyCLIP {
				want.Text.Length = 16
			}
			for _, s := range []*model.Spec{&got, &want} {
				s.Files, s.Vision.File, s.Text.File, s.Version, s.Licence, s.Languages = nil, "", "", "", "", nil
				s.LogitScale, s.LogitBias, s.Tokenizer.Files, s.Tokenizer.Type = 0, 0, nil, ""
				s.Vision.Inputs, s.Text.Input, s.Calibration = nil, "", relevance.Calibration{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("want %+v,\n got %+v", want, got)
			}
			if len(r.Warnings) > 0 || r.Known != "" || r.Variant != "fp32" {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestImportLayouts(t *testing.T) {
	tests := []struct {
		name   string
		from   func(t *testing.T) string
		o      Options
		vision model.Tower
		text   model.Tower
		layout string
		files  string
	}{
		{
			"hugging face", func(t *testing.T) string { return hf(t).folder(t, "a") },
			Options{},
			model.Tower{File: "vision/model.onnx", Input: "pixel_values", Output: "image_embeds"},
			model.Tower{File: "text/model.onnx", Inputs: []string{"input_ids"}, Output: "text_embeds", Length: 16},
			"NCHW", "merges.txt text/model.onnx vision/model.onnx vocab.json",
		},
		{
			"a zip", func(t *testing.T) string { return hf(t).zip(t, "a.zip") },
			Options{},
			model.Tower{File: "vision/model.onnx", Input: "pixel_values", Output: "image_embeds"},
			model.Tower{File: "text/model.onnx", Inputs: []string{"input_ids"}, Output: "text_embeds", Length: 16},
			"NCHW", "merges.txt text/model.onnx vision/model.onnx vocab.json",
		},
		{
			"immich", func(t *testing.T) string { return immich(t).folder(t, "ViT") },
			Options{},
			model.Tower{File: "vision/model.onnx", Input: "image", Output: "embedding", Batch: 1},
			model.Tower{
				File: "text/model.onnx", Inputs: []string{"text"}, Output: "embedding", Batch: 1, Element: "int32",
				Length: 16,
			},
			"NCHW", "text/model.onnx tokenizer.json vision/model.onnx",
		},
		{
			"immich, one file named", func(t *testing.T) string {
				return filepath.Join(immich(t).folder(t, "ViT"), "textual", "model.onnx")
			},
			Options{},
			model.Tower{File: "vision/model.onnx", Input: "image", Output: "embedding", Batch: 1},
			model.Tower{
				File: "text/model.onnx", Inputs: []string{"text"}, Output: "embedding", Batch: 1, Element: "int32",
				Length: 16,
			},
			"NCHW", "text/model.onnx tokenizer.json vision/model.onnx",
		},
		{
			"immich, the second generation", func(t *testing.T) string { return immich2(t).folder(t, "ViT") },
			Options{},
			model.Tower{
				File: "vision/model.onnx", Input: "image", Output: "image_embedding", Element: "uint8",
				External: []string{"vision/model.safetensors"},
			},
			model.Tower{
				File: "text/model.onnx", Inputs: []string{"text"}, Output: "text_embedding", Element: "int32",
				Length: 16, External: []string{"text/weights/a.bin"},
			},
			"NHWC", "text/model.onnx text/weights/a.bin tokenizer.json vision/model.onnx vision/model.safetensors",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := imported(t, tt.from(t), tt.o)
			if !reflect.DeepEqual(r.Spec.Vision, tt.vision) || !reflect.DeepEqual(r.Spec.Text, tt.text) {
				t.Errorf("want %+v and %+v,\n got %+v and %+v", tt.vision, tt.text, r.Spec.Vision, r.Spec.Text)
			}
			got := strings.Join(slices.Sorted(maps.Keys(r.Spec.Files)), " ")
			if got != tt.files || r.Spec.Layout != tt.layout {
				t.Errorf("want %s, %s, got %s, %s", tt.layout, tt.files, r.Spec.Layout, got)
			}
			if len(r.Warnings) > 0 {
				t.Errorf("warnings %v", r.Warnings)
			}
			if s := r.Spec; s.Dim != 16 || s.ImageSize != 32 || s.Tokenizer.MaxTokens != 16 || s.ResizeMode != "crop" ||
				s.Family != model.FamilyCLIP || s.Tokenizer.PadID != 573 || !s.QuickGELU {
				t.Errorf("got %+v", s)
			}
		})
	}
}

// Two ONNX files are enough where what is beside them tells the rest; what is guessed is said.
func TestImportFiles(t *testing.T) {
	x := reading()
	x.tokens = clipTokens
	v := seeing()
	v.operators = []onnx.Operator{{Name: "Erf"}}
	dir := files{
		"visual.onnx": v.bytes(), "textual.onnx": x.bytes(), "vocab.json": hf(t)["vocab.json"],
		"merges.txt": hf(t)["merges.txt"], "photo.jpg": {1}, "visual.mlpackage/model.bin": {1},
	}.folder(t, "rclip")
	for _, o := range []Options{{}, {Other: filepath.Join(dir, "textual.onnx")}} {
		r, _ := imported(t, filepath.Join(dir, "visual.onnx"), o)
		if got := codes(r.Warnings); !slices.Equal(got, []string{"pack:assumed"}) {
			t.Errorf("warnings %v", got)
		}
		if s := r.Spec; s.Family != model.FamilyOpenCLIP || s.Mean != config.CLIPMean || s.ResizeMode != model.Crop ||
			s.ImageSize != 32 || s.Text.Length != 77 || s.Name != "visual" {
			t.Errorf("got %+v", s)
		}
	}
}

func TestImportOwnFolder(t *testing.T) {
	first, dir := imported(t, immich2(t).folder(t, "a"), Options{})
	put(t, filepath.Join(dir, "calibration.json"), []byte(`{}`))
	put(t, filepath.Join(dir, "more.txt"), []byte(`left behind`))
	again, to := imported(t, dir, Options{})
	if !reflect.DeepEqual(again.Spec, first.Spec) {
		t.Errorf("want %+v,\n got %+v", first.Spec, again.Spec)
	}
	onlyThe(t, to, "calibration.json", "model.json", "text", "tokenizer.json", "vision")
}

// The model that is shipped has a description of the first kind.
func TestImportMini(t *testing.T) {
	r, _ := imported(t, filepath.Join("..", "..", "..", "assets", "models", "mini"), Options{})
	want, err := model.Read(os.DirFS(filepath.Join("..", "..", "..", "assets", "models", "mini")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Spec.Fingerprint(1), want.Fingerprint(1); got != want {
		t.Errorf("want the fingerprint %s, got %s", want, got)
	}
}

func TestImportVariants(t *testing.T) {
	sized := func(n net, bytes int) []byte {
		n.pad = bytes
		return n.bytes()
	}
	pack := hf(t).with(files{
		"onnx/vision_model.onnx": sized(seeing(), 4000), "onnx/text_model.onnx": sized(reading(), 4000),
		"onnx/vision_model_fp16.onnx": sized(seeing(), 2000), "onnx/text_model_fp16.onnx": sized(reading(), 2000),
		"onnx/vision_model_quantized.onnx": sized(seeing(), 1000),
		"onnx/text_model_quantized.onnx":   sized(reading(), 1000),
		"onnx/text_model_q4.onnx":          sized(reading(), 500),
	}).folder(t, "a")
	for _, tt := range []struct {
		o    Options
		want string
		code string
	}{
		{Options{}, "fp32", ""},
		{Options{Memory: 6000}, "fp16", ""},
		{Options{Memory: 3000}, "int8", ""},
		{Options{Memory: 30}, "int8", ""},
		{Options{Variant: "fp16"}, "fp16", ""},
		{Options{Variant: "int8"}, "int8", ""},
		{Options{Variant: "quantized"}, "int8", ""},
		{Options{Variant: "q4"}, "", "pack:variant"},
	} {
		r, err := inspect(t.Context(), pack, tt.o)
		if r.Variant != tt.want || codeOf(err) != tt.code {
			t.Errorf("%+v: want %s %s, got %s, %v", tt.o, tt.want, tt.code, r.Variant, err)
		}
		if err == nil && !slices.Equal(r.Variants, []string{"fp32", "fp16", "int8"}) {
			t.Errorf("%+v: there are %v", tt.o, r.Variants)
		}
	}

	// One that does not run is left for the next.
	var tried []string
	probe := func(_ context.Context, dir string) error {
		s, err := model.Read(os.DirFS(dir))
		tried = append(tried, s.Version)
		if err == nil && s.Version != "int8" {
			err = errors.New("no kernel for half precision")
		}
		return err
	}
	if r, _ := imported(t, pack, Options{Probe: probe}); r.Variant != "int8" {
		t.Errorf("got %s after %v", r.Variant, tried)
	}
	to := filepath.Join(t.TempDir(), "new")
	_, err := importTo(t.Context(), pack, to, Options{Probe: probe, Variant: "fp16"})
	if codeOf(err) != "pack:probe" || !strings.Contains(err.Error(), "no kernel") {
		t.Errorf("got %v", err)
	}
	onlyThe(t, filepath.Dir(to))
}

func TestImportSource(t *testing.T) {
	dir := immich2(t).folder(t, "Modell für Bäume 木")
	chmod := func(mode fs.FileMode) {
		for _, d := range []string{"visual", "textual/weights", "textual", "."} {
			if err := os.Chmod(filepath.Join(dir, filepath.FromSlash(d)), mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := listing(t, dir)
	chmod(0o500)
	defer chmod(0o700)
	r, _ := imported(t, dir, Options{})
	if r.Spec.Name != "Modell für Bäume 木" {
		t.Errorf("got the name %q", r.Spec.Name)
	}
	if after := listing(t, dir); !maps.Equal(before, after) {
		t.Errorf("the source was changed: %v, then %v", before, after)
	}
}

func listing(t *testing.T, dir string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		all[path] = info.ModTime().String() + info.Mode().String()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The checks are of what was copied: a file that is exchanged after they were made is refused.
func TestExchanged(t *testing.T) {
	dir := hf(t).folder(t, "a")
	evil := reading()
	evil.operators = []onnx.Operator{{Domain: "evil", Name: "Run"}}
	for name, with := range map[string][]byte{
		"another operator": evil.bytes(), "another size": append(reading().bytes(), reading().bytes()...),
	} {
		src, err := open(t.Context(), dir, "")
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		found, err := recognise(t.Context(), src, dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "onnx", "text_model.onnx")
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		put(t, path, with)
		for i := range found[0].items { // as long as the file that it takes the place of
			if it := &found[0].items[i]; it.to == "text/model.onnx" && name == "another operator" {
				it.want.Bytes = int64(len(with))
			}
		}
		to := filepath.Join(t.TempDir(), "new")
		_, err = found[0].copy(t.Context(), to, func() error { return nil }, Options{})
		if code := codeOf(err); code != "pack:operator" && code != "pack:file-differs" {
			t.Errorf("%s: got %v", name, err)
		}
		onlyThe(t, filepath.Dir(to))
		put(t, path, before)
	}
}

// M-CLIP has a network for text of its own beside a CLIP for pictures.
func TestMCLIP(t *testing.T) {
	x := reading()
	x.in = []onnx.Value{value("input_ids", onnx.Int32, 1, 16), value("attention_mask", onnx.Int32, 1, 16)}
	x.out = []onnx.Value{value("text_embedding", onnx.Float32, 1, 16)}
	x.tokens = 250002
	pack := immich(t).with(files{
		"textual/model.onnx": x.bytes(), "textual/vocab.json": nil,
		"config.json":                   []byte(strings.ReplaceAll(immichConfig, `"quick_gelu": true, `, "")),
		"textual/tokenizer.json":        xlm(t)["textual/tokenizer.json"],
		"textual/tokenizer_config.json": []byte(`{"pad_token": "<pad>"}`),
	})
	r, _ := imported(t, pack.folder(t, "XLM-Roberta-Large-Vit-B-32"), Options{})
	if s := r.Spec; s.Family != model.FamilyXLMRoberta || len(s.Text.Inputs) != 2 || s.Text.Length != 16 ||
		s.Tokenizer.PadID != 1 || s.Text.Element != "int32" {
		t.Errorf("got %+v", s)
	}
}

func xlm(t *testing.T) files {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "immich-xlm", "textual", "tokenizer.json"))
	if err != nil {
		t.Fatal(err)
	}
	return files{"textual/tokenizer.json": data}
}

// A model of the list is described where its files lie, also one whose checksums nobody knows and
// that has no configuration with it.
func TestDescribe(t *testing.T) {
	v := seeing()
	v.in = []onnx.Value{value("pixel_values", onnx.Float32, -1, 3, -1, -1)} // as exporters leave it
	pack := hf(t).with(files{
		"onnx/vision_model.onnx": v.bytes(), "config.json": nil, "preprocessor_config.json": nil,
	}).folder(t, "a")
	if _, err := inspect(t.Context(), pack, Options{}); codeOf(err) != "pack:no-px" {
		t.Errorf("without the list: %v", err)
	}
	known := list.Model{ID: "one", Title: "One", Repository: "somebody/one", Description: model.Spec{
		Family: model.FamilyCLIP, Dim: 16, ImageSize: 32, ResizeMode: model.Crop, LogitScale: 100,
		Std: [3]float32{1, 1, 1}, Tokenizer: model.Tokenizing{Type: model.CLIPBPE, MaxTokens: 16, PadID: 2},
	}}
	s, err := Describe(t.Context(), pack, known, "fp32")
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != "One" || s.Version != "fp32" || s.Vision.File != "onnx/vision_model.onnx" ||
		s.Text.File != "onnx/text_model.onnx" || s.Tokenizer.PadID != 2 || len(s.Tokenizer.Files) == 0 ||
		s.ImageSize != 32 || s.Files != nil {
		t.Errorf("got %+v", s)
	}
	for _, name := range s.Tokenizer.Files {
		if _, err := os.Stat(filepath.Join(pack, name)); err != nil {
			t.Error(err)
		}
	}
	known.Description.Dim = 17
	if _, err := Describe(t.Context(), pack, known, "fp32"); codeOf(err) != "pack:dim" {
		t.Errorf("of another dimension: %v", err)
	}
}
