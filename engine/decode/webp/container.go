package webp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// maxChunks is how many chunks are passed in search of the first picture.
const maxChunks = 10_000

const (
	riffBytes  = 12 // RIFF, length, WEBP
	chunkBytes = 8  // name, length
	frameBytes = 16 // of an ANMF chunk, before its own chunks
)

// Flags in the first byte of VP8X.
const flagAnimated = 1 << 1

// chunk is a piece of the file.
type chunk struct {
	name string
	at   int64 // of its body
	len  int64
}

func (c chunk) next() int64 { return c.at + c.len + c.len&1 }

// picture is what the container says of the first picture.
type picture struct {
	canvas image.Point
	frame  image.Rectangle // where on the canvas it lies
	alpha  chunk           // ALPH; without a name: none
	pixels chunk           // VP8 or VP8L
	opaque bool            // a lossless picture that says so
	frames int             // 2 where there are more
}

// container reads the chunks of a file.
type container struct {
	r   io.ReaderAt
	end int64
}

// read finds the first picture in a file of sizeBytes.
func read(r io.ReaderAt, sizeBytes int64) (picture, error) {
	c := container{r, sizeBytes}
	head, err := c.bytes(0, riffBytes)
	if err != nil {
		return picture{}, err
	}
	if string(head[:4]) != "RIFF" || string(head[8:]) != "WEBP" {
		return picture{}, errors.New("webp: no RIFF header")
	}
	first, err := c.chunk(riffBytes)
	if err != nil {
		return picture{}, err
	}
	if first.name == "VP8X" {
		return c.extended(first)
	}
	p := picture{frames: 1, pixels: first}
	p.canvas, p.opaque, err = c.size(first)
	p.frame = image.Rectangle{Max: p.canvas}
	return p, err
}

// extended reads a file that begins with VP8X.
func (c container) extended(x chunk) (picture, error) {
	b, err := c.bytes(x.at, 10)
	if err != nil {
		return picture{}, err
	}
	var p picture
	p.canvas = image.Pt(uint24(b[4:])+1, uint24(b[7:])+1)
	if b[0]&flagAnimated != 0 {
		return p, c.animation(&p, x.next())
	}
	p.frames = 1
	p.frame = image.Rectangle{Max: p.canvas}
	return p, c.bitstream(&p, x.next(), c.end)
}

// animation finds the first frame, and whether there is a second.
func (c container) animation(p *picture, at int64) error {
	for range maxChunks {
		k, err := c.chunk(at)
		if err != nil && p.frames > 0 {
			return nil // the file ends behind its first frame
		}
		if err != nil {
			return err
		}
		if k.name == "ANMF" {
			if p.frames++; p.frames == 2 {
				return nil
			}
			if err := c.firstFrame(p, k); err != nil {
				return err
			}
		}
		at = k.next()
	}
	return errors.New("webp: too many chunks")
}

func (c container) firstFrame(p *picture, k chunk) error {
	b, err := c.bytes(k.at, frameBytes)
	if err != nil {
		return err
	}
	at := image.Pt(2*uint24(b), 2*uint24(b[3:]))
	p.frame = image.Rectangle{at, at.Add(image.Pt(uint24(b[6:])+1, uint24(b[9:])+1))}
	if !p.frame.In(image.Rectangle{Max: p.canvas}) {
		return errors.New("webp: frame beyond the canvas")
	}
	return c.bitstream(p, k.at+frameBytes, k.at+k.len)
}

// bitstream finds the chunks of one picture between at and end.
func (c container) bitstream(p *picture, at, end int64) error {
	for range maxChunks {
		if at >= end {
			break
		}
		k, err := c.chunk(at)
		if err != nil {
			return err
		}
		switch k.name {
		case "ALPH":
			p.alpha = k
		case "VP8 ", "VP8L":
			p.pixels = k
			size, opaque, err := c.size(k)
			p.opaque = opaque
			if err == nil && size != p.frame.Size() {
				err = fmt.Errorf("webp: picture of %v in a frame of %v", size, p.frame.Size())
			}
			return err
		}
		at = k.next()
	}
	return errors.New("webp: no picture inside")
}

// size reads the dimensions of a bitstream, and whether a lossless one says that it
// is opaque (RFC 6386 section 9.1, RFC 9649 section 3.4).
func (c container) size(k chunk) (size image.Point, opaque bool, err error) {
	b, err := c.bytes(k.at, min(k.len, 10))
	if err != nil {
		return image.Point{}, false, err
	}
	const side = 1<<14 - 1
	switch {
	case k.name == "VP8 " && len(b) == 10 && string(b[3:6]) == "\x9d\x01\x2a":
		w, h := binary.LittleEndian.Uint16(b[6:]), binary.LittleEndian.Uint16(b[8:])
		return image.Pt(int(w&side), int(h&side)), false, nil
	case k.name == "VP8L" && len(b) >= 5 && b[0] == 0x2f:
		bits := binary.LittleEndian.Uint32(b[1:])
		return image.Pt(int(bits&side)+1, int(bits>>14&side)+1), bits>>28&1 == 0, nil
	}
	return image.Point{}, false, fmt.Errorf("webp: no picture in chunk %q", k.name)
}

// chunk reads the header of the chunk at offset. Its body may reach beyond the end
// of the file.
func (c container) chunk(at int64) (chunk, error) {
	b, err := c.bytes(at, chunkBytes)
	if err != nil {
		return chunk{}, err
	}
	return chunk{string(b[:4]), at + chunkBytes, int64(binary.LittleEndian.Uint32(b[4:]))}, nil
}

func (c container) bytes(at, n int64) ([]byte, error) {
	b := make([]byte, n)
	got, err := c.r.ReadAt(b, at)
	if got == len(b) {
		return b, nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return nil, err
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
