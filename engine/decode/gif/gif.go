// Package gif reads the first frame of a GIF in its place on the canvas.
//
// image/gif decodes the pixels; this package knows how large the canvas must be
// and whether there are more frames. No more is allocated than the dimensions
// that Config gives imply, so that a caller who refuses large ones is safe.
//
// Later frames are left out.
package gif

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/gif"
	"io"
)

// Header is what the blocks of a file say.
type Header struct {
	Size     image.Point // of the canvas, in pixels
	Animated bool        // there is more than one frame
}

// Config reads the headers of a file up to its second frame. The canvas is the
// screen that the file names, made larger where the first frame reaches beyond
// it, as other programs do.
func Config(r io.Reader) (Header, error) {
	b, err := open(r)
	if err != nil {
		return Header{}, err
	}
	first, err := b.next()
	if err != nil {
		return Header{}, short(err)
	}
	h := Header{Size: canvas(b.screen, first)}
	// A file that ends early has one frame, or what there is of it.
	if b.pixels() == nil {
		_, err := b.next()
		h.Animated = err == nil
	}
	return h, nil
}

// canvas is the union of the screen and the first frame.
func canvas(screen image.Point, first image.Rectangle) image.Point {
	return image.Pt(max(screen.X, first.Max.X), max(screen.Y, first.Max.Y))
}

// Decode decodes the first frame, as an *image.Paletted where it covers the
// canvas, and as an *image.RGBA that is transparent around it where it does not.
// The dimensions that Config gives must have been checked.
func Decode(r io.Reader) (image.Image, error) {
	var seen bytes.Buffer
	b, err := open(io.TeeReader(r, &seen))
	if err != nil {
		return nil, err
	}
	first, err := b.next()
	if err != nil {
		return nil, short(err)
	}
	size := canvas(b.screen, first)
	// image/gif refuses frames that reach beyond the screen.
	binary.LittleEndian.PutUint16(seen.Bytes()[6:], uint16(min(size.X, 0xFFFF)))
	binary.LittleEndian.PutUint16(seen.Bytes()[8:], uint16(min(size.Y, 0xFFFF)))
	img, err := gif.Decode(io.MultiReader(&seen, r))
	if err != nil {
		return nil, err
	}
	if img.Bounds() == (image.Rectangle{Max: size}) {
		return img, nil
	}
	dst := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(dst, img.Bounds(), img, img.Bounds().Min, draw.Src)
	return dst, nil
}
