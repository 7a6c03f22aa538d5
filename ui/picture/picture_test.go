package picture

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
	out := Blur(img, 200, 150)
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

func TestFillCutsTheMiddle(t *testing.T) {
	// three stripes: red, green, blue
	img := image.NewRGBA(image.Rect(0, 0, 300, 100))
	for x := range 300 {
		for y := range 100 {
			img.SetRGBA(x, y, []color.RGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}}[x/100])
		}
	}
	got := Fill(img, 50, 50)
	if b := got.Bounds(); b.Dx() != 50 || b.Dy() != 50 || got.Stride != 200 {
		t.Fatalf("cover is %v with stride %d, want 50 by 50 without gaps", b, got.Stride)
	}
	for _, x := range []int{3, 25, 46} {
		if c := got.RGBAAt(x, 25); c.G < 200 || c.R > 60 || c.B > 60 {
			t.Errorf("at %d: %v, want green, the middle", x, c)
		}
	}
	tall := Fill(img.SubImage(image.Rect(100, 0, 110, 100)), 20, 10)
	if c := tall.RGBAAt(10, 5); c.G < 250 {
		t.Errorf("of a part of a picture: %v, want green", c)
	}
}

func TestRGBA(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	if got := RGBA(img); got != img {
		t.Error("a picture in the right form was copied")
	}
	part := img.SubImage(image.Rect(2, 2, 6, 6)).(*image.RGBA)
	part.SetRGBA(2, 2, color.RGBA{R: 9, A: 255})
	got := RGBA(part)
	if got.Stride != 16 || got.RGBAAt(0, 0).R != 9 {
		t.Errorf("a part of a picture has stride %d and begins with %v", got.Stride, got.RGBAAt(0, 0))
	}
}

func TestTurn(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 3, 2))
	mark := color.RGBA{R: 255, A: 255}
	img.SetRGBA(0, 0, mark) // the upper left corner
	for quarters, want := range [][4]int{{3, 2, 0, 0}, {2, 3, 1, 0}, {3, 2, 2, 1}, {2, 3, 0, 2}} {
		got := Turn(img, quarters)
		if b := got.Bounds(); b.Dx() != want[0] || b.Dy() != want[1] || got.At(want[2], want[3]) != mark {
			t.Errorf("%d quarters: %v, the mark is not at %v", quarters, b, want[2:])
		}
	}
	if Turn(nil, 1) != nil {
		t.Error("nothing was turned into something")
	}
}
