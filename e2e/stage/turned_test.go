package stage

import (
	"image"
	"image/color"
	"testing"
)

// What the upper left pixel of an upright picture is in the stored one (Exif 2.32, tag 0x0112).
func TestTurned(t *testing.T) {
	stored := image.NewGray(image.Rect(5, 7, 8, 9)) // 3 x 2
	for i := range stored.Pix {
		stored.Pix[i] = uint8(i + 1) // 1 2 3, 4 5 6
	}
	for orientation, want := range map[int][]uint8{
		1: {1, 2, 3, 4, 5, 6}, 3: {6, 5, 4, 3, 2, 1}, 6: {4, 1, 5, 2, 6, 3}, 8: {3, 6, 2, 5, 1, 4},
	} {
		got, err := turned(stored, orientation)
		if err != nil {
			t.Fatal(err)
		}
		b, i := got.Bounds(), 0
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if g := color.GrayModel.Convert(got.At(x, y)).(color.Gray).Y; g != want[i] {
					t.Errorf("orientation %d: pixel %d is %d, want %d", orientation, i, g, want[i])
				}
				i++
			}
		}
	}
	if _, err := turned(stored, 2); err == nil {
		t.Error("a mirrored photo is taken")
	}
}
