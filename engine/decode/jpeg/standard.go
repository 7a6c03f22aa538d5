package jpeg

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
)

// standard decodes with the standard library, at full size. A file that ends early is an error.
func standard(ctx context.Context, data []byte) (Picture, error) {
	// In the compressed data 0xff is always followed by 0 or a restart marker, so
	// that this counts nothing but scans (and those of an embedded thumbnail).
	if n := bytes.Count(data, []byte{0xff, 0xda}); n > maxScans {
		return Picture{}, fmt.Errorf("%d scans", n)
	}
	img, err := jpeg.Decode(interruptible{ctx, bytes.NewReader(data)})
	if err != nil {
		return Picture{}, err
	}
	dst := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(dst, dst.Rect, img, img.Bounds().Min, draw.Src)
	return Picture{Image: dst}, nil
}

// interruptible is a reader that ends with ctx's error. The standard library
// reads as it decodes.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p[:min(len(p), 4096)])
}
