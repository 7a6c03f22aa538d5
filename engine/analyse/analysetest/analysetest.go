// Package analysetest has a model that is not one, and pictures for it.
package analysetest

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
)

// Encoder embeds a picture as its average colour.
type Encoder struct {
	mu   sync.Mutex
	seen int
	// Err is what Load and Images return instead.
	Err error
}

// Load implements analyse.Encoder.
func (e *Encoder) Load() error { return e.Err }

// SizePx implements analyse.Encoder.
func (e *Encoder) SizePx() int { return 4 }

// Prepare implements analyse.Encoder.
func (e *Encoder) Prepare(img *image.RGBA) clip.Pixels {
	a := decode.Average(img)
	return clip.Pixels{float32(a.R) + 1, float32(a.G) + 1, float32(a.B) + 1}
}

// Images implements analyse.Encoder.
func (e *Encoder) Images(_ context.Context, px []clip.Pixels) ([]photo.Vector, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.Err != nil {
		return nil, e.Err
	}
	e.seen += len(px)
	out := make([]photo.Vector, len(px))
	for i, p := range px {
		length := math.Sqrt(float64(p[0]*p[0] + p[1]*p[1] + p[2]*p[2]))
		for _, x := range p {
			out[i] = append(out[i], float32(float64(x)/length))
		}
	}
	return out, nil
}

// Seen is how many pictures were embedded.
func (e *Encoder) Seen() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.seen
}

// Draw writes a picture of one colour, in folders that are made for it.
func Draw(t testing.TB, path string, c color.RGBA) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 8, 6))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []uint8{c.R, c.G, c.B, 255})
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
		t.Fatal(err)
	}
}
