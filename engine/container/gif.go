package container

import (
	"io"
	"iter"
)

// GIFHead is how many bytes of a GIF stand before its global palette: the signature, and the
// screen.
const GIFHead = 13

// GIF block types (GIF89a, 18 and following).
const (
	gifImage     = 0x2c
	gifExtension = 0x21
	gifTrailer   = 0x3b
)

// Labels of extensions of a GIF.
const (
	LabelComment     = 0xfe
	LabelApplication = 0xff
)

// Block is an image or an extension of a GIF. Its data are a row of sub-blocks.
type Block struct {
	Label byte   // of an extension
	Image []byte // of an image: its place and size, 2 bytes each, and flags; nil for an extension
	Data  int64  // where the first sub-block lies
}

// GIF walks the blocks of a GIF up to its trailer, at most most of them. The signature is not
// looked at. A terminator too many, as some programs write it, counts but is not given.
func GIF(r io.ReaderAt, most int) iter.Seq2[Block, error] {
	const descriptor = 9
	return func(yield func(Block, error) bool) {
		head := make([]byte, GIFHead)
		if err := fill(r, head, 0); err != nil {
			yield(Block{}, err)
			return
		}
		at := GIFHead + paletteBytes(head[10])
		for range most {
			n, err := r.ReadAt(head[:1+descriptor], at)
			var b Block
			switch {
			case n == 0:
				yield(Block{}, short(err))
				return
			case head[0] == gifTrailer:
				return
			case head[0] == 0:
				at++
				continue
			case head[0] == gifExtension && n > 1:
				b = Block{Label: head[1], Data: at + 2}
			case head[0] == gifImage && n > descriptor:
				b.Image = append(b.Image, head[1:1+descriptor]...)
				pixels := at + 1 + descriptor + paletteBytes(head[descriptor])
				if err := fill(r, head[:1], pixels-1); err != nil { // the palette is cut off
					yield(Block{}, err)
					return
				}
				b.Data = pixels + 1 // behind the size of codes
			case head[0] == gifExtension, head[0] == gifImage:
				yield(Block{}, io.ErrUnexpectedEOF)
				return
			default:
				yield(Block{}, ErrBroken)
				return
			}
			if !yield(b, nil) {
				return
			}
			if at, err = BehindSubBlocks(r, b.Data); err != nil {
				yield(Block{}, err)
				return
			}
		}
		yield(Block{}, ErrTooMany)
	}
}

// paletteBytes is the size of the palette that flags announce.
func paletteBytes(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// maxSubBlocks of one block are passed: enough for 512 MiB.
const maxSubBlocks = 2 << 20

// BehindSubBlocks returns the offset behind a row of sub-blocks, which ends with an empty one.
func BehindSubBlocks(r io.ReaderAt, at int64) (int64, error) {
	length := make([]byte, 1)
	for range maxSubBlocks {
		if err := fill(r, length, at); err != nil {
			return 0, err
		}
		if at += 1 + int64(length[0]); length[0] == 0 {
			return at, nil
		}
	}
	return 0, ErrTooMany
}

// SubBlocks returns what a row of sub-blocks holds, up to limit bytes or to where the file ends,
// and perhaps a sub-block more.
func SubBlocks(r io.ReaderAt, at int64, limit int) []byte {
	var all []byte
	length := make([]byte, 1)
	for len(all) < limit && fill(r, length, at) == nil && length[0] > 0 {
		all = append(all, ReadSome(r, at+1, int64(length[0]))...)
		at += 1 + int64(length[0])
	}
	return all
}
