package gif

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"os"
	"path/filepath"
	"testing"
)

var red = color.RGBA{255, 0, 0, 255}

// encoded makes a GIF with frames in red at places on a canvas.
func encoded(t testing.TB, canvas image.Point, places ...image.Rectangle) []byte {
	t.Helper()
	g := &gif.GIF{Config: image.Config{Width: canvas.X, Height: canvas.Y}}
	for _, at := range places {
		frame := image.NewPaletted(at, color.Palette{red, color.Black})
		g.Image, g.Delay = append(g.Image, frame), append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func config(data []byte) (Header, error) { return Config(bytes.NewReader(data), int64(len(data))) }

func decode(data []byte) (image.Image, error) { return Decode(bytes.NewReader(data), int64(len(data))) }

func TestDecode(t *testing.T) {
	part, all := image.Rect(2, 1, 6, 5), image.Rect(0, 0, 10, 8)
	small := encoded(t, image.Pt(10, 8), part)
	// The screen made smaller than the frame.
	binary.LittleEndian.PutUint16(small[6:], 3)
	binary.LittleEndian.PutUint16(small[8:], 3)
	for _, test := range []struct {
		name string
		data []byte
		want Header
		red  image.Rectangle
	}{
		{"whole", encoded(t, image.Pt(10, 8), all), Header{image.Pt(10, 8), false}, all},
		{"part", encoded(t, image.Pt(10, 8), part), Header{image.Pt(10, 8), false}, part},
		{"animated", encoded(t, image.Pt(10, 8), part, all), Header{image.Pt(10, 8), true}, part},
		{"beyond the screen", small, Header{image.Pt(6, 5), false}, part},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, err := config(test.data)
			if err != nil || h != test.want {
				t.Fatalf("got %v, %v, want %v", h, err, test.want)
			}
			img, err := decode(test.data)
			if err != nil || img.Bounds() != (image.Rectangle{Max: h.Size}) {
				t.Fatalf("got %v, %v, want a picture of %v", img, err, h.Size)
			}
			for y := range h.Size.Y {
				for x := range h.Size.X {
					want := color.RGBA{}
					if image.Pt(x, y).In(test.red) {
						want = red
					}
					if got := color.RGBAModel.Convert(img.At(x, y)); got != want {
						t.Fatalf("at %d, %d: got %v, want %v", x, y, got, want)
					}
				}
			}
		})
	}
}

func TestBroken(t *testing.T) {
	whole := encoded(t, image.Pt(40, 40), image.Rect(0, 0, 40, 40), image.Rect(0, 0, 9, 9))
	if _, err := config([]byte("GIF89a not at all")); err == nil {
		t.Error("no error for text")
	}
	for n := range 30 {
		if _, err := decode(whole[:n]); err == nil {
			t.Errorf("no error for the first %d bytes", n)
		}
	}
	// One that ends within its first frame is not called an animation.
	h, err := config(whole[:len(whole)-60])
	if want := (Header{image.Pt(40, 40), false}); err != nil || h != want {
		t.Errorf("got %v, %v, want %v", h, err, want)
	}
}

// TestShared looks at animations beside a checkout.
func TestShared(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "formats", "image-rs", "tests", "images", "gif")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the shared test pictures are not on this machine: %v", err)
	}
	for name, want := range map[string]Header{
		"anim/any-disposal.gif":                      {image.Pt(32, 32), true},
		"anim/issue_1455_undersized.gif":             {image.Pt(100, 100), true},
		"anim/oob.gif":                               {image.Pt(40, 40), false},
		"simple/issue_1455_oversized.gif":            {image.Pt(16, 16), false},
		"anim/large-gif-anim-combine.gif":            {image.Pt(1000, 1000), true},
		"anim/interlaced.gif":                        {image.Pt(32, 32), false},
		"anim/border_touching_layers.gif":            {image.Pt(100, 100), true},
		"simple/alpha_gif_a.gif":                     {image.Pt(256, 256), false},
		"anim/mixed-disposal.gif":                    {image.Pt(32, 32), true},
		"simple/sample_1.gif":                        {image.Pt(10, 10), false},
		"anim/large-gif-anim-full-frame-replace.gif": {image.Pt(1000, 1000), true},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			h, err := config(data)
			if err != nil || h != want {
				t.Errorf("got %v, %v, want %v", h, err, want)
			}
			if _, err := decode(data); err != nil {
				t.Error(err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encoded(f, image.Pt(10, 8), image.Rect(2, 1, 6, 5)))
	f.Add(encoded(f, image.Pt(4, 4), image.Rect(0, 0, 4, 4), image.Rect(1, 1, 2, 2)))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := config(data)
		if err != nil || h.Size.X > 1<<10 || h.Size.Y > 1<<10 {
			return
		}
		img, err := decode(data)
		if err == nil && img.Bounds() != (image.Rectangle{Max: h.Size}) {
			t.Errorf("got a picture of %v, Config says %v", img.Bounds(), h.Size)
		}
	})
}
