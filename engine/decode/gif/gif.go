// Package gif reads the first frame of a GIF in its place on the canvas.
//
// image/gif decodes the pixels; this package finds the size of the canvas and
// whether there are more frames. No more is allocated than the dimensions from
// Config imply, so a caller that refuses large ones is safe.
//
// Later frames are ignored.
package gif

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/draw"
	"image/gif"
	"io"

	"recollect/engine/container"
)

// Header holds what the blocks of a file say.
type Header struct {
	Size     image.Point // of the canvas, in pixels
	Animated bool        // there is more than one frame
}

// maxBlocks limits the blocks that are read in search of frames.
const maxBlocks = 20_000

// Config reads the headers of a file of sizeBytes up to its second frame. The canvas is the
// screen that the file names, made larger where the first frame reaches beyond
// it, as other programs do.
func Config(r io.ReaderAt, sizeBytes int64) (Header, error) {
	screen, err := screenOf(r)
	if err != nil {
		return Header{}, err
	}
	var h Header
	frames := 0
	for b, err := range container.GIF(container.Paged(r, int(sizeBytes)+1), maxBlocks) {
		switch {
		case err != nil && frames == 0:
			return Header{}, err
		case err != nil: // a file that ends early has one frame, or a part of one
			return h, nil
		case b.Image == nil:
			continue
		case frames == 0:
			h.Size = canvas(screen, frameOf(b))
		default:
			h.Animated = true
			return h, nil
		}
		frames++
	}
	if frames == 0 {
		return Header{}, errors.New("gif: no frame")
	}
	return h, nil
}

// screenOf reads the size of the screen.
func screenOf(r io.ReaderAt) (image.Point, error) {
	head, err := container.Read(r, 0, container.GIFHead, container.GIFHead)
	if err != nil {
		return image.Point{}, err
	}
	if v := string(head[:6]); v != container.GIF87 && v != container.GIF89 {
		return image.Point{}, errors.New("gif: no header")
	}
	return image.Pt(int(binary.LittleEndian.Uint16(head[6:])), int(binary.LittleEndian.Uint16(head[8:]))), nil
}

// frameOf returns where on the screen an image lies.
func frameOf(b container.Block) image.Rectangle {
	number := func(i int) int { return int(binary.LittleEndian.Uint16(b.Image[2*i:])) }
	at := image.Pt(number(0), number(1))
	return image.Rectangle{at, at.Add(image.Pt(number(2), number(3)))}
}

// canvas returns the union of the screen and the first frame.
func canvas(screen image.Point, first image.Rectangle) image.Point {
	return image.Pt(max(screen.X, first.Max.X), max(screen.Y, first.Max.Y))
}

// Decode decodes the first frame of a file of sizeBytes, as an *image.Paletted where it covers the
// canvas, and as an *image.RGBA that is transparent around it where it does not.
// The dimensions that Config gives must have been checked.
func Decode(r io.ReaderAt, sizeBytes int64) (image.Image, error) {
	h, err := Config(r, sizeBytes)
	if err != nil {
		return nil, err
	}
	const sizeAt, behind = 6, 10
	// image/gif refuses frames that reach beyond the screen.
	head := container.ReadSome(r, 0, sizeAt)
	head = binary.LittleEndian.AppendUint16(head, uint16(min(h.Size.X, 0xFFFF)))
	head = binary.LittleEndian.AppendUint16(head, uint16(min(h.Size.Y, 0xFFFF)))
	img, err := gif.Decode(io.MultiReader(bytes.NewReader(head), io.NewSectionReader(r, behind, sizeBytes-behind)))
	if err != nil {
		return nil, err
	}
	if img.Bounds() == (image.Rectangle{Max: h.Size}) {
		return img, nil
	}
	dst := image.NewRGBA(image.Rectangle{Max: h.Size})
	draw.Draw(dst, img.Bounds(), img, img.Bounds().Min, draw.Src)
	return dst, nil
}
