package theme

import (
	"bytes"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// A row of stars is as many stars beside each other, and a cross is one.
func TestStarsAreDrawn(t *testing.T) {
	test.NewTempApp(t)
	for n := 1; n <= 5; n++ {
		r := WhiteStars(n)
		if got := bytes.Count(r.Content(), []byte("M")); got != n {
			t.Errorf("%s has %d drawings, want %d", r.Name(), got, n)
		}
		if lit := litColumns(t, r, n); lit < n*15 || lit > n*24 {
			t.Errorf("%s: %d columns of %d are white", r.Name(), lit, n*24)
		}
	}
	if lit := litColumns(t, WhiteCross(), 1); lit < 8 || lit > 20 {
		t.Errorf("of a cross %d columns of 24 are white", lit)
	}
}

// litColumns returns how many columns have a white pixel, of n times 24.
func litColumns(t *testing.T, r fyne.Resource, n int) (lit int) {
	t.Helper()
	img := canvas.NewImageFromResource(r)
	img.FillMode = canvas.ImageFillContain
	w := test.NewTempWindow(t, img)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(float32(24*n), 24))
	shot := w.Canvas().Capture()
	dark := func(at image.Point) bool { v, _, _, _ := shot.At(at.X, at.Y).RGBA(); return v < 0xc000 }
	for x := range shot.Bounds().Dx() {
		for y := range shot.Bounds().Dy() {
			if !dark(image.Pt(x, y)) {
				lit++
				break
			}
		}
	}
	return lit
}
