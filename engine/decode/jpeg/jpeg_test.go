package jpeg

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
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
