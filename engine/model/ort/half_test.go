package ort

import (
	"math"
	"testing"
)

// Every float16 becomes a float32 and back, and what lies between two becomes the nearer one.
func TestHalf(t *testing.T) {
	for i := range 1 << 16 {
		h := uint16(i)
		f := Float(h)
		if math.IsNaN(float64(f)) {
			if got := Float(Half(f)); !math.IsNaN(float64(got)) {
				t.Fatalf("%04x: not a number became %v", h, got)
			}
			continue
		}
		if got := Half(f); got != h {
			t.Fatalf("%04x is %v, which became %04x", h, f, got)
		}
		next := Float(h + 1)
		if h&halfInf == halfInf || math.IsInf(float64(next), 0) {
			continue
		}
		even := h + h&1
		if got := Half((f + next) / 2); got != even {
			t.Fatalf("the middle of %04x and the next became %04x", h, got)
		}
		if got := Half(f + (next-f)*0.49); got != h {
			t.Fatalf("a bit more than %04x became %04x", h, got)
		}
	}
}

func TestHalfOfNumbers(t *testing.T) {
	for f, want := range map[float32]uint16{
		0: 0, 1: 0x3c00, -2: 0xc000, 65504: 0x7bff, 65519: 0x7bff, 65520: 0x7c00, 1e9: 0x7c00,
		5.9604645e-08: 1, 2e-8: 0, 3e-8: 1, 1e-40: 0, float32(math.Inf(-1)): 0xfc00,
	} {
		if got := Half(f); got != want {
			t.Errorf("%v became %04x, want %04x", f, got, want)
		}
	}
}
