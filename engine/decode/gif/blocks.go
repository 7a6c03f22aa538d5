package gif

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// maxBlocks is how many blocks are passed in search of frames.
const maxBlocks = 10_000

// Block types of GIF89a.
const (
	extension = 0x21
	frame     = 0x2C
	trailer   = 0x3B
)

// blocks reads the blocks of a file, but not what is in them.
type blocks struct {
	r      *bufio.Reader
	screen image.Point
}

// open reads the header and skips the palette.
func open(r io.Reader) (*blocks, error) {
	b := &blocks{r: bufio.NewReader(r)}
	var head [13]byte
	if _, err := io.ReadFull(b.r, head[:]); err != nil {
		return nil, short(err)
	}
	if v := string(head[:6]); v != "GIF87a" && v != "GIF89a" {
		return nil, errors.New("gif: no header")
	}
	b.screen = image.Pt(int(binary.LittleEndian.Uint16(head[6:])), int(binary.LittleEndian.Uint16(head[8:])))
	return b, b.skip(paletteBytes(head[10]))
}

// next goes on to the next frame, and says where on the screen it lies. At the
// end of the file it is io.EOF.
func (b *blocks) next() (image.Rectangle, error) {
	for range maxBlocks {
		kind, err := b.r.ReadByte()
		if err != nil {
			return image.Rectangle{}, err
		}
		switch kind {
		case frame:
			return b.frame()
		case trailer:
			return image.Rectangle{}, io.EOF
		case 0: // some programs write a terminator too many
		case extension:
			if err := b.skip(1); err != nil {
				return image.Rectangle{}, err
			}
			if err := b.subBlocks(); err != nil {
				return image.Rectangle{}, err
			}
		default:
			return image.Rectangle{}, fmt.Errorf("gif: block of type %#x", kind)
		}
	}
	return image.Rectangle{}, errors.New("gif: too many blocks")
}

// frame reads the descriptor of a frame, up to its pixels.
func (b *blocks) frame() (image.Rectangle, error) {
	var d [9]byte
	if _, err := io.ReadFull(b.r, d[:]); err != nil {
		return image.Rectangle{}, short(err)
	}
	at := image.Pt(int(binary.LittleEndian.Uint16(d[:])), int(binary.LittleEndian.Uint16(d[2:])))
	size := image.Pt(int(binary.LittleEndian.Uint16(d[4:])), int(binary.LittleEndian.Uint16(d[6:])))
	return image.Rectangle{at, at.Add(size)}, b.skip(paletteBytes(d[8]))
}

// pixels skips the pixels of the frame that next found.
func (b *blocks) pixels() error {
	if err := b.skip(1); err != nil {
		return err
	}
	return b.subBlocks()
}

func (b *blocks) subBlocks() error {
	for {
		n, err := b.r.ReadByte()
		if err != nil {
			return short(err)
		}
		if n == 0 {
			return nil
		}
		if err := b.skip(int(n)); err != nil {
			return err
		}
	}
}

func (b *blocks) skip(n int) error {
	_, err := b.r.Discard(n)
	return short(err)
}

// paletteBytes is the size of the palette that flags announce.
func paletteBytes(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// short tells the end of a file within a block from that between two.
func short(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
