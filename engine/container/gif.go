package container

import (
	"io"
	"iter"
)

// The signatures of GIF.
const (
	GIF87 = "GIF87a"
	GIF89 = "GIF89a"
)

// GIFHead is how many bytes precede the global palette of a GIF: the signature and the screen
// descriptor.
const GIFHead = 13

// GIF block types (GIF89a, 18 and following).
const (
	gifImage     = 0x2c
	gifExtension = 0x21
	gifTrailer   = 0x3b

	gifTerminator = 0
)

// Labels of extensions of a GIF.
const (
	LabelComment     = 0xfe
	LabelApplication = 0xff
)

// Block is an image or an extension of a GIF. Its data are a sequence of sub-blocks.
type Block struct {
	Label byte   // of an extension
	Image []byte // of an image: its place and size, 2 bytes each, and flags; nil for an extension
	Data  int64  // where the first sub-block lies
}

// GIF walks the blocks of a GIF up to its trailer, at most most of them. The signature is not
// checked. A surplus terminator, as some programs write it, counts but is not yielded.
func GIF(r io.ReaderAt, most int) iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		head := make([]byte, GIFHead)
		if err := fill(r, head, 0); err != nil {
			yield(Block{}, err)
			return
		}
		at := GIFHead + paletteBytes(head[10])
		for range most {
			b, kind, err := gifBlock(r, at)
			switch {
			case err != nil:
				yield(Block{}, err)
				return
			case kind == gifTrailer:
				return
			case kind == gifTerminator:
				at++
				continue
			}
			if !yield(b, nil) {
				return
			}
			if at, err = AfterSubBlocks(r, b.Data); err != nil {
				yield(Block{}, err)
				return
			}
		}
		yield(Block{}, ErrTooMany)
	}
}

// gifBlock reads the header of a block, and returns its kind.
func gifBlock(r io.ReaderAt, at int64) (b Block, kind byte, err error) {
	const descriptor = 9
	head := make([]byte, 1+descriptor)
	n, err := r.ReadAt(head, at)
	if n == 0 {
		return Block{}, 0, short(err)
	}
	switch kind = head[0]; {
	case kind == gifTrailer, kind == gifTerminator:
		return Block{}, kind, nil
	case kind == gifExtension && n > 1:
		return Block{Label: head[1], Data: at + 2}, kind, nil
	case kind == gifImage && n == len(head):
		pixels := at + int64(len(head)) + paletteBytes(head[descriptor])
		err := fill(r, make([]byte, 1), pixels-1)                  // the palette may be cut off
		return Block{Image: head[1:], Data: pixels + 1}, kind, err // after the size of codes
	case kind == gifExtension, kind == gifImage:
		return Block{}, 0, io.ErrUnexpectedEOF
	}
	return Block{}, 0, ErrBroken
}

// paletteBytes returns the size of the palette that flags announce.
func paletteBytes(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// maxSubBlocks is how many sub-blocks of one block are skipped: enough for 512 MiB.
const maxSubBlocks = 2 << 20

// AfterSubBlocks returns the offset after a sequence of sub-blocks, which ends with an empty one.
func AfterSubBlocks(r io.ReaderAt, at int64) (int64, error) {
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

// SubBlocks returns the content of a sequence of sub-blocks, up to the end of the file, or up to
// limit bytes and the rest of one sub-block.
func SubBlocks(r io.ReaderAt, at int64, limit int) []byte {
	var all []byte
	length := make([]byte, 1)
	for len(all) < limit && fill(r, length, at) == nil && length[0] > 0 {
		all = append(all, ReadSome(r, at+1, int64(length[0]))...)
		at += 1 + int64(length[0])
	}
	return all
}
