package meta

import (
	"bytes"
	"io"

	"recollect/engine/container"
	"recollect/engine/meta/record"
	"recollect/engine/meta/xmp"
)

// inGIF goes from block to block, to the end, without looking at pixels (GIF89a; XMP
// Specification, part 3, 1.1.2).
func inGIF(r io.ReaderAt) blocks {
	const (
		maxBlocks                        = 20_000
		image, extension, comment, other = 0x2c, 0x21, 0xfe, 0xff
	)
	r = container.Paged(r, maxReadBytes)
	var b blocks
	var head [13]byte
	if n, _ := r.ReadAt(head[:], 0); n < len(head) {
		return b
	}
	at := int64(len(head)) + colourTable(head[10])
	for range maxBlocks {
		var h [10]byte
		n, _ := r.ReadAt(h[:], at)
		switch {
		case n > 1 && h[0] == extension:
			at += 2
			switch h[1] {
			case comment:
				b.addComment(subBlocks(r, at, record.MaxText))
			case other:
				b.addApplication(r, at)
			}
		case n == len(h) && h[0] == image:
			at += int64(len(h)) + colourTable(h[9]) + 1
		default:
			return b
		}
		at = behindBlocks(r, at)
	}
	return b
}

// colourTable is the length of the table that a byte of flags announces.
func colourTable(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// addApplication takes an extension that holds XMP. Its packet is not cut into blocks: behind it
// stand 257 bytes that lead a reader of blocks to their end from anywhere in it.
func (b *blocks) addApplication(r io.ReaderAt, at int64) {
	const name, trailer = "\x0bXMP DataXMP", 257
	if !bytes.Equal(take(r, at, int64(len(name)), int64(len(name))), []byte(name)) {
		return
	}
	at += int64(len(name))
	if length := behindBlocks(r, at) - at - 1 - trailer; length > 0 && length <= xmp.MaxPacket {
		b.addXMP(take(r, at, length, xmp.MaxPacket))
	}
}

// maxSubBlocks of one block are looked at: enough for 16 MiB.
const maxSubBlocks = 64 << 10

// behindBlocks is the place behind a row of blocks, the first of which begins at a place.
func behindBlocks(r io.ReaderAt, at int64) int64 {
	for range maxSubBlocks {
		var length [1]byte
		if n, _ := r.ReadAt(length[:], at); n == 0 || length[0] == 0 {
			break
		}
		at += 1 + int64(length[0])
	}
	return at + 1
}

// subBlocks is what a row of blocks holds, up to a limit.
func subBlocks(r io.ReaderAt, at int64, limit int) []byte {
	var all []byte
	for len(all) < limit {
		var length [1]byte
		if n, _ := r.ReadAt(length[:], at); n == 0 || length[0] == 0 {
			break
		}
		all = append(all, take(r, at+1, int64(length[0]), 255)...)
		at += 1 + int64(length[0])
	}
	return all
}
