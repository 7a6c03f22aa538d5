package decode

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/image/tiff"

	"recollect/engine/photo"
)

// large is a picture of 12 megapixels in every format whose decoding can be stopped.
func large(t *testing.T) map[string][]byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 4000, 3000), color.Palette{corners[0], corners[1]})
	for i := range img.Pix {
		img.Pix[i] = uint8(i>>5) & 1
	}
	colours := plain(img)
	var p, g, f bytes.Buffer
	for _, err := range []error{
		(&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&p, colours), gif.Encode(&g, img, nil),
		tiff.Encode(&f, colours, nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return map[string][]byte{"jpeg": asJPEG(t, colours), "png": p.Bytes(), "gif": g.Bytes(), "tiff": f.Bytes()}
}

// Each format has some tries: on a busy machine one may wait long for a processor.
func TestDecodingStopsSoon(t *testing.T) {
	const tries, limit = 5, 200 * time.Millisecond * slowdown
	for format, data := range large(t) {
		t.Run(format, func(t *testing.T) {
			var took time.Duration
			for range tries {
				if took = goesOn(t, data); took <= limit {
					return
				}
			}
			t.Errorf("it went on for %v", took)
		})
	}
}

// goesOn returns how long data are decoded after the deadline.
func goesOn(t *testing.T, data []byte) time.Duration {
	t.Helper()
	const after = 5 * time.Millisecond // none is decoded as fast
	ctx, cancel := context.WithTimeout(t.Context(), after)
	defer cancel()
	start := time.Now()
	_, err := Bytes(ctx, data, photo.File{}, Options{})
	if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrTooSlow) {
		t.Fatalf("err = %v, want %v", err, context.DeadlineExceeded)
	}
	return time.Since(start) - after
}

func TestDetached(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 1, 1))
	if got, err := detached(t.Context(), func() (image.Image, error) { return img, nil }); got != img || err != nil {
		t.Errorf("got %v, %v, want the picture", got, err)
	}
	_, err := detached(t.Context(), func() (image.Image, error) { panic("out of range") })
	if err == nil || !strings.Contains(err.Error(), "out of range") {
		t.Errorf("err = %v, want the panic", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	let := make(chan struct{})
	ended := make(chan struct{})
	_, err = detached(ctx, func() (image.Image, error) {
		defer close(ended)
		cancel()
		<-let
		return img, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want %v", err, context.Canceled)
	}
	close(let)
	<-ended // it is left behind, and ends for nobody
}

// A picture that takes for ever is given up, and says so.
func TestTooSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limited, explain, cancel := timed(t.Context(), 0)
		defer cancel()
		_, err := detached(limited, func() (image.Image, error) {
			time.Sleep(maxTime + time.Second)
			return nil, nil
		})
		if err := explain(err); !errors.Is(err, ErrTooSlow) || said(err) != "This picture takes too long to read." {
			t.Errorf("err = %v, want %v", err, ErrTooSlow)
		}
		time.Sleep(2 * time.Second)
	})
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(100)
		first, err := b.take(t.Context(), 60)
		if err != nil {
			t.Fatal(err)
		}
		second := make(chan func())
		go func() {
			release, err := b.take(t.Context(), 60)
			if err != nil {
				t.Error(err)
			}
			second <- release
		}()
		synctest.Wait()
		select {
		case <-second:
			t.Fatal("120 of 100 bytes were given out")
		default:
		}
		first()
		(<-second)()

		huge, err := b.take(t.Context(), 1000) // more than there is: alone
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := b.take(ctx, 1); !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v, want %v", err, context.Canceled)
		}
		huge()
	})
	if release, err := (*Budget)(nil).take(t.Context(), 1<<60); err != nil {
		t.Errorf("no budget: %v", err)
	} else {
		release()
	}
}

// What is decoded comes back: after any number of pictures, broken ones too, the
// whole budget is free.
func TestBudgetIsGivenBack(t *testing.T) {
	const all = 64 << 20
	b := NewBudget(all)
	for _, data := range samples(t) {
		for _, part := range [][]byte{data, data[:len(data)/2], data[:8]} {
			_, _ = Bytes(t.Context(), part, photo.File{}, Options{Budget: b}) // broken ones are refused
			_, _ = File(t.Context(), written(t, "x", part), Options{Budget: b})
		}
	}
	if !b.free.TryAcquire(all) {
		t.Error("a part of the budget was not given back")
	}
}

func TestMemoryBound(t *testing.T) {
	// 150 megapixels of 16 bits, interlaced: within the dimensions, not within the memory.
	data := bytes.Clone(samples(t)["png"])
	copy(data[16:], "\x00\x00\x3a\x98\x00\x00\x27\x10\x10") // 15,000 x 10,000, 16 bits
	data[28] = 1
	_, err := Bytes(t.Context(), data, photo.File{}, Options{ShortPx: 260, LongPx: 320})
	if !errors.Is(err, ErrTooLarge) || said(err) != "This picture of 15000 x 10000 pixels is too large to be shown." {
		t.Errorf("err = %v, want %v", err, ErrTooLarge)
	}
}

func TestReduce(t *testing.T) {
	tests := []struct {
		name         string
		w, h         int
		short, long  int
		wantW, wantH int
	}{
		{"small pictures whole", 2000, 1500, 100, 100, 2000, 1500},
		{"no wish", 3000, 2000, 0, 0, 3000, 2000},
		{"both", 3000, 2000, 260, 320, 500, 334}, // 2000/(260*5/4) = 6
		{"panorama", 10000, 500, 260, 320, 10000, 500},
		{"long only", 3000, 2000, 0, 320, 429, 286}, // 3000/400 = 7
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := image.NewNRGBA(image.Rect(0, 0, tt.w, tt.h))
			for i := 0; i < len(src.Pix); i += 4 {
				copy(src.Pix[i:], []byte{10, 200, 30, 255})
			}
			got := reduce(src, Options{ShortPx: tt.short, LongPx: tt.long})
			if size := got.Rect.Size(); size != image.Pt(tt.wantW, tt.wantH) {
				t.Fatalf("size = %v, want %d x %d", size, tt.wantW, tt.wantH)
			}
			for _, at := range []image.Point{{0, 0}, {tt.wantW - 1, tt.wantH - 1}, {tt.wantW / 2, tt.wantH / 2}} {
				if c, want := got.RGBAAt(at.X, at.Y), (color.RGBA{10, 200, 30, 255}); c != want {
					t.Errorf("pixel %v = %v, want %v", at, c, want)
				}
			}
		})
	}
}

// A phone's or a camera's picture is never too large, whatever its format.
func TestOrdinaryPicturesAreWithinTheLimits(t *testing.T) {
	root := shared(t)
	for _, name := range []string{
		"metadata/immich/formats/avif/10bit-HDR-P3-nclx.avif", // 20 MP, which take most memory
		"metadata/bep-imagemeta/testdata/images/iphone.heic",  // 24 MP
	} {
		d, err := Describe(photo.File{Path: filepath.Join(root, filepath.FromSlash(name))})
		if err != nil || d.WidthPx*d.HeightPx < 20_000_000 {
			t.Errorf("%s: %d x %d, %v", name, d.WidthPx, d.HeightPx, err)
		}
	}
}

// Compiling a decoder is no part of the time of the picture that is first: a header has it apart.
func TestPreparingIsNotTimed(t *testing.T) {
	for name, prepared := range map[string]bool{
		"heif/testdata/orientation-1.heic": true, "heif/testdata/orientation-1.avif": true,
		"testdata/lossy.webp": false,
	} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		h, err := readHeader(bytes.NewReader(data), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if (h.prepare != nil) != prepared {
			t.Errorf("%s: something to prepare: %v, want %v", name, h.prepare != nil, prepared)
		}
		for range 2 {
			if prepared {
				if err := h.prepare(t.Context()); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}
