package webp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"

	"recollect/engine/container"
)

// maxChunks limits the chunks that are read in search of the first picture.
const maxChunks = 10_000

const frameBytes = 16 // of an ANMF chunk, before its own chunks

// Flags in the first byte of VP8X.
const flagAnimated = 1 << 1

// picture holds what the container says of the first picture.
type picture struct {
	canvas image.Point
	frame  image.Rectangle // where on the canvas it lies
	alpha  container.Chunk // ALPH; without a name: none
	pixels container.Chunk // VP8 or VP8L
	opaque bool            // a lossless picture that says so
	frames int             // 2 where there are more
}

// file reads the chunks of a file.
type file struct {
	r   io.ReaderAt
	end int64
}

// read finds the first picture in a file of sizeBytes.
func read(r io.ReaderAt, sizeBytes int64) (picture, error) {
	f := file{r, sizeBytes}
	head, err := f.bytes(0, container.RIFFStart)
	if err != nil {
		return picture{}, err
	}
	if container.RIFFKind(head) != "WEBP" {
		return picture{}, errors.New("webp: no RIFF header")
	}
	for c, err := range container.RIFF(r, container.RIFFStart, sizeBytes, maxChunks) {
		if err != nil {
			return picture{}, err
		}
		if c.Name == "VP8X" {
			return f.extended(c)
		}
		p := picture{frames: 1, pixels: c}
		p.canvas, p.opaque, err = f.size(c)
		p.frame = image.Rectangle{Max: p.canvas}
		return p, err
	}
	return picture{}, io.ErrUnexpectedEOF
}

// extended reads a file that begins with VP8X.
func (f file) extended(x container.Chunk) (picture, error) {
	b, err := f.bytes(x.At, 10)
	if err != nil {
		return picture{}, err
	}
	var p picture
	p.canvas = image.Pt(uint24(b[4:])+1, uint24(b[7:])+1)
	behind := x.At + x.Len + x.Len&1
	if b[0]&flagAnimated != 0 {
		return p, f.animation(&p, behind)
	}
	p.frames = 1
	p.frame = image.Rectangle{Max: p.canvas}
	return p, f.bitstream(&p, behind, f.end)
}

// animation finds the first frame, and whether there is a second. A file may end after its first.
func (f file) animation(p *picture, at int64) error {
	for c, err := range container.RIFF(f.r, at, f.end, maxChunks) {
		switch {
		case errors.Is(err, container.ErrTooMany), err != nil && p.frames == 0:
			return err
		case c.Name != "ANMF":
			continue
		}
		if p.frames++; p.frames == 2 {
			return nil
		}
		if err := f.firstFrame(p, c); err != nil {
			return err
		}
	}
	if p.frames == 0 {
		return io.ErrUnexpectedEOF
	}
	return nil
}

func (f file) firstFrame(p *picture, c container.Chunk) error {
	b, err := f.bytes(c.At, frameBytes)
	if err != nil {
		return err
	}
	at := image.Pt(2*uint24(b), 2*uint24(b[3:]))
	p.frame = image.Rectangle{at, at.Add(image.Pt(uint24(b[6:])+1, uint24(b[9:])+1))}
	if !p.frame.In(image.Rectangle{Max: p.canvas}) {
		return errors.New("webp: frame beyond the canvas")
	}
	return f.bitstream(p, c.At+frameBytes, c.At+c.Len)
}

// bitstream finds the chunks of one picture between at and end.
func (f file) bitstream(p *picture, at, end int64) error {
	for c, err := range container.RIFF(f.r, at, end, maxChunks) {
		if err != nil {
			return err
		}
		switch c.Name {
		case "ALPH":
			p.alpha = c
		case "VP8 ", "VP8L":
			p.pixels = c
			size, opaque, err := f.size(c)
			p.opaque = opaque
			if err == nil && size != p.frame.Size() {
				err = fmt.Errorf("webp: picture of %v in a frame of %v", size, p.frame.Size())
			}
			return err
		}
	}
	return errors.New("webp: no picture inside")
}

// size reads the dimensions of a bitstream, and whether a lossless one says that it
// is opaque (RFC 6386 section 9.1, RFC 9649 section 3.4).
func (f file) size(c container.Chunk) (size image.Point, opaque bool, err error) {
	b, err := f.bytes(c.At, min(c.Len, 10))
	if err != nil {
		return image.Point{}, false, err
	}
	const side = 1<<14 - 1
	switch {
	case c.Name == "VP8 " && len(b) == 10 && string(b[3:6]) == "\x9d\x01\x2a":
		w, h := binary.LittleEndian.Uint16(b[6:]), binary.LittleEndian.Uint16(b[8:])
		return image.Pt(int(w&side), int(h&side)), false, nil
	case c.Name == "VP8L" && len(b) >= 5 && b[0] == 0x2f:
		bits := binary.LittleEndian.Uint32(b[1:])
		return image.Pt(int(bits&side)+1, int(bits>>14&side)+1), bits>>28&1 == 0, nil
	}
	return image.Point{}, false, fmt.Errorf("webp: no picture in chunk %q", c.Name)
}

func (f file) bytes(at, n int64) ([]byte, error) { return container.Read(f.r, at, n, n) }

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
