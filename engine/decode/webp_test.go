package decode

import (
	"image/color"
	"testing"

	"recollect/engine/photo"
)

// Pillow's pixels of one of the sample photos: libwebp's arithmetic.
func TestLossyWebPHasTheColoursOfLibwebp(t *testing.T) {
	p, err := File(t.Context(), photo.File{Path: "../../testdata/sample-photos/photos/2022/zoo/panda.webp"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[[2]int]color.RGBA{
		{0, 0}: {6, 8, 0, 255}, {1, 1}: {6, 8, 0, 255}, {200, 333}: {187, 165, 122, 255},
		{401, 250}: {255, 240, 188, 255}, {1023, 680}: {200, 181, 156, 255},
	}
	for at, c := range want {
		if got := p.Image.RGBAAt(at[0], at[1]); got != c {
			t.Errorf("at %v: got %v, want %v", at, got, c)
		}
	}
}
