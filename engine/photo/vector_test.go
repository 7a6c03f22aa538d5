package photo

import (
	"math"
	"testing"
)

func TestDot(t *testing.T) {
	for n := range 20 {
		a, b := make(Vector, n), make(Vector, n)
		want := float32(0)
		for i := range n {
			a[i], b[i] = float32(i+1), float32(2*i-7)
			want += a[i] * b[i] // small whole numbers: exact in any order
		}
		if got := Dot(a, b); got != want {
			t.Errorf("%d numbers: got %v, want %v", n, got, want)
		}
	}
}

func TestMean(t *testing.T) {
	got := Mean([]Vector{{1, 0}, {0, 1}})
	if x := math.Sqrt(0.5); math.Abs(float64(got[0])-x) > 1e-6 || math.Abs(float64(got[1])-x) > 1e-6 {
		t.Errorf("got %v", got)
	}
	if got := Mean([]Vector{{1, 0}, {-1, 0}}); got[0] != 0 || got[1] != 0 {
		t.Errorf("vectors that cancel out: %v", got)
	}
}
