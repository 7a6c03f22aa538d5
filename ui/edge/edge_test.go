package edge

import "testing"

func TestStep(t *testing.T) {
	for y, want := range map[float32]float32{
		-500: -speed, 0: -speed, near / 2: -speed / 2, near: 0, 300: 0, 560: 0, 580: speed / 2, 600: speed, 900: speed,
	} {
		if got := Step(y, 600); got != want {
			t.Errorf("at %v of 600 it scrolls by %v, want %v", y, got, want)
		}
	}
}
