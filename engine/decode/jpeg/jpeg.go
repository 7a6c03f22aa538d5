// Package jpeg decodes JPEG files, at a fraction of their size where that will do.
//
// libjpeg-turbo, linked statically, does the work; image/jpeg takes its place
// where there is no C compiler, and for the rare kinds that only it knows.
// Neither is given a picture before its header was found to be of a kind that
// can be shown. Orientation and colour profiles are left to others.
package jpeg

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
)

// What is not supported though it is a JPEG.
var (
	// ErrKind: lossless, hierarchical, or ErrBits. The error's text names it.
	ErrKind = errors.New("kind of JPEG not supported")
	// ErrBits: other than 8 bits a sample.
	ErrBits = fmt.Errorf("%w: not 8 bits a sample", ErrKind)
)

// maxScans bounds the work that a progressive JPEG may ask for: every scan goes
// over the whole picture, and costs a hostile file only some bytes.
const maxScans = 500

// Header is what the frame of a JPEG file says.
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

// Config reads the header from r, whose first two bytes are those of a JPEG.
// Unlike jpeg.DecodeConfig it accepts the kinds that only libjpeg-turbo decodes,
// and bytes of rubbish between segments. The error is ErrKind, or says what is
// broken. Dimensions are not judged.
func Config(r io.ReadSeeker) (Header, error) {
	if _, err := r.Seek(2, io.SeekStart); err != nil {
		return Header{}, err
	}
	b := bufio.NewReader(r)
	for {
		marker, err := nextMarker(b)
		if err != nil {
			return Header{}, err
		}
		switch {
		case marker == 0xd9 || marker == 0xda:
			return Header{}, errors.New("no frame before the first scan")
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			h, err := frame(b, marker)
			if err == nil {
				h.scans = h.Progressive || severalScans(b, h.Components)
			}
			return h, err
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			continue // these have no length
		}
		if err := skipSegment(b); err != nil {
			return Header{}, err
		}
	}
}

// nextMarker reads up to a marker: 0xff, any number of times, then what is
// neither 0xff nor 0.
func nextMarker(b *bufio.Reader) (byte, error) {
	for {
		if _, err := b.ReadSlice(0xff); err != nil && err != bufio.ErrBufferFull {
			return 0, err
		} else if err != nil {
			continue
		}
		c, err := b.ReadByte()
		for err == nil && c == 0xff {
			c, err = b.ReadByte()
		}
		if err != nil || c != 0 {
			return c, err
		}
	}
}

func skipSegment(b *bufio.Reader) error {
	var length [2]byte
	if _, err := io.ReadFull(b, length[:]); err != nil {
		return err
	}
	_, err := b.Discard(max(0, int(length[0])<<8+int(length[1])-2))
	return err
}

// frame reads a frame header (ITU-T T.81, B.2.2). The marker names the process:
// 0, 1 and 2 are baseline, extended and progressive with Huffman codes, 9 and 10
// the same with arithmetic ones; all others are lossless or hierarchical.
func frame(b *bufio.Reader, marker byte) (Header, error) {
	var f [8]byte // length 2, precision 1, height 2, width 2, components 1
	if _, err := io.ReadFull(b, f[:]); err != nil {
		return Header{}, err
	}
	switch process := marker - 0xc0; {
	case process > 2 && process != 9 && process != 10:
		return Header{}, fmt.Errorf("%w: lossless or hierarchical (SOF%d)", ErrKind, process)
	case f[2] != 8:
		return Header{}, fmt.Errorf("%w, but %d", ErrBits, f[2])
	}
	h := Header{
		WidthPx: int(f[5])<<8 + int(f[6]), HeightPx: int(f[3])<<8 + int(f[4]),
		Components: int(f[7]), Progressive: marker == 0xc2 || marker == 0xca,
	}
	components := make([]byte, 3*h.Components) // number 1, sampling factors 1, table 1
	if _, err := io.ReadFull(b, components); err != nil {
		return Header{}, err
	}
	var err error
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

// severalScans reports whether the first scan lacks components, which others bring
// then. Where there is no scan, the decoder tells what is wrong.
func severalScans(b *bufio.Reader, components int) bool {
	for {
		marker, err := nextMarker(b)
		if err != nil {
			return false
		}
		if marker == 0xda {
			head, err := b.Peek(3) // length 2, components 1
			return err == nil && int(head[2]) < components
		}
		if marker == 0x01 || marker >= 0xd0 && marker <= 0xd9 {
			continue
		}
		if err := skipSegment(b); err != nil {
			return false
		}
	}
}

// Decode decodes data, whose dimensions the caller has found to be acceptable
// by Config. The sides of the picture are at least shortPx and longPx, or those
// of the file if that has less; 0 and 0 is all of it. At full size the pixels
// equal Pillow's bit for bit. Where nothing can be made of the file the error is
// ErrKind, ctx's, or says what is broken.
func Decode(ctx context.Context, data []byte, shortPx, longPx int) (Picture, error) {
	h, err := Config(bytes.NewReader(data))
	if err != nil {
		return Picture{}, err
	}
	return decode(ctx, data, h, shortPx, longPx)
}

// Scaled is the size of what Decode gives for a file with this header.
func (h Header) Scaled(shortPx, longPx int) image.Point { return h.at(h.eighths(shortPx, longPx)) }

// Bytes is at least the memory that Decode takes, with its result and without
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

// eighths is the smallest share of its sides, in eighths, at which the picture
// has the sides that are wanted. libjpeg-turbo has fast code for 1, 2, 4 and 8 only.
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

// at is the size at that many eighths, as jpeg_calc_output_dimensions rounds.
func (h Header) at(eighths int) image.Point {
	return image.Pt((h.WidthPx*eighths+7)/8, (h.HeightPx*eighths+7)/8)
}
