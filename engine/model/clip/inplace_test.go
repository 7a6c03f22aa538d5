package clip

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"recollect/assets"
	"recollect/engine/model/ort"
)

// A sentence has the same embedding whether ONNX Runtime computes it or it is computed in place, but for
// the last bits.
func TestInPlaceIsTheSame(t *testing.T) {
	with := openModel(t)
	without := Open(Options{Model: assets.Mini(), LibraryDirs: []string{filepath.Join(root, "build")}})
	defer without.Close()
	texts := []string{"", "boat at sunset", "a photo of a dog.", "Ünïcode, 你好", strings.Repeat("red and blue ", 60)}
	for _, s := range readReference(t).TextEmbeds {
		texts = append(texts, s.Text)
	}
	for _, s := range texts {
		want, err := with.Text(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := without.Text(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if d := math.Abs(float64(got[i] - want[i])); !(d < 2e-6) {
				t.Fatalf("%q: number %d differs by %v", s, i, d)
			}
		}
	}
	s, err := without.text.acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer without.text.release()
	if _, ok := s.(*placed); !ok || s.Provider() != ort.CPU || s.Batch() != 1 {
		t.Errorf("the network is a %T", s)
	}
}
