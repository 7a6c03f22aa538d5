package jpeg

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"
)

// gradient is red from left to right, green from top to bottom.
func gradient(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), 60, 255})
		}
	}
	return img
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestConfig(t *testing.T) {
	whole := encoded(t, gradient(300, 200))
	sof := bytes.Index(whole, []byte{0xff, 0xc0})
	with := func(at int, b ...byte) []byte { return append(append(bytes.Clone(whole[:at]), b...), whole[at:]...) }
	changed := func(at int, b byte) []byte {
		c := bytes.Clone(whole)
		c[at] = b
		return c
	}
	want := Header{WidthPx: 300, HeightPx: 200, Components: 3, blocks: 38*26 + 2*19*13} // 4:2:0
	progressive := want
	progressive.Progressive, progressive.scans = true, true
	several := want
	several.scans = true
	sos := bytes.Index(whole, []byte{0xff, 0xda})
	tests := []struct {
		name string
		data []byte
		want Header
		err  error // nil: any, where want is zero
	}{
		{"whole", whole, want, nil},
		{"rubbish between segments", with(sof, 1, 2, 3), want, nil},
		{"fill bytes", with(sof, 0xff, 0xff), want, nil},
		{"progressive", changed(sof+1, 0xc2), progressive, nil},
		{"several scans", changed(sos+4, 1), several, nil},
		{"no scan", whole[:sos], want, nil},
		{"no sampling", changed(sof+11, 0x01), Header{}, nil},
		{"12 bits", changed(sof+4, 12), Header{}, ErrBits},
		{"lossless", changed(sof+1, 0xc3), Header{}, ErrKind},
		{"no more than a start", whole[:20], Header{}, nil},
		{"no frame", whole[:2], Header{}, nil},
		{"a scan first", []byte("\xff\xd8\xff\xda\x00\x08"), Header{}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Config(bytes.NewReader(tt.data), int64(len(tt.data)))
			if got != tt.want || (err == nil) != (tt.want != Header{}) {
				t.Errorf("Config = %+v, %v, want %+v", got, err, tt.want)
			}
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("err = %v, want %v", err, tt.err)
			}
		})
	}
}

func TestDecodeGivesWhatIsWanted(t *testing.T) {
	data := encoded(t, gradient(800, 601))
	for _, tt := range []struct{ short, long int }{
		{0, 0}, {601, 800}, {400, 0}, {76, 100}, {50, 150}, {0, 90}, {1, 1}, {5000, 0},
	} {
		p, err := Decode(t.Context(), data, tt.short, tt.long)
		if err != nil {
			t.Fatal(err)
		}
		size := p.Image.Rect.Size()
		if want := (Header{WidthPx: 800, HeightPx: 601}).Scaled(tt.short, tt.long); size != want {
			t.Errorf("at least %d, %d: size %v, Scaled says %v", tt.short, tt.long, size, want)
		}
		if size.Y < min(tt.short, 601) || size.X < min(tt.long, 800) {
			t.Errorf("at least %d, %d: size %v", tt.short, tt.long, size)
		}
		if p.Damaged || !p.Image.Opaque() {
			t.Errorf("at least %d, %d: damaged %v, opaque %v", tt.short, tt.long, p.Damaged, p.Image.Opaque())
		}
		// The picture is the same one at every size.
		x, y := size.X*3/4, size.Y/4
		got := p.Image.RGBAAt(x, y)
		near := func(a uint8, b int) bool { return int(a)-b < 8 && b-int(a) < 8 }
		if !near(got.R, x*255/size.X) || !near(got.G, y*255/size.Y) {
			t.Errorf("at least %d, %d: pixel %d, %d is %v", tt.short, tt.long, x, y, got)
		}
	}
}

func TestGreyIsGrey(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range img.Pix {
		img.Pix[i] = 90
	}
	p, err := Decode(t.Context(), encoded(t, img), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Image.RGBAAt(7, 7), (color.RGBA{90, 90, 90, 255}); got != want {
		t.Errorf("pixel = %v, want %v", got, want)
	}
}

func TestDecodeStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Decode(ctx, encoded(t, gradient(300, 200)), 0, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want %v", err, context.Canceled)
	}
}

// The memory that a caller allows for must be enough for the picture itself, and for
// all of its coefficients where these come in several scans.
func TestBytes(t *testing.T) {
	const w, h = 4000, 3000
	tests := []struct {
		name         string
		sampling     byte // of the first of three components
		several      bool
		coefficients int64
	}{
		{"one scan", 0x22, false, 0},
		{"4:4:4", 0x11, true, 3 * w * h},
		{"4:2:0", 0x22, true, w*3008 + 2*2000*1504}, // whole units are 16 pixels high
		{"4:2:2", 0x21, true, 2 * w * h},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := blocks(w, h, []byte{1, tt.sampling, 0, 2, 0x11, 1, 3, 0x11, 1})
			if err != nil {
				t.Fatal(err)
			}
			header := Header{WidthPx: w, HeightPx: h, Components: 3, blocks: n, scans: tt.several}
			out := header.Scaled(260, 0)
			want := 4*int64(out.X)*int64(out.Y) + 2*tt.coefficients
			if !scaling {
				want += 3 * w * h
			}
			if got := header.Bytes(260, 0); got != want {
				t.Errorf("Bytes = %d, want %d", got, want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	whole := encoded(f, gradient(40, 30))
	f.Add(whole, 0)
	f.Add(whole[:len(whole)/2], 10)
	f.Add(encoded(f, image.NewGray(image.Rect(0, 0, 9, 9))), 4)
	f.Fuzz(func(t *testing.T, data []byte, short int) {
		h, err := Config(bytes.NewReader(data), int64(len(data)))
		if err != nil || h.WidthPx > 1<<10 || h.HeightPx > 1<<10 {
			return
		}
		p, err := Decode(t.Context(), data, short, 0)
		if err != nil {
			return
		}
		if got, want := p.Image.Rect.Size(), h.Scaled(short, 0); got != want {
			t.Errorf("size = %v, Scaled says %v", got, want)
		}
		if !p.Image.Opaque() {
			t.Error("a JPEG is opaque")
		}
	})
}

// psnr is the peak signal-to-noise ratio between two pictures, in decibels.
func psnr(a, b *image.RGBA) float64 {
	sum, n := 0.0, 0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			p, q := a.RGBAAt(x, y), b.RGBAAt(x, y)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				sum += float64(d * d)
				n++
			}
		}
	}
	return 10 * math.Log10(255*255*float64(n)/sum)
}

// What Encode gives is as good as what image/jpeg gives, at as many bytes.
func TestEncode(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	whole := gradient(333, 209)
	for i := range whole.Pix {
		if i%4 != 3 {
			whole.Pix[i] = uint8(min(max(int(whole.Pix[i])+random.IntN(24)-12, 0), 255))
		}
	}
	part := &image.RGBA{Pix: whole.Pix, Stride: whole.Stride, Rect: image.Rect(0, 0, 150, 100)}
	for name, img := range map[string]*image.RGBA{
		"whole": whole, "a part": part, "one pixel": gradient(1, 1), "a line": gradient(77, 1),
	} {
		for _, quality := range []int{85, 50} {
			data, err := Encode(img, quality)
			if err != nil {
				t.Fatal(name, err)
			}
			var b bytes.Buffer
			if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
				t.Fatal(err)
			}
			got, err := Decode(t.Context(), data, 0, 0)
			if err != nil {
				t.Fatal(name, err)
			}
			want, err := Decode(t.Context(), b.Bytes(), 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			a, s := psnr(img, got.Image), psnr(img, want.Image)
			if got.Damaged || got.Image.Rect != img.Rect {
				t.Errorf("%s: damaged %v, %v", name, got.Damaged, got.Image.Rect)
			}
			slack := 0.1
			if img.Rect.Dy() == 1 { // most of a block is padding, which each fills in its own way
				slack = 1.5
			}
			if float64(len(data)) > 1.01*float64(b.Len())+64 || a < s-slack {
				t.Errorf("%s, %d: %d bytes and %.2f dB, image/jpeg %d and %.2f",
					name, quality, len(data), a, b.Len(), s)
			}
		}
	}
	for _, size := range []image.Point{{}, {1, 0}, {maxEncodedPx + 1, 1}} {
		if _, err := Encode(image.NewRGBA(image.Rectangle{Max: size}), 85); err == nil {
			t.Errorf("%v: no error", size)
		}
	}
}

func BenchmarkEncode1280(b *testing.B) {
	img := gradient(1280, 960)
	for b.Loop() {
		if _, err := Encode(img, 85); err != nil {
			b.Fatal(err)
		}
	}
}
