package photo

import "testing"

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
