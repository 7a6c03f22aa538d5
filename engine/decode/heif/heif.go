// Package heif reads HEIC and AVIF: the primary picture of a file, upright.
//
// libheif and libavif, compiled to WebAssembly, decode the pixels: a hostile file cannot leave
// their sandbox, and cannot take more than 2 GiB. This package reads the container: it finds the
// dimensions before anything is decoded, makes sure that the picture is turned exactly once, and
// converts the colours as the file declares. The orientation in EXIF does not count in these files
// (ISO/IEC 23008-12, annex A.2.2): irot and imir do. The dimensions that Config gives must be
// bounded by the caller before Decode is called.
//
// Other packages read metadata and convert the colours that Header names.
package heif

import (
	"bytes"
	"fmt"
	"image"
	"io"
)

// Header describes the primary picture of a file.
type Header struct {
	Size     image.Point // upright, in pixels
	Animated bool        // there is a sequence of pictures in the file

	// Profile is the ICC profile, nil if there is none. Primaries and Transfer are numbers of ITU-T
	// H.273; 2 means unspecified.
	Profile             []byte
	Primaries, Transfer int
	Grey                bool // only luma is stored

	av1    bool
	stored image.Point // before it is cropped
}

// Bytes estimates the memory that Decode takes, including its result: as measured on pictures of 12
// to 25 megapixels (AVIF of 10 bits in 4:4:4 takes the most), plus a tenth.
func (h Header) Bytes() int64 {
	bytes := int64(14)
	if h.av1 {
		bytes = 42
	}
	return bytes * int64(h.stored.X) * int64(h.stored.Y)
}

// Prepare compiles the library that decodes the picture, unless that was done before. It takes half a second, more
// where the machine has much else to do, and cannot be interrupted. Decode does it too.
func (h Header) Prepare() error {
	if h.av1 {
		return libavif.prepare()
	}
	return libheif.prepare()
}

// Config reads the header of a file of sizeBytes.
func Config(r io.ReaderAt, sizeBytes int64) (Header, error) {
	f, err := read(r, sizeBytes)
	return f.header(), err
}

func (f *file) header() Header {
	return Header{
		Size: f.upright(), Animated: f.animated, av1: f.av1, stored: f.stored,
		Profile: f.profile, Primaries: f.coded.primaries, Transfer: f.coded.transfer, Grey: f.grey,
	}
}

// Decode decodes all the bytes of a file to an 8 bit picture with its origin at 0,0. That takes
// seconds and cannot be interrupted. With a hostile file it may never end, but it stays within its
// memory. The dimensions that Config gives must have been checked. It may be called from several
// goroutines.
//
// If narrow is not nil, it reduces a picture of more bits, AVIF of 10 or 12, to 8 bits.
// It may work in the memory of its argument, and its result is copied. HEIC is decoded
// to 8 bits whatever is stored.
func Decode(data []byte, narrow func(*image.RGBA64) *image.RGBA) (image.Image, error) {
	f, err := read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var img *image.RGBA
	if f.av1 {
		img, err = f.avif(data, narrow)
	} else {
		img, err = f.heic(data)
	}
	if err != nil {
		return nil, err // and not a nil picture in an interface
	}
	return img, nil
}

// Libraries returns the names of the libraries that decode. They are compiled to WebAssembly.
func Libraries() []string { return []string{"libheif", "libavif"} }

// heic decodes a picture of HEVC, with its alpha.
func (f *file) heic(data []byte) (*image.RGBA, error) {
	img, err := f.hevc(data, f.primary, f.coded)
	if err != nil || f.alpha == 0 {
		return img, err
	}
	// The decoder does not decode alpha, but it decodes any picture that is declared
	// the primary one.
	mask, err := f.hevc(data, f.alpha, unsaid)
	if err != nil {
		return nil, fmt.Errorf("alpha: %w", err)
	}
	return img, cut(img, mask)
}

// avif decodes a picture of AV1. libavif does not turn it.
func (f *file) avif(data []byte, narrow func(*image.RGBA64) *image.RGBA) (*image.RGBA, error) {
	img, err := f.av1Pixels(data, narrow)
	for _, t := range f.turns {
		if err == nil {
			img = t.apply(img)
		}
	}
	return img, err
}
