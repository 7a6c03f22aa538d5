package png

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"recollect/engine/container"
)

// picture is a PNG with a gradient, and the picture itself.
func picture(t testing.TB) ([]byte, *image.NRGBA) {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 7, 5))
	for i := range img.Pix {
		img.Pix[i] = byte(i)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), img
}

// behindIHDR is where chunks can be put in.
const behindIHDR = 8 + 8 + 13 + 4

func TestDecode(t *testing.T) {
	whole, want := picture(t)
	broken := piece("gAMA", []byte("abcd"))
	broken[len(broken)-1] ^= 1
	for name, data := range map[string][]byte{
		"whole":              whole,
		"no end":             whole[:len(whole)-12],
		"half an end":        whole[:len(whole)-5],
		"wrong checksum":     slices.Insert(bytes.Clone(whole), behindIHDR, broken...),
		"too much behind it": append(bytes.Clone(whole), "something"...),
		"animation": slices.Insert(bytes.Clone(whole), behindIHDR,
			piece("acTL", []byte("\x00\x00\x00\x02\x00\x00\x00\x00"))...),
		"unknown chunk ahead": slices.Insert(bytes.Clone(whole), behindIHDR, piece("NONE", []byte(""))...),
	} {
		t.Run(name, func(t *testing.T) {
			img, damaged, err := Decode(bytes.NewReader(data), int64(len(data)))
			if err != nil || damaged || img.Bounds() != want.Rect {
				t.Fatalf("got %v, %v, %v", img, damaged, err)
			}
			for y := range want.Rect.Dy() {
				for x := range want.Rect.Dx() {
					if got, want := color.NRGBAModel.Convert(img.At(x, y)), want.NRGBAAt(x, y); got != want {
						t.Fatalf("at %d, %d: got %v, want %v", x, y, got, want)
					}
				}
			}
		})
	}
	for _, data := range []string{
		"", container.PNGSignature, "no PNG at all, only some words of text",
		string(bytes.Replace(whole, []byte("\x00\x07"), []byte("\x00\x00"), 1)),
	} {
		if _, err := Config(strings.NewReader(data), int64(len(data))); err == nil {
			t.Errorf("no error for %q", data)
		}
	}
}

func TestConfig(t *testing.T) {
	still, _ := picture(t)
	with := func(at int, c []byte) []byte { return slices.Insert(bytes.Clone(still), at, c...) }
	two := piece("acTL", []byte("\x00\x00\x00\x02\x00\x00\x00\x00"))
	one := piece("acTL", []byte("\x00\x00\x00\x01\x00\x00\x00\x00"))
	for _, test := range []struct {
		name string
		data []byte
		want bool
	}{
		{"still", still, false},
		{"two frames", with(behindIHDR, two), true},
		{"one frame", with(behindIHDR, one), false},
		{"behind the picture", with(len(still)-12, two), false},
		{"cut", with(behindIHDR, two)[:behindIHDR+3], false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, err := Config(bytes.NewReader(test.data), int64(len(test.data)))
			if err != nil || h.Size != image.Pt(7, 5) || h.Animated != test.want {
				t.Errorf("got %+v, %v, want 7 x 5, animated %v", h, err, test.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	whole, _ := picture(f)
	f.Add(whole)
	f.Add(whole[:len(whole)-12])
	f.Add(slices.Insert(bytes.Clone(whole), behindIHDR, piece("acTL", []byte("\x00\x00\x00\x02\x00\x00\x00\x00"))...))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Config(bytes.NewReader(data), int64(len(data)))
		if err != nil || h.Size.X > 1<<10 || h.Size.Y > 1<<10 {
			return
		}
		img, _, err := Decode(bytes.NewReader(data), int64(len(data)))
		if err == nil && img.Bounds() != (image.Rectangle{Max: h.Size}) {
			t.Errorf("got a picture of %v, Config says %v", img.Bounds(), h.Size)
		}
	})
}
