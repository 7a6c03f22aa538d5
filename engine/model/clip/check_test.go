package clip

import (
	"encoding/json"
	"errors"
	"image"
	"testing"
	"testing/fstest"

	"recollect/engine/model"
)

// siglip is a description that is in order.
func siglip() model.Spec {
	return model.Spec{
		Name: "a", Family: model.FamilySigLIP, Dim: 8, ImageSize: 32, ResizeMode: model.Squash, ChannelOrder: "RGB",
		Layout: model.NCHW, Std: [3]float32{1, 1, 1},
		Vision:    model.Tower{File: "v", Input: "pixels", Output: "embeds"},
		Text:      model.Tower{File: "t", Inputs: []string{"ids"}, Output: "embeds", Length: 64},
		Tokenizer: model.Tokenizing{Type: model.TokenizerJSON, Files: []string{"tokenizer.json"}, MaxTokens: 64},
	}
}

func TestCheck(t *testing.T) {
	if err := check(siglip()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(s *model.Spec){
		"resize":             func(s *model.Spec) { s.ResizeMode = "letterbox" },
		"resample":           func(s *model.Spec) { s.Resample = "lanczos" },
		"layout":             func(s *model.Spec) { s.Layout = "CHWN" },
		"element":            func(s *model.Spec) { s.Vision.Element = "int8" },
		"element of text":    func(s *model.Spec) { s.Text.Element = model.Float32 },
		"output":             func(s *model.Spec) { s.Text.OutputElement = "bfloat16" },
		"tokenizer":          func(s *model.Spec) { s.Tokenizer.Type = "characters" },
		"batch":              func(s *model.Spec) { s.Vision.Batch = 8 },
		"batch of text":      func(s *model.Spec) { s.Text.Batch = -1 },
		"length":             func(s *model.Spec) { s.Text.Length = 1 << 30 },
		"negative length":    func(s *model.Spec) { s.Text.Length = -1 },
		"inputs":             func(s *model.Spec) { s.Text.Inputs = []string{"a", "b", "c"} },
		"size":               func(s *model.Spec) { s.ImageSize = 1 << 20 },
		"deviation":          func(s *model.Spec) { s.Std[1] = 0 },
		"negative deviation": func(s *model.Spec) { s.Std[1] = -1 },
		// these would have the fingerprint of another model
		"no family": func(s *model.Spec) { s.Family = "" },
		"first kind, other pixels": func(s *model.Spec) {
			s.Family, s.Text.Length, s.Tokenizer.Type, s.Resample = "", 0, model.WordPiece, model.Bilinear
		},
	} {
		s := siglip()
		change(&s)
		if err := check(s); !errors.Is(err, model.ErrNoModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := siglip()
	if s.Vision.Element, s.Std = model.Uint8, [3]float32{}; check(s) != nil {
		t.Error("a graph that normalises pixels itself needs no deviation")
	}
}

// Whatever a description says, it is refused, or pictures and ids can be prepared as it says.
func FuzzDescription(f *testing.F) {
	data, err := json.Marshal(siglip())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, 7, 3, 5)
	f.Fuzz(func(t *testing.T, description []byte, w, h, n int) {
		m := Open(Options{Model: fstest.MapFS{"model.json": {Data: description}}})
		defer m.Close()
		if m.broken != nil || m.spec.ImageSize > 64 || w < 1 || h < 1 || w > 999 || h > 999 || n < 1 || n > 99 {
			return
		}
		px := m.Prepare(image.NewRGBA(image.Rect(0, 0, w, h)))
		if got := m.tensor([]Pixels{px, px}); len(px) != 3*m.spec.ImageSize*m.spec.ImageSize || got.Shape[0] != 2 {
			t.Fatalf("%d numbers of shape %v", len(px), got.Shape)
		}
		for _, tensor := range m.textTensors(make([]int64, n)) {
			if want := m.spec.Text.Length; want > 0 && tensor.Shape[1] != int64(want) {
				t.Fatalf("%d ids, want %d", tensor.Shape[1], want)
			}
		}
	})
}
