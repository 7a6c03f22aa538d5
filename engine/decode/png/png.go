// Package png reads PNG as other programs do: an animation's default picture, and files whose
// last bytes are missing or whose chunks beside the picture are broken. Of a file whose
// pixels end early or are broken it decodes what precedes the damage.
//
// image/png decodes the pixels. It stops at any chunk with a wrong checksum, and at a file
// without an end; this package passes it only what it needs. No more is allocated than the
// dimensions from Config imply, so a caller that refuses large ones is safe.
//
// Metadata and colour profiles are ignored.
package png

import (
	"encoding/binary"
	"errors"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"

	"recollect/engine/container"
)

// maxChunks limits the chunks that are read. Pixels in pieces of 8 KiB, as many
// programs write them, are 100,000 chunks for 800 MiB.
const maxChunks = 100_000

const (
	headBytes = 8 // length and name of a chunk
	sumBytes  = 4 // its checksum
	end       = "\x00\x00\x00\x00IEND\xae\x42\x60\x82"
)

// Colour types (PNG, third edition, table 9), and the bit of those with alpha.
const (
	grey     = 0
	rgb      = 2
	paletted = 3
	alpha    = 4
)

// Header describes a picture by the chunks before its pixels.
type Header struct {
	Size     image.Point // in pixels
	Animated bool        // there is more than one frame

	pixelBytes int64 // as image/png stores one
	depth      int   // bits of a sample
	colourType byte
	interlaced bool
}

// Bytes returns at least the memory that Decode takes, with its result.
func (h Header) Bytes() int64 {
	bytes := h.pixelBytes * int64(h.Size.X) * int64(h.Size.Y)
	if h.interlaced { // each pass is decoded to a picture of its own
		bytes *= 2
	}
	return bytes
}

// Config reads the chunks of a file of sizeBytes up to its pixels.
func Config(r io.ReaderAt, sizeBytes int64) (Header, error) {
	var head [len(container.PNGSignature) + headBytes + 13]byte
	if n, err := r.ReadAt(head[:], 0); n < len(head) {
		return Header{}, short(err)
	}
	ihdr := head[len(container.PNGSignature):]
	if string(head[:len(container.PNGSignature)]) != container.PNGSignature || string(ihdr[4:headBytes]) != "IHDR" {
		return Header{}, errors.New("png: no header")
	}
	w, h := binary.BigEndian.Uint32(ihdr[headBytes:]), binary.BigEndian.Uint32(ihdr[headBytes+4:])
	if w == 0 || h == 0 || w > 1<<31-1 || h > 1<<31-1 {
		return Header{}, errors.New("png: no such dimensions")
	}
	body := ihdr[headBytes:] // width, height, depth, colour type, compression, filter, interlacing
	header := Header{
		Size: image.Pt(int(w), int(h)), pixelBytes: pixelBytes(body[8], body[9]),
		depth: int(body[8]), colourType: body[9], interlaced: body[12] != 0,
	}
	for c, err := range container.PNG(r, sizeBytes, maxChunks) {
		switch {
		case err != nil:
			return header, err
		case c.Name == "acTL":
			frames, err := container.Read(r, c.At, 4, 4)
			header.Animated = err == nil && binary.BigEndian.Uint32(frames) > 1
			return header, nil
		case c.Name == "IDAT", c.Name == "IEND":
			return header, nil
		}
	}
	return header, nil
}

// pixelBytes returns what image/png allocates for a pixel; transparency by a single
// colour makes it that of colours.
func pixelBytes(depth, colourType byte) int64 {
	switch {
	case colourType == paletted:
		return 1
	case depth == 16:
		return 8
	}
	return 4
}

// Decode decodes a file of sizeBytes. Type and errors are those of image/png; the origin is at 0,0.
// damaged is whether a part of its pixels is missing or wrong; missing ones are grey. The
// dimensions that Config gives must have been checked.
func Decode(r io.ReaderAt, sizeBytes int64) (img image.Image, damaged bool, err error) {
	chunks, err := needed(r, sizeBytes)
	if err != nil {
		return nil, false, err
	}
	parts := []io.Reader{io.NewSectionReader(r, 0, int64(len(container.PNGSignature)))}
	for _, c := range chunks {
		parts = append(parts, io.NewSectionReader(r, c.At-headBytes, headBytes+c.Len+sumBytes))
	}
	img, err = png.Decode(io.MultiReader(append(parts, strings.NewReader(end))...))
	if _, strange := err.(png.UnsupportedError); err == nil || strange {
		return img, false, err
	}
	if img, ok := salvage(r, sizeBytes, chunks); ok {
		return img, true, nil
	}
	return nil, false, err
}

// needed returns the chunks that are needed for the pixels, in an order that image/png accepts. It
// leaves out what libpng ignores: transparency before the palette, after pixels or of a kind that
// has alpha, a palette of greys or one that only suggests colours, and duplicates.
func needed(r io.ReaderAt, sizeBytes int64) (chunks []container.Chunk, err error) {
	h, err := Config(r, sizeBytes)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for c, err := range container.PNG(r, sizeBytes, maxChunks) {
		if err != nil {
			return chunks, err
		}
		switch c.Name {
		case "IHDR":
			if !seen[c.Name] {
				chunks = append(chunks, c)
			}
		case "PLTE":
			chunks = slices.DeleteFunc(chunks, func(c container.Chunk) bool { return c.Name == "tRNS" })
			if h.colourType == paletted && !seen[c.Name] && !seen["IDAT"] {
				chunks = append(chunks, c)
			}
		case "tRNS":
			if h.colourType&alpha == 0 && !seen[c.Name] && !seen["IDAT"] {
				chunks = append(chunks, c)
			}
		case "IDAT":
			chunks = append(chunks, c)
		case "IEND":
			return chunks, nil
		}
		seen[c.Name] = true
	}
	return chunks, nil
}

func short(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
