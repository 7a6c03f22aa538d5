package passes

import (
	"bytes"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"testing"
)

// noise is a picture of random samples. Its memory ends with its last pixel.
func noise(r *rand.Rand, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.Uint32())
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// some are windows over size samples, whose weights may add up to 1.5 and -1.5.
func some(r *rand.Rand, size, n, most int) []Window {
	all := make([]Window, n)
	for i := range all {
		taps := 1 + r.IntN(min(size, most))
		all[i] = Window{First: r.IntN(size - taps + 1), Weights: make([]int64, taps)}
		for j := range all[i].Weights {
			all[i].Weights[j] = (r.Int64N(3<<Precision) - 3<<(Precision-1)) / int64(taps)
		}
	}
	return all
}

// agree fails where a pass gives other pixels than Go's.
func agree(t *testing.T, r *rand.Rand, w, h, n int) {
	t.Helper()
	src := noise(r, w, h)
	got, want := image.NewRGBA(image.Rect(0, 0, n, h)), image.NewRGBA(image.Rect(0, 0, n, h))
	all := some(r, w, n, 40)
	Across(got, src, all)
	acrossGo(want, src, all)
	if !bytes.Equal(got.Pix, want.Pix) {
		t.Errorf("%d x %d to a width of %d", w, h, n)
	}
	got, want = image.NewRGBA(image.Rect(0, 0, w, n)), image.NewRGBA(image.Rect(0, 0, w, n))
	all = some(r, h, n, 40)
	Down(got, src, all)
	downGo(want, src, all)
	if !bytes.Equal(got.Pix, want.Pix) {
		t.Errorf("%d x %d to a height of %d", w, h, n)
	}
}

func TestPassesAgreeWithGo(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, w := range []int{1, 2, 3, 7, 8, 9, 15, 16, 17, 64, 101} {
		for _, h := range []int{1, 2, 3, 8, 33} {
			for _, n := range []int{1, 2, 5, 40} {
				agree(t, r, w, h, n)
			}
		}
	}
}

// The largest weights and the brightest samples, and sums of more samples than a kernel can add.
func TestExtremes(t *testing.T) {
	for _, size := range []int{2, 4095, 4096, 4097, 20_000} {
		for _, weight := range []int64{1 << Precision, 5 << (Precision - 2), -(1 << Precision)} {
			all := []Window{{0, make([]int64, size)}}
			all[0].Weights[size-1] = weight // the sum is what Pillow's filters give
			for i := range size - 1 {
				all[0].Weights[i] = int64(i%2*2-1) * min(2047, 1<<Precision/int64(size))
			}
			for name, img := range map[string]*image.RGBA{
				"across": image.NewRGBA(image.Rect(0, 0, size, 2)), "down": image.NewRGBA(image.Rect(0, 0, 9, size)),
			} {
				for i := range img.Pix {
					img.Pix[i] = 255
				}
				pass, inGo := Across, acrossGo
				got, want := image.NewRGBA(image.Rect(0, 0, 1, 2)), image.NewRGBA(image.Rect(0, 0, 1, 2))
				if name == "down" {
					pass, inGo = Down, downGo
					got, want = image.NewRGBA(image.Rect(0, 0, 9, 1)), image.NewRGBA(image.Rect(0, 0, 9, 1))
				}
				pass(got, img, all)
				inGo(want, img, all)
				if !bytes.Equal(got.Pix, want.Pix) {
					t.Errorf("%s, %d samples, %d: got %v, want %v", name, size, weight, got.Pix[:4], want.Pix[:4])
				}
			}
		}
	}
}

func TestPlanesAgreeWithGo(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 7, 8, 9, 16, 260, 263} {
		src := noise(r, max(n, 1), 1)
		for channel := range 4 {
			for _, c := range [][2]float32{{1, 0}, {0.0078125, 0.9921875}, {1 / (255 * 0.26862954), 1.7922}} {
				got, want := make([]float32, n), make([]float32, n)
				Plane(got, src.Pix, channel, c[0], c[1])
				planeGo(want, src.Pix, channel, c[0], c[1])
				if !slices.Equal(got, want) {
					t.Errorf("%d pixels, channel %d: got %v, want %v", n, channel, got, want)
				}
			}
		}
	}
}

func FuzzPasses(f *testing.F) {
	f.Add(uint64(1), uint16(9), uint16(5), uint16(3))
	f.Fuzz(func(t *testing.T, seed uint64, w, h, n uint16) {
		agree(t, rand.New(rand.NewPCG(seed, 1)), 1+int(w%300), 1+int(h%300), 1+int(n%300))
	})
}

func BenchmarkPasses(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	src := noise(r, 500, 375)
	all := make([]Window, 260)
	for i := range all {
		all[i] = Window{First: i * 490 / 260, Weights: make([]int64, 8)}
	}
	dst := image.NewRGBA(image.Rect(0, 0, 260, 375))
	for name, pass := range map[string]func(dst, src *image.RGBA, all []Window){"Go": acrossGo, "used": Across} {
		b.Run(fmt.Sprint("Across/", name), func(b *testing.B) {
			for b.Loop() {
				pass(dst, src, all)
			}
		})
	}
	for i := range all {
		all[i].First = i * 367 / 260
	}
	dst = image.NewRGBA(image.Rect(0, 0, 500, 260))
	for name, pass := range map[string]func(dst, src *image.RGBA, all []Window){"Go": downGo, "used": Down} {
		b.Run(fmt.Sprint("Down/", name), func(b *testing.B) {
			for b.Loop() {
				pass(dst, src, all)
			}
		})
	}
}
