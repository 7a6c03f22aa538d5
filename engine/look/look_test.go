package look

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

// scene draws soft blobs, which have the spectrum of photographs more or less.
func scene(w, h int, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	type blob struct{ x, y, size, light float64 }
	blobs := make([]blob, 60)
	for i := range blobs {
		blobs[i] = blob{r.Float64(), r.Float64(), 0.01 + 0.2*r.Float64()*r.Float64(), 160 * (r.Float64() - 0.5)}
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 128.0
			for _, b := range blobs {
				dx, dy := float64(x)/float64(w)-b.x, float64(y)/float64(h)-b.y
				v += b.light / (1 + (dx*dx+dy*dy)/(b.size*b.size))
			}
			img.SetRGBA(x, y, grey(v))
		}
	}
	return img
}

func grey(v float64) color.RGBA {
	g := uint8(min(max(v, 0), 255))
	return color.RGBA{g, g, g, 255}
}

// cut is a part of img, copied.
func cut(img *image.RGBA, part image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: part.Size()})
	for y := range part.Dy() {
		for x := range part.Dx() {
			out.SetRGBA(x, y, img.RGBAAt(part.Min.X+x, part.Min.Y+y))
		}
	}
	return out
}

// each returns img with every grey changed.
func each(img *image.RGBA, change func(v float64) float64) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			out.SetRGBA(x, y, grey(change(float64(img.RGBAAt(x, y).R))))
		}
	}
	return out
}

func TestLikeness(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	noise := func(v float64) float64 { return v + 12*r.NormFloat64() }
	for seed := range uint64(5) {
		img := scene(320, 240, seed)
		for _, tt := range []struct {
			name    string
			other   *image.RGBA
			most    int // of the distance of hashes
			like    float64
			another bool
		}{
			{name: "itself", other: img, like: 0.9999},
			{name: "half the size", other: scene(160, 120, seed), most: 2, like: 0.99},
			{name: "tiny", other: scene(40, 30, seed), most: 8, like: 0.9},
			{name: "brighter", other: each(img, func(v float64) float64 { return 1.2 * v }), most: 10, like: 0.9},
			{name: "noise", other: each(img, noise), most: 4, like: 0.9},
			{name: "cut at a corner", other: cut(img, image.Rect(0, 0, 298, 222)), most: 30, like: 0.95},
			{name: "cut around", other: cut(img, image.Rect(12, 9, 308, 231)), most: 30, like: 0.95},
			{name: "another picture", other: scene(320, 240, seed+100), another: true},
		} {
			distance := Of(img).Distance(Of(tt.other))
			a, b := TextureOf(img), TextureOf(tt.other)
			like := a.Likeness(b)
			if back := b.Likeness(a); math.Abs(back-like) > 1e-4 {
				t.Errorf("%d %s: likeness %v one way, %v the other", seed, tt.name, like, back)
			}
			if tt.another {
				if distance < 12 || like > 0.7 {
					t.Errorf("%d %s: distance %d, likeness %.3f", seed, tt.name, distance, like)
				}
			} else if distance > tt.most || like < tt.like {
				t.Errorf("%d %s: distance %d, want at most %d; likeness %.3f, want %.2f",
					seed, tt.name, distance, tt.most, like, tt.like)
			}
		}
	}
}

// Where there is nothing to see, pictures are not alike.
func TestFlat(t *testing.T) {
	for _, shade := range []uint8{0, 90, 255} {
		img := image.NewRGBA(image.Rect(0, 0, 30, 200))
		for i := range img.Pix {
			img.Pix[i] = shade
		}
		if h := Of(img); h != Flat {
			t.Errorf("shade %d: got %x", shade, h)
		}
		if got := TextureOf(img).Likeness(TextureOf(img)); got != 0 {
			t.Errorf("shade %d: likeness %v", shade, got)
		}
	}
}

func TestAnySizeAndTransparency(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 500}, {63, 64}, {65, 3}, {320, 1}} {
		img := image.NewRGBA(image.Rectangle{Max: size}) // all transparent: white
		g := gridOf(img)
		for y := range g {
			for x, v := range g[y] {
				if v < 254.9 || v > 255.1 {
					t.Fatalf("%v: %v at %d,%d", size, v, x, y)
				}
			}
		}
		TextureOf(img)
	}
}

func BenchmarkOf(b *testing.B) {
	img := scene(320, 240, 1)
	for b.Loop() {
		Of(img)
	}
}

func BenchmarkTextureOf(b *testing.B) {
	img := scene(320, 240, 1)
	for b.Loop() {
		TextureOf(img)
	}
}

func BenchmarkLikenessOfParts(b *testing.B) {
	img := scene(320, 240, 1)
	x, y := TextureOf(img), TextureOf(cut(img, image.Rect(12, 9, 308, 231)))
	for b.Loop() {
		x.Likeness(y)
	}
}
