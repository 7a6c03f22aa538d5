package clip

import (
	"testing"

	"recollect/assets"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/model/ort"
)

// The shipped model is of eight bits, and is compared on photos.
func TestHowTheShippedModelIsTried(t *testing.T) {
	m := Open(Options{Model: assets.Mini(), LibraryDirs: []string{cliptest.RuntimeDir(t, "../../..")}})
	defer m.Close()
	net, err := m.Pictures()
	if err != nil {
		t.Fatal(err)
	}
	photos, err := net.Trial.More(t.Context())
	if err != nil || photos.Shape[0] != int64(len(pairs())) {
		t.Error(photos.Shape, err)
	}
	if net.Trial.Least != ort.LeastLow || net.Trial.Dim != m.Info().Dim || net.Key == "" || net.Network != nil {
		t.Errorf("got %v, %d, %q", net.Trial.Least, net.Trial.Dim, net.Key)
	}
}
