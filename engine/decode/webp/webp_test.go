package webp

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func content(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDecode wants the very pixels that libwebp gives, which lie beside each file.
func TestDecode(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.webp"))
	if err != nil || len(paths) < 9 {
		t.Fatalf("got %d files, %v, want 9", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			want, err := png.Decode(bytes.NewReader(content(t, strings.TrimSuffix(path, ".webp")+".png")))
			if err != nil {
				t.Fatal(err)
			}
			data := content(t, path)
			h, err := Config(bytes.NewReader(data), int64(len(data)))
			if err != nil || h.Size != want.Bounds().Size() || h.Animated != strings.Contains(path, "animated") {
				t.Fatalf("got %+v, %v, want a size of %v", h, err, want.Bounds())
			}
			got, err := Decode(data)
			if err != nil || got.Bounds() != want.Bounds() {
				t.Fatalf("got %v, %v, want %v", got, err, want.Bounds())
			}
			for y := range h.Size.Y {
				for x := range h.Size.X {
					// What is transparent has no colour.
					g, w := color.RGBAModel.Convert(got.At(x, y)), color.RGBAModel.Convert(want.At(x, y))
					if g != w {
						t.Fatalf("at %d, %d: got %v, want %v", x, y, g, w)
					}
				}
			}
		})
	}
}

func TestBroken(t *testing.T) {
	whole := content(t, filepath.Join("testdata", "animated.webp"))
	for _, n := range []int{0, 11, 12, 29, 30, 60, 80} {
		if _, err := Decode(whole[:n]); err == nil {
			t.Errorf("no error for the first %d bytes", n)
		}
	}
	at := bytes.Index(whole, []byte("ANMF"))
	for name, spoil := range map[string]func([]byte){
		"frame beyond the canvas": func(b []byte) { b[at+8] = 200 },
		"frame of another size":   func(b []byte) { b[at+8+6] ^= 1 },
		"no picture in the frame": func(b []byte) { copy(b[at+8+16:], "none") },
	} {
		t.Run(name, func(t *testing.T) {
			data := bytes.Clone(whole)
			spoil(data)
			if _, err := Config(bytes.NewReader(data), int64(len(data))); err == nil {
				t.Error("no error")
			}
		})
	}
}

// TestShared decodes what libwebp is tested with, beside a checkout.
func TestShared(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared", "data", "formats")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("the shared test pictures are not on this machine: %v", err)
	}
	found := 0
	for _, pattern := range []string{"libwebp-test-data/*.webp", "image-rs/tests/images/webp/*/*.webp"} {
		paths, _ := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		for _, path := range paths {
			data := content(t, path)
			h, err := Config(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			found++
			if h.Size.X*h.Size.Y > 1<<22 {
				continue // for speed
			}
			if _, err := Decode(data); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	if found < 120 {
		t.Errorf("got %d files, want 120 or more", found)
	}
}

func FuzzDecode(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.webp"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		f.Add(content(f, path))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Config(bytes.NewReader(data), int64(len(data)))
		if err != nil || h.Size.X > 1<<10 || h.Size.Y > 1<<10 {
			return
		}
		img, err := Decode(data)
		if err == nil && img.Bounds() != (image.Rectangle{Max: h.Size}) {
			t.Errorf("got a picture of %v, Config says %v", img.Bounds(), h.Size)
		}
	})
}

func BenchmarkConvert12MP(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		fromVideo(img, nil, 0)
	}
}
