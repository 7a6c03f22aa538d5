package icc

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"strings"
	"testing"
)

// alike reports whether samples differ by no more than most.
func alike(a, b [3]uint8, most int) bool {
	for i := range a {
		if d := int(a[i]) - int(b[i]); d > most || d < -most {
			return false
		}
	}
	return true
}

// TestHighRange compares with testdata/make.py, which computes in double precision from other
// constants.
func TestHighRange(t *testing.T) {
	f, err := os.Open("testdata/hdr.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var transfer int
		var from, want [3]uint8
		_, err := fmt.Sscan(lines.Text(), &transfer, &from[0], &from[1], &from[2], &want[0], &want[1], &want[2])
		if err != nil {
			t.Fatal(err)
		}
		n++
		tr, ok := ByNumbers(9, transfer)
		if !ok || tr == nil {
			t.Fatalf("ByNumbers(9, %d) = %v, %v", transfer, tr, ok)
		}
		if got := tr.convert(encoded(), from[0], from[1], from[2]); !alike(got, want, 1) {
			t.Errorf("transfer %d: %v becomes %v, want %v", transfer, from, got, want)
		}
		wide := image.NewNRGBA64(image.Rect(0, 0, 1, 1))
		wide.SetNRGBA64(0, 0, color.NRGBA64{
			uint16(from[0]) * 257, uint16(from[1]) * 257, uint16(from[2]) * 257, 0xffff,
		})
		p := tr.Wide(wide).RGBAAt(0, 0)
		if got := [3]uint8{p.R, p.G, p.B}; !alike(got, want, 1) {
			t.Errorf("transfer %d, 16 bits: %v becomes %v, want %v", transfer, from, got, want)
		}
	}
	if n < 40 {
		t.Errorf("got %d colours, want 40 or more", n)
	}
}

// TestWhiteOfHighRange holds the points that the tone curve was chosen for.
func TestWhiteOfHighRange(t *testing.T) {
	for _, c := range []struct{ light, want, most float64 }{
		{0.18, 0.18, 0}, {0.9, 0.9, 0}, {1, 0.934, 0.001}, {peakNits / whiteNits, 1, 1e-4}, {10_000 / whiteNits, 1, 0},
	} {
		if got := compressed(c.light); math.Abs(got-c.want) > c.most {
			t.Errorf("compressed(%v) = %v, want %v", c.light, got, c.want)
		}
	}
	last := 0.0
	for v := 0.0; v < 50; v += 0.001 {
		got := compressed(v)
		if got < last || got > last+0.0011 {
			t.Fatalf("compressed(%v) = %v after %v, want it to rise slowly", v, got, last)
		}
		last = got
	}
	if got := pq(0.5806) * whiteNits; math.Abs(got-203) > 0.5 {
		t.Errorf("58.06 %% of PQ is %v cd/m², want 203", got)
	}
	if got := math.Pow(hlg(0.75), 1.2) * peakNits; math.Abs(got-203) > 0.5 {
		t.Errorf("75 %% of HLG is %v cd/m², want 203", got)
	}
}

func TestByNumbers(t *testing.T) {
	for _, c := range []struct {
		name                string
		primaries, transfer int
		known, toned        bool
		from, want          [3]uint8 // want 0, 0, 0: nothing to be done
	}{
		{"sRGB", 1, 13, true, false, [3]uint8{}, [3]uint8{}},
		{"BT.709", 1, 1, true, false, [3]uint8{}, [3]uint8{}},
		{"unspecified", 2, 2, false, false, [3]uint8{}, [3]uint8{}},
		{"primaries unspecified, PQ", 2, 16, true, true, [3]uint8{148, 148, 148}, [3]uint8{247, 247, 247}},
		{"not known", 99, 13, false, false, [3]uint8{}, [3]uint8{}},
		{"logarithmic", 1, 9, false, false, [3]uint8{}, [3]uint8{}},
		{"P3", 12, 13, true, false, [3]uint8{200, 100, 50}, [3]uint8{215, 93, 31}},
		{"BT.2020", 9, 13, true, false, [3]uint8{200, 100, 50}, [3]uint8{241, 76, 29}},
		{"BT.2020, its own curve", 9, 14, true, false, [3]uint8{200, 100, 50}, [3]uint8{241, 76, 29}},
		{"linear", 1, 8, true, true, [3]uint8{55, 55, 55}, [3]uint8{128, 128, 128}},
		{"P3, PQ", 12, 16, true, true, [3]uint8{148, 148, 148}, [3]uint8{247, 247, 247}},
		{"white stays white in the cinema's P3", 11, 13, true, false, [3]uint8{255, 255, 255}, [3]uint8{255, 255, 255}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr, ok := ByNumbers(c.primaries, c.transfer)
			if ok != c.known || tr.Toned() != c.toned {
				t.Fatalf("known %v, toned %v, want %v, %v", ok, tr.Toned(), c.known, c.toned)
			}
			if tr == nil != (c.want == [3]uint8{}) {
				t.Fatalf("got %v", tr)
			}
			if tr != nil {
				if got := tr.convert(encoded(), c.from[0], c.from[1], c.from[2]); !alike(got, c.want, 1) {
					t.Errorf("%v becomes %v, want %v", c.from, got, c.want)
				}
			}
		})
	}
}

func TestWide(t *testing.T) {
	tr, _ := ByNumbers(1, 8) // linear light
	half := image.NewRGBA64(image.Rect(2, 3, 5, 5))
	for y := 3; y < 5; y++ {
		for x := 2; x < 5; x++ {
			half.SetRGBA64(x, y, color.RGBA64{0x0400, 0x4000, 0x8000, 0x8000})
		}
	}
	half.SetRGBA64(4, 4, color.RGBA64{})
	grey := image.NewGray16(image.Rect(0, 0, 3, 2))
	for i := range grey.Pix {
		grey.Pix[i] = 0x40
	}
	for _, c := range []struct {
		name       string
		img        image.Image
		want, last color.RGBA
	}{
		{"multiplied with alpha", half, color.RGBA{25, 94, 128, 127}, color.RGBA{}},
		{"grey", grey, color.RGBA{137, 137, 137, 255}, color.RGBA{137, 137, 137, 255}},
	} {
		got := tr.Wide(c.img)
		if got.Rect != image.Rect(0, 0, 3, 2) {
			t.Fatalf("%s: bounds %v", c.name, got.Rect)
		}
		if p := got.RGBAAt(1, 1); !within(p, c.want, 1) {
			t.Errorf("%s: %v, want %v", c.name, p, c.want)
		}
		if p := got.RGBAAt(2, 1); p != c.last {
			t.Errorf("%s: the last is %v, want %v", c.name, p, c.last)
		}
	}
	if got := tr.Wide(image.NewRGBA(image.Rect(0, 0, 1, 1))); got != nil {
		t.Errorf("8 bits: got %v, want nil", got)
	}
}

// BenchmarkHLG1MP is what the slowest of all transforms costs.
func BenchmarkHLG1MP(b *testing.B) {
	tr, _ := ByNumbers(9, transferHLG)
	img := image.NewRGBA(image.Rect(0, 0, 1000, 1000))
	for i := range img.Pix {
		img.Pix[i] = uint8(i*7) | uint8(255*((i%4)/3))
	}
	for b.Loop() {
		tr.Apply(img)
	}
}
