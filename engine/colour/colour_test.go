package colour

import (
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	xdraw "golang.org/x/image/draw"
)

func TestNamed(t *testing.T) {
	for i, name := range terms {
		m, known := Named(name)
		if !known || m != 1<<i || !slices.Equal(m.Names(), []string{name}) {
			t.Errorf("%s is %b, %v", name, m, known)
		}
	}
	if m, known := Named("gray-ish"); known || m != 0 {
		t.Errorf("no colour is %b", m)
	}
	if got := All.Names(); len(got) != len(terms) {
		t.Errorf("all are %q", got)
	}
	if got := (Blue | Red).Names(); !slices.Equal(got, []string{"red", "blue"}) {
		t.Errorf("got %q", got)
	}
}

// Colours that hardly anybody would call by another of the eleven names.
func TestSwatches(t *testing.T) {
	for want, swatches := range map[Mask][]uint32{
		Red:    {0xff0000, 0xc00000, 0xdc143c, 0xb22222, 0xe32636, 0x8b0000},
		Orange: {0xffa500, 0xff8c00, 0xff7f00, 0xf28500, 0xff6a1a},
		Yellow: {0xffff00, 0xffd700, 0xffe135, 0xfff44f, 0xe6c200},
		Green:  {0x008000, 0x00ff00, 0x228b22, 0x6b8e23, 0x90ee90, 0x2e8b57, 0x556b2f, 0x98fb98},
		Blue:   {0x0000ff, 0x1e90ff, 0x87ceeb, 0x4169e1, 0x000080, 0x4682b4, 0xadd8e6},
		Purple: {0x800080, 0x8a2be2, 0x4b0082, 0x9370db, 0x663399, 0xba55d3},
		Pink:   {0xffc0cb, 0xff69b4, 0xff1493, 0xffb6c1, 0xf4a6b8},
		Brown:  {0x8b4513, 0xa0522d, 0x654321, 0x7b3f00, 0x5c4033, 0x6f4e37},
		Black:  {0x000000, 0x101010, 0x14120f},
		Grey:   {0x808080, 0xa9a9a9, 0x696969, 0x708078, 0xbdb8b4},
		White:  {0xffffff, 0xf5f5f5, 0xfffaf0, 0xf0f8ff},
	} {
		for _, rgb := range swatches {
			r, g, b := uint8(rgb>>16), uint8(rgb>>8), uint8(rgb)
			if got := name(float64(r), float64(g), float64(b)); got != want {
				l, c, h := oklch(float64(r), float64(g), float64(b))
				t.Errorf("%06x (%.2f %.3f %.0f) is %v, want %v", rgb, l, c, h, got.Names(), want.Names())
			}
			if got := Of(plain(40, 30, color.RGBA{r, g, b, 255})); got != want {
				t.Errorf("a picture of %06x is %v, want %v", rgb, got.Names(), want.Names())
			}
		}
	}
}

// The values that Ottosson gives for white and sRGB's blue.
func TestOklch(t *testing.T) {
	l, c, _ := oklch(255, 255, 255)
	if l < 0.9999 || l > 1.0001 || c > 0.0001 {
		t.Errorf("white is %v, %v", l, c)
	}
	if l, c, h := oklch(0, 0, 255); l < 0.451 || l > 0.453 || c < 0.312 || c > 0.314 || h < 263.5 || h > 264.5 {
		t.Errorf("blue is %v, %v, %v", l, c, h)
	}
}

func plain(w, h int, c color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

func TestShares(t *testing.T) {
	red := image.NewUniform(color.RGBA{200, 0, 0, 255})
	put := func(x0, y0, x1, y1 int) Mask {
		img := plain(100, 100, color.RGBA{255, 255, 255, 255})
		draw.Draw(img, image.Rect(x0, y0, x1, y1), red, image.Point{}, draw.Src)
		return Of(img)
	}
	if got := put(38, 38, 62, 62); got != Red|White {
		t.Errorf("a cup in the middle: %v", got.Names())
	}
	if got := put(0, 0, 24, 24); got != White {
		t.Errorf("something as large in a corner: %v", got.Names())
	}
	if got := Of(image.NewRGBA(image.Rect(0, 0, 10, 10))); got != 0 {
		t.Errorf("nothing that can be seen: %v", got.Names())
	}
	if got := Of(image.NewRGBA(image.Rectangle{})); got != 0 {
		t.Errorf("no picture: %v", got.Names())
	}
	part := plain(100, 100, color.RGBA{0, 0, 255, 255}).SubImage(image.Rect(20, 30, 50, 40)).(*image.RGBA)
	if got := Of(part); got != Blue {
		t.Errorf("a part of a picture: %v", got.Names())
	}
}

// What people see in the sample photos: colours that must be named, and such that must not.
func TestPhotos(t *testing.T) {
	for file, tt := range map[string]struct{ with, without Mask }{
		"food/espresso-cup.png":               {Red | Brown, Blue | Green | Purple | Grey},
		"food/fig-in-red-bowl.jpg":            {Red | Grey, Blue | Green | Yellow | Purple},
		"food/citrus-slices.jpg":              {Orange | Yellow, Blue | Purple | Red | Pink},
		"garden/orange-dahlia.jpg":            {Orange, Pink | Purple | White | Grey},
		"garden/blue-forget-me-nots.jpg":      {Blue | Black, Red | Orange | Yellow | Pink},
		"garden/honey-bee-on-aster.jpg":       {Purple, Blue | Red | Pink},
		"animals/brown-hens.jpg":              {Green | Brown, Blue | Red | Purple | Yellow},
		"animals/sheep-in-meadow.jpg":         {Green, All &^ (Green | Grey | White)},
		"animals/kitten-with-yarn.jpg":        {Red, Blue | Green | Purple},
		"travel/desert-dune-hikers.jpg":       {Orange | Blue, Green | Purple},
		"travel/tea-gardens.jpg":              {Green, All &^ (Green | White)},
		"travel/petra-treasury.jpg":           {Brown | Blue, Green | Red | Purple | Yellow},
		"home/bonsai.jpg":                     {Blue, Red | Green | Yellow},
		"home/paint-brushes.jpg":              {Blue | Red | Yellow, 0},
		"city/steel-staircase.png":            {Grey, All &^ (Black | Grey | White)}, // black and white
		"documents/handwritten-equations.png": {Grey, All &^ (Black | Grey | White)},
		"documents/typed-recipe.png":          {White, All &^ (Black | Grey | White)},
	} {
		img := sample(t, file)
		got := Of(img)
		if got&tt.with != tt.with || got&tt.without != 0 {
			t.Errorf("%s: %v", file, got.Names())
		}
		// A tile and the picture that the encoder is given must tell the same.
		half := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx()/2, img.Rect.Dy()/2))
		xdraw.CatmullRom.Scale(half, half.Rect, img, img.Rect, draw.Src, nil)
		if got := Of(half); got&tt.with != tt.with || got&tt.without != 0 {
			t.Errorf("%s at half its size: %v", file, got.Names())
		}
	}
}

// sample reads one of the sample photos, at 320 pixels.
func sample(tb testing.TB, file string) *image.RGBA {
	tb.Helper()
	f, err := os.Open(filepath.Join("../../testdata/sample-photos/photos", filepath.FromSlash(file)))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		tb.Fatal(err)
	}
	b := img.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, 320, 320*b.Dy()/b.Dx()))
	xdraw.ApproxBiLinear.Scale(small, small.Rect, img, b, draw.Src, nil)
	return small
}

func BenchmarkOf320(b *testing.B) {
	img := sample(b, "food/fig-in-red-bowl.jpg")
	for b.Loop() {
		Of(img)
	}
}
