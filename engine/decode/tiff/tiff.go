// Package tiff reads the first picture of a TIFF or BigTIFF file: grey, palette, RGB, CMYK and YCbCr
// of 1 to 32 bits a sample, or of floating point of 16, 24, 32 or 64, in strips or tiles, pixel by
// pixel or plane by plane, with alpha, packed by LZW, Deflate, PackBits, fax codes or JPEG.
//
// Pixels are unpacked row by row. No more is allocated than the dimensions from Config imply, so a
// caller that refuses large ones is safe. Package container reads the directories.
//
// Orientation, colour profiles and further pages are ignored. The format is that of TIFF 6.0,
// Adobe's Technical Notes 1 to 3, and BigTIFF.
package tiff

import (
	"errors"
	"fmt"
	"image"
	"io"
)

// ErrUnsupported: a valid file of a kind that this package does not read.
var ErrUnsupported = errors.New("tiff: kind not supported")

// Config reads the dimensions of the first picture as stored, in pixels.
func Config(r io.ReaderAt, sizeBytes int64) (image.Point, error) {
	p, err := first(r, sizeBytes)
	if err != nil {
		return image.Point{}, err
	}
	return p.size, nil
}

// Decode decodes the first picture as stored, to an *image.NRGBA, or to an
// *image.RGBA where its alpha is already multiplied in; the origin is at 0,0. Samples
// of more than 8 bits are reduced to their highest 8; those of floating point are
// taken to be between 0 and 1. The dimensions that Config gives must have been checked.
func Decode(r io.ReaderAt, sizeBytes int64) (image.Image, error) {
	p, err := first(r, sizeBytes)
	if err != nil {
		return nil, err
	}
	if err := p.layout(); err != nil {
		return nil, err
	}
	dst := image.NewNRGBA(image.Rectangle{Max: p.size})
	if p.compression == compressionJPEG || p.compression == compressionOldJPEG {
		err = p.decodeJPEG(dst)
	} else {
		err = p.decodeRows(dst)
	}
	switch {
	case err != nil:
		return nil, err
	case p.alpha == associated:
		return &image.RGBA{Pix: dst.Pix, Stride: dst.Stride, Rect: dst.Rect}, nil
	}
	return dst, nil
}

func unsupported(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, a...))
}
