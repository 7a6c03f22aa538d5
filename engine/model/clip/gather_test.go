package clip

import (
	"bytes"
	"slices"
	"testing"

	"recollect/engine/model/onnx"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
)

// The network for sentences gives the same numbers, bit by bit.
func TestGatherFirstChangesNoVector(t *testing.T) {
	m := openModel(t)
	model, err := m.spec.ReadFile(m.opts.Model, m.spec.Text.File)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(onnx.GatherFirst(model), model) {
		t.Fatal("the vocabulary was left as it is")
	}
	vectors := func() (vs []photo.Vector) {
		for _, r := range readReference(t).TextEmbeds {
			v, err := m.Text(t.Context(), r.Text)
			if err != nil {
				t.Fatal(err)
			}
			vs = append(vs, v)
		}
		return vs
	}
	got := vectors()
	m.text.close()
	m.text = &network{create: func() (ort.Runner, error) {
		library, err := ort.FindLibrary(m.opts.LibraryDirs...)
		if err != nil {
			return nil, err
		}
		return ort.NewSession(ort.Options{
			Library: library, Network: model, Inputs: m.spec.Text.Inputs, Output: m.spec.Text.Output,
		})
	}}
	want := vectors()
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("sentence %d: got %v, want %v", i, got[i][:4], want[i][:4])
		}
	}
}
