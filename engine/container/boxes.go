package container

import (
	"encoding/binary"
	"io"
	"iter"
)

// Box is one box of an ISO base media file (ISO/IEC 14496-12, 4.2).
type Box struct {
	Kind    string // of four letters
	Start   int64  // of its header; the kind is 4 bytes further on
	At, End int64  // of its content
	// Cut: the box claims to extend beyond its parent. End is that of the parent.
	Cut bool
}

// Content reads the content of a box, of at most limit bytes.
func (b Box) Content(r io.ReaderAt, limit int64) (*Numbers, error) {
	data, err := Read(r, b.At, b.End-b.At, limit)
	if err != nil {
		return nil, err
	}
	return &Numbers{Rest: data}, nil
}

// Boxes walks the boxes between two offsets, at most most of them. A Cut box is the last. For a box
// that claims to be shorter than its header, the walk yields ErrBroken and the box with all
// remaining bytes: they may hold what is wanted.
func Boxes(r io.ReaderAt, at, end int64, most int) iter.Seq2[Box, error] {
	const plain, wide = 8, 16
	return func(yield func(Box, error) bool) {
		head := make([]byte, wide)
		for range most {
			if end-at < plain {
				return
			}
			n, err := r.ReadAt(head[:min(wide, end-at)], at)
			if n < plain {
				yield(Box{}, short(err))
				return
			}
			b := Box{Kind: string(head[4:8]), Start: at, At: at + plain}
			length := int64(binary.BigEndian.Uint32(head))
			switch {
			case length == 0: // up to the end
				length = end - at
			case length == 1 && n == wide:
				length, b.At = int64(binary.BigEndian.Uint64(head[8:])), at+wide
			}
			if length < b.At-at {
				b.End, b.Cut = end, true
				yield(b, ErrBroken)
				return
			}
			b.Cut = length > end-at
			b.End = at + min(length, end-at)
			if !yield(b, nil) || b.Cut {
				return
			}
			at = b.End
		}
		if end-at >= plain {
			yield(Box{}, ErrTooMany)
		}
	}
}
