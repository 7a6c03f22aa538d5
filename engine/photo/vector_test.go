package photo

import (
	"math"
	"testing"
)

func TestDot(t *testing.T) {
	for n := range 20 {
		v, w := make(Vector, n), make(Vector, n)
		want := 0.0
		for i := range v {
			v[i], w[i] = float32(i), float32(2*i-7)
			want += float64(i * (2*i - 7))
		}
		if got := v.Dot(w); got != want {
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
