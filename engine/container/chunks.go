package container

import (
	"encoding/binary"
	"io"
	"iter"
)

// PNGSignature precedes the chunks of a PNG.
const PNGSignature = "\x89PNG\r\n\x1a\n"

const (
	chunkHead = 8 // length and name
	pngSum    = 4 // after the content of a chunk of PNG
	riffHead  = 12
)

// Chunk is a piece of a PNG or a RIFF file.
type Chunk struct {
	Name    string // of four letters
	At, Len int64  // of the content, which may reach beyond the end of the file
}

// PNG walks the chunks of a PNG that ends at an offset (PNG, third edition, 5.3), at most most of
// them. The signature is not checked. The walk continues after IEND if there is more.
func PNG(r io.ReaderAt, end int64, most int) iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		at := int64(len(PNGSignature))
		head := make([]byte, chunkHead)
		for range most {
			if end-at < chunkHead {
				return
			}
			if err := fill(r, head, at); err != nil {
				yield(Chunk{}, err)
				return
			}
			c := Chunk{string(head[4:]), at + chunkHead, int64(binary.BigEndian.Uint32(head))}
			if !yield(c, nil) {
				return
			}
			at = c.At + c.Len + pngSum
		}
		if end-at >= chunkHead {
			yield(Chunk{}, ErrTooMany)
		}
	}
}

// RIFFKind returns the kind of a RIFF file, such as "WEBP", given its first 12 bytes; "" if it is
// none.
func RIFFKind(head []byte) string {
	if len(head) < riffHead || string(head[:4]) != "RIFF" {
		return ""
	}
	return string(head[8:riffHead])
}

// RIFFStart is the offset of the first chunk of a RIFF file.
const RIFFStart = riffHead

// RIFF walks the chunks of a RIFF file, or of a chunk of one, between two offsets, at most most of
// them. A pad byte follows a chunk of odd length.
func RIFF(r io.ReaderAt, at, end int64, most int) iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		head := make([]byte, chunkHead)
		for range most {
			if at >= end {
				return
			}
			if err := fill(r, head, at); err != nil {
				yield(Chunk{}, err)
				return
			}
			c := Chunk{string(head[:4]), at + chunkHead, int64(binary.LittleEndian.Uint32(head[4:]))}
			if !yield(c, nil) {
				return
			}
			at = c.At + c.Len + c.Len&1
		}
		if at < end {
			yield(Chunk{}, ErrTooMany)
		}
	}
}
