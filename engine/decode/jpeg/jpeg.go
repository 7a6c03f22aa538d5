// Package jpeg decodes JPEG files, at a fraction of their size if that is
// enough, and encodes pictures.
//
// libjpeg-turbo, linked statically, does the work; image/jpeg replaces it in
// builds without a C compiler, on Windows without the tag turbo, and for the
// rare kinds that only it knows.
// Neither sees a picture before its header was checked. Orientation and colour
// profiles are ignored.
package jpeg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"recollect/engine/container"
)

// Kinds of JPEG that are not supported.
var (
	// ErrKind: lossless, hierarchical, or ErrBits. The error's text names it.
	ErrKind = errors.New("kind of JPEG not supported")
	// ErrBits: other than 8 bits a sample.
	ErrBits = fmt.Errorf("%w: not 8 bits a sample", ErrKind)
)

// maxScans bounds the work of a progressive JPEG: every scan processes the whole picture, and costs
// a hostile file only a few bytes.
const maxScans = 500

// maxSegments limits the segments that are read in search of the first scan. Real files have
// some dozens, and some hundred where a profile or a panorama lies in pieces.
const maxSegments = 100_000

// Header describes the frame of a JPEG file.
type Header struct {
	WidthPx, HeightPx int // as stored
	Components        int // 1 grey, 3 colours, 4 inks
	Progressive       bool

	blocks int64 // of 8 x 8 samples, in all components
	scans  bool  // there are several, so that all blocks must be held until the last
}

// Scaling: Decode can give a fraction of the pixels for a fraction of the memory.
const Scaling = scaling

// Picture is a decoded file.
type Picture struct {
	// Image is opaque, as stored, with its origin at 0,0.
	Image *image.RGBA
	// Damaged is whether a part of the pixels is missing or wrong.
	Damaged bool
}

// Config reads the header of a JPEG of sizeBytes. Unlike jpeg.DecodeConfig it accepts the kinds
// that only libjpeg-turbo decodes, and stray bytes between segments. The error is ErrKind, or says
// what is broken. Dimensions are not checked.
func Config(r io.ReaderAt, sizeBytes int64) (Header, error) {
	var h Header
	framed := false
	for s, err := range (container.JPEG{R: r, End: sizeBytes, Most: maxSegments, Lenient: true}).Segments() {
		switch {
		case err != nil && framed:
			return h, nil // the decoder reports what is wrong
		case err != nil:
			return Header{}, err
		case framed && s.Marker == container.MarkerSOS:
			components, err := container.Read(r, s.At, 1, 1)
			h.scans = err == nil && int(components[0]) < h.Components
			return h, nil
		case !framed && (s.Marker == container.MarkerSOS || s.Marker == container.MarkerEOI):
			return Header{}, errors.New("no frame before the first scan")
		case !framed && container.IsFrame(s.Marker):
			if h, err = frame(r, s); err != nil || h.Progressive {
				h.scans = h.Progressive
				return h, err
			}
			framed = true // the first scan says whether there are several
		}
	}
	return h, nil
}

// frame reads a frame header (ITU-T T.81, B.2.2). The marker names the process:
// 0, 1 and 2 are baseline, extended and progressive with Huffman codes, 9 and 10
// the same with arithmetic ones; all others are lossless or hierarchical.
func frame(r io.ReaderAt, s container.Segment) (Header, error) {
	const fixed = 6 // precision 1, height 2, width 2, components 1
	f, err := container.Read(r, s.At, fixed, fixed)
	if err != nil {
		return Header{}, err
	}
	switch process := s.Marker - container.MarkerSOF0; {
	case process > 2 && process != 9 && process != 10:
		return Header{}, fmt.Errorf("%w: lossless or hierarchical (SOF%d)", ErrKind, process)
	case f[0] != 8:
		return Header{}, fmt.Errorf("%w, but %d", ErrBits, f[0])
	}
	h := Header{
		WidthPx: int(f[3])<<8 + int(f[4]), HeightPx: int(f[1])<<8 + int(f[2]),
		Components: int(f[5]), Progressive: s.Marker == 0xc2 || s.Marker == 0xca,
	}
	// Number 1, sampling factors 1, table 1.
	components, err := container.Read(r, s.At+fixed, 3*int64(h.Components), 3*255)
	if err != nil {
		return Header{}, err
	}
	if h.blocks, err = blocks(h.WidthPx, h.HeightPx, components); err != nil {
		return Header{}, err
	}
	return h, nil
}

// blocks counts the blocks of all components, each of which is padded to whole
// units of its sampling factors (T.81, A.1.1 and A.2.4).
func blocks(w, h int, components []byte) (int64, error) {
	maxX, maxY := 1, 1
	for c := components; len(c) >= 3; c = c[3:] {
		x, y := int(c[1]>>4), int(c[1]&15)
		if x < 1 || x > 4 || y < 1 || y > 4 {
			return 0, fmt.Errorf("sampling factors %d x %d", x, y)
		}
		maxX, maxY = max(maxX, x), max(maxY, y)
	}
	across, down := (w+8*maxX-1)/(8*maxX), (h+8*maxY-1)/(8*maxY)
	var n int64
	for c := components; len(c) >= 3; c = c[3:] {
		n += int64(across) * int64(c[1]>>4) * int64(down) * int64(c[1]&15)
	}
	return n, nil
}

// Decode decodes data, whose dimensions the caller has checked with Config. The
// sides of the picture are at least shortPx and longPx, or those of the file if
// that has less; 0 and 0 is all of it. At full size the pixels equal Pillow's
// bit for bit. If the file cannot be decoded, the error is ErrKind, ctx's, or
// says what is broken.
func Decode(ctx context.Context, data []byte, shortPx, longPx int) (Picture, error) {
	h, err := Config(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Picture{}, err
	}
	return decode(ctx, data, h, shortPx, longPx)
}

// Scaled returns the size of the picture that Decode returns for a file with this header.
func (h Header) Scaled(shortPx, longPx int) image.Point { return h.at(h.eighths(shortPx, longPx)) }

// Bytes returns at least the memory that Decode takes, with its result and without
// the file's own bytes.
func (h Header) Bytes(shortPx, longPx int) int64 {
	all, out := int64(h.WidthPx)*int64(h.HeightPx), h.Scaled(shortPx, longPx)
	bytes := 4 * int64(out.X) * int64(out.Y)
	if h.scans { // all coefficients at once, two bytes each
		bytes += 2 * 64 * h.blocks
	}
	if !scaling { // the standard library's own picture
		bytes += int64(h.Components) * all
	}
	return bytes
}

// eighths returns the smallest scale, in eighths, at which the picture has the wanted sides.
// libjpeg-turbo has fast code for 1, 2, 4 and 8 only.
func (h Header) eighths(shortPx, longPx int) int {
	if !scaling || shortPx <= 0 && longPx <= 0 {
		return 8
	}
	for _, n := range []int{1, 2, 4} {
		if size := h.at(n); min(size.X, size.Y) >= shortPx && max(size.X, size.Y) >= longPx {
			return n
		}
	}
	return 8
}

// at returns the size at so many eighths, rounded as jpeg_calc_output_dimensions does.
func (h Header) at(eighths int) image.Point {
	return image.Pt((h.WidthPx*eighths+7)/8, (h.HeightPx*eighths+7)/8)
}

// Encode returns img, which must be opaque and have its origin at 0,0, as a baseline JPEG with colour at half
// resolution. quality is 1 to 100, with the tables of the standard's annex K, as libjpeg and image/jpeg scale them.
func Encode(img *image.RGBA, quality int) ([]byte, error) {
	if size := img.Rect.Size(); size.X < 1 || size.Y < 1 || size.X > maxEncodedPx || size.Y > maxEncodedPx {
		return nil, fmt.Errorf("a JPEG cannot have %d x %d pixels", size.X, size.Y)
	}
	return encode(img, quality)
}

// maxEncodedPx is the longest side that a JPEG can have: libjpeg's JPEG_MAX_DIMENSION.
const maxEncodedPx = 65500
