package ui

import (
	"image"
	"image/color"
	"testing"
)

// Nothing of a fine pattern may be left of a covered picture, but its colours.
func TestBlurLeavesColoursOnly(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := range 240 {
		for x := range 320 {
			if (x/4+y/4)%2 == 0 {
				img.Set(x, y, color.Black)
			}
		}
	}
	out := blur(img, 200, 150)
	if out.Bounds() != image.Rect(0, 0, 200, 150) {
		t.Fatalf("size %v", out.Bounds())
	}
	low, high := 255, 0
	for i := 0; i < len(out.Pix); i += 4 {
		low, high = min(low, int(out.Pix[i])), max(high, int(out.Pix[i]))
	}
	if low < 96 || high > 160 {
		t.Errorf("what is left of a chequerboard goes from %d to %d", low, high)
	}
}
