package look

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"
)

// squares is a picture of squares of random greys up to a brightness, as fine as a number of pixels.
func squares(width, height, sidePx, most int) *image.RGBA {
	r := rand.New(rand.NewPCG(1, 2))
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	greys := map[image.Point]uint8{}
	for y := range height {
		for x := range width {
			at := image.Pt(x/sidePx, y/sidePx)
			if _, ok := greys[at]; !ok {
				greys[at] = uint8(r.IntN(most))
			}
			img.Set(x, y, color.Gray{greys[at]})
		}
	}
	return img
}

// outOfFocus is the mean over squares of 2 n + 1 pixels, of a grey picture, three times.
func outOfFocus(img *image.RGBA, n int) *image.RGBA {
	for range 3 {
		out := image.NewRGBA(img.Rect)
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				sum, count := 0, 0
				for v := max(0, y-n); v <= min(img.Rect.Dy()-1, y+n); v++ {
					for u := max(0, x-n); u <= min(img.Rect.Dx()-1, x+n); u++ {
						sum, count = sum+int(img.RGBAAt(u, v).R), count+1
					}
				}
				out.Set(x, y, color.Gray{uint8(sum / count)})
			}
		}
		img = out
	}
	return img
}

func TestGradeOf(t *testing.T) {
	sharp := squares(256, 192, 8, 256)
	half := outOfFocus(sharp, 2)
	for y := range 192 {
		for x := range 128 {
			half.Set(x, y, sharp.At(x, y))
		}
	}
	for _, tt := range []struct {
		name                 string
		img                  *image.RGBA
		blurry, edges, inAll bool // inAll: dark
	}{
		{"sharp", sharp, false, true, false},
		{"out of focus", outOfFocus(sharp, 2), true, true, false},
		{"sharp before a blurred ground", half, false, true, false},
		{"dark", squares(256, 192, 8, 50), false, true, true},
		{"one grey", squares(256, 192, 256, 256), false, false, true},
		{"black", image.NewRGBA(image.Rect(0, 0, 256, 192)), false, false, true},
		{"a line", squares(256, 1, 8, 256), false, false, false},
		{"nothing", image.NewRGBA(image.Rectangle{}), false, false, true},
	} {
		g := GradeOf(tt.img)
		if (g.Sharp < Blurry) != tt.blurry || (g.Sharp < NoEdges) != tt.edges || (g.Light < Dark) != tt.inAll {
			t.Errorf("%s: %+v", tt.name, g)
		}
	}
}
