package model_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"recollect/assets"
	"recollect/engine/model"
	"recollect/engine/relevance"
)

func TestCalibration(t *testing.T) {
	const described = `{"name": "m"}`
	own := relevance.Default()
	own.HubWeight = 0.7
	for _, tt := range []struct {
		name, file string
		want       relevance.Calibration
		wantErr    error
	}{
		{"none", "", relevance.Derived(100, 0), nil},
		{"what it does not name is the default", `{"hub_weight": 0.7}`, own, nil},
		{"damaged", `{"hub_weight": `, relevance.Default(), model.ErrNoModel},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{"model.json": {Data: []byte(described)}}
			if tt.file != "" {
				files["calibration.json"] = &fstest.MapFile{Data: []byte(tt.file)}
			}
			got, err := model.Read(files)
			if !errors.Is(err, tt.wantErr) || got.Calibration != tt.want {
				t.Errorf("got %+v, %v", got.Calibration, err)
			}
		})
	}
}

// The default was fitted to the model that is shipped.
func TestMiniBringsItsCalibration(t *testing.T) {
	if _, err := assets.Mini().Open("calibration.json"); err != nil {
		t.Fatal(err)
	}
	got, err := model.Read(assets.Mini())
	if err != nil || got.Calibration != relevance.Default() {
		t.Errorf("got %+v, %v", got.Calibration, err)
	}
}

// Libraries that were embedded with the shipped model must not be embedded again.
func TestFingerprintOfMini(t *testing.T) {
	s, err := model.Read(assets.Mini())
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Fingerprint(1); got != "dda1debaf382f60d" {
		t.Errorf("fingerprint %s", got)
	}
}

func TestFingerprint(t *testing.T) {
	spec := func(change func(s *model.Spec)) string {
		s := model.Spec{
			Name: "a", Family: model.FamilySigLIP, Dim: 8, ImageSize: 32,
			Vision:    model.Tower{File: "v.onnx", External: []string{"v.data"}, Output: "embeds"},
			Text:      model.Tower{File: "t.onnx", Output: "embeds", Length: 64},
			Tokenizer: model.Tokenizing{Type: model.TokenizerJSON, Files: []string{"tokenizer.json"}},
			Files: map[string]model.File{
				"v.onnx": {SHA256: "1"}, "v.data": {SHA256: "2"}, "t.onnx": {SHA256: "3"},
				"tokenizer.json": {SHA256: "4"},
			},
		}
		change(&s)
		return s.Fingerprint(1)
	}
	first := spec(func(*model.Spec) {})
	for name, change := range map[string]func(s *model.Spec){
		"name":    func(s *model.Spec) { s.Name = "b" },
		"terms":   func(s *model.Spec) { s.Terms = "b" },
		"scale":   func(s *model.Spec) { s.LogitScale = 2 },
		"renamed": func(s *model.Spec) { s.Vision.File, s.Files["b"] = "b", s.Files["v.onnx"] },
	} {
		if spec(change) != first {
			t.Errorf("%s: the fingerprint depends on what changes no vector", name)
		}
	}
	seen := map[string]string{first: "none"}
	for name, change := range map[string]func(s *model.Spec){
		"family":    func(s *model.Spec) { s.Family = model.FamilySigLIP2 },
		"resample":  func(s *model.Spec) { s.Resample = model.Bilinear },
		"resize":    func(s *model.Spec) { s.ResizeMode = model.Crop },
		"output":    func(s *model.Spec) { s.Vision.Output = "b" },
		"length":    func(s *model.Spec) { s.Text.Length = 63 },
		"padding":   func(s *model.Spec) { s.Tokenizer.PadID = 1 },
		"canonical": func(s *model.Spec) { s.Tokenizer.Canonical = true },
		"weights":   func(s *model.Spec) { s.Files["v.data"] = model.File{SHA256: "5"} },
		"tokenizer": func(s *model.Spec) { s.Files["tokenizer.json"] = model.File{SHA256: "5"} },
	} {
		got := spec(change)
		if other, ok := seen[got]; ok {
			t.Errorf("%s: the fingerprint is that of %s", name, other)
		}
		seen[got] = name
	}
}
