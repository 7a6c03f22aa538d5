// Package bmp reads Windows and OS/2 bitmaps: headers of every generation, 1 to 32
// bits a pixel, run lengths, bit fields with alpha, rows from below or above.
//
// No more is allocated than the dimensions that Config gives imply, so a caller that
// refuses large ones is safe. Colour profiles are ignored, and pictures stored as
// JPEG or PNG, which only printers use, are not supported.
//
// The format is as bmpsuite (entropymine.com/jason/bmpsuite) documents and tests it.
package bmp

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
)

// ErrUnsupported: a valid bitmap of a kind that this package does not read.
var ErrUnsupported = errors.New("bmp: kind not supported")

// Config reads the dimensions from the header, in pixels.
func Config(r io.Reader) (image.Point, error) {
	h, err := readHeader(&source{r: bufio.NewReader(r)})
	return h.size, err
}

// Decode decodes a file: to an *image.Paletted up to 8 bits a pixel, else to an
// *image.NRGBA, its origin at 0,0. The dimensions that Config gives must have
// been checked. Pixels that run lengths skip have the first colour of the
// palette.
func Decode(r io.Reader) (image.Image, error) {
	s := &source{r: bufio.NewReader(r)}
	h, err := readHeader(s)
	if err != nil {
		return nil, err
	}
	palette, err := h.readPalette(s)
	if err != nil {
		return nil, err
	}
	// Some programs leave the offset of the pixels 0.
	if gap := h.pixelsAt - s.at; gap > 0 {
		if err := s.skip(gap); err != nil {
			return nil, err
		}
	}
	switch {
	case h.compression == rle8, h.compression == rle4:
		img := image.NewPaletted(image.Rectangle{Max: h.size}, palette)
		return img, runs(s.r, img, h)
	case h.bits <= 8:
		img := image.NewPaletted(image.Rectangle{Max: h.size}, palette)
		return img, h.rows(s.r, func(y int, row []byte) { indices(img.Pix[y*img.Stride:][:h.size.X], row, h.bits) })
	}
	img := image.NewNRGBA(image.Rectangle{Max: h.size})
	fill := h.colours()
	err = h.rows(s.r, func(y int, row []byte) { fill(img.Pix[y*img.Stride:][:4*h.size.X], row) })
	if err == nil && h.masks[3] != 0 && !anyAlpha(img) {
		opaque(img)
	}
	return img, err
}

// rows reads the rows as they are stored, each padded to 4 bytes, and gives them to
// set.
func (h header) rows(r io.Reader, set func(y int, row []byte)) error {
	row := make([]byte, (h.size.X*h.bits+31)/32*4)
	for i := range h.size.Y {
		n, err := io.ReadFull(r, row)
		// The padding of the last row may be missing.
		if err != nil && (i < h.size.Y-1 || n < (h.size.X*h.bits+7)/8) {
			return short(err)
		}
		set(h.row(i), row)
	}
	return nil
}

// row returns the y of the row that is stored as number i.
func (h header) row(i int) int {
	if h.topDown {
		return i
	}
	return h.size.Y - 1 - i
}

// indices unpacks a row of palette indices.
func indices(dst, row []byte, bits int) {
	if bits == 8 {
		copy(dst, row)
		return
	}
	perByte := 8 / bits
	for x := range dst {
		shift := 8 - bits*(x%perByte+1)
		dst[x] = row[x/perByte] >> shift & (1<<bits - 1)
	}
}

// source counts the bytes that are read.
type source struct {
	r  *bufio.Reader
	at int64
}

func (s *source) next(n int) ([]byte, error) {
	b := make([]byte, n)
	got, err := io.ReadFull(s.r, b)
	s.at += int64(got)
	return b, short(err)
}

func (s *source) skip(n int64) error {
	got, err := io.CopyN(io.Discard, s.r, n)
	s.at += got
	return short(err)
}

func short(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func unsupported(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, a...))
}

// readPalette reads the colours that lie between the header and the pixels.
// Missing colours are black, since indices beyond the palette occur.
func (h header) readPalette(s *source) (color.Palette, error) {
	if h.bits > 8 {
		return nil, nil
	}
	palette := make(color.Palette, 1<<h.bits)
	for i := range palette {
		palette[i] = color.NRGBA{A: 255}
	}
	count := len(palette)
	if h.used > 0 {
		count = min(count, int(min(h.used, 256)))
	}
	if room := h.pixelsAt - s.at; room >= int64(h.entryBytes) {
		count = min(count, int(room)/h.entryBytes)
	}
	b, err := s.next(count * h.entryBytes)
	if err != nil {
		return nil, err
	}
	for i := range count {
		e := b[i*h.entryBytes:]
		palette[i] = color.NRGBA{e[2], e[1], e[0], 255}
	}
	return palette, nil
}
