package heif

import (
	"encoding/binary"
	"errors"
	"io"
)

const (
	// maxBoxes is how many boxes are looked at in one place.
	maxBoxes = 10_000
	// maxBoxBytes is how much of a box is read into memory. Item properties hold
	// colour profiles, of up to some megabytes.
	maxBoxBytes = 16 << 20
)

var errBox = errors.New("heif: broken box")

// box is one box of an ISO base media file (ISO/IEC 14496-12, 4.2).
type box struct {
	kind    string
	kindAt  int64
	at, end int64 // of its content
}

// boxes visits the boxes between two places until visit says that it is enough. What
// ends too early is no error: another place says what is missing.
func boxes(r io.ReaderAt, at, end int64, visit func(box) (more bool, err error)) error {
	for range maxBoxes {
		if end-at < 8 {
			return nil
		}
		var head [16]byte
		n, err := r.ReadAt(head[:min(16, end-at)], at)
		if n < 8 {
			return short(err)
		}
		length, content := int64(binary.BigEndian.Uint32(head[:])), at+8
		switch {
		case length == 0: // up to the end
			length = end - at
		case length == 1 && n == 16:
			length, content = int64(binary.BigEndian.Uint64(head[8:])), at+16
		}
		if length < content-at {
			return errBox
		}
		more, err := visit(box{string(head[4:8]), at + 4, content, at + min(length, end-at)})
		if err != nil || !more || length > end-at {
			return err
		}
		at += length
	}
	return errors.New("heif: too many boxes")
}

// content reads a box into memory.
func (b box) content(r io.ReaderAt) (*fields, error) {
	if b.end-b.at > maxBoxBytes {
		return nil, errors.New("heif: box too large: " + b.kind)
	}
	data := make([]byte, b.end-b.at)
	if n, err := r.ReadAt(data, b.at); n < len(data) {
		return nil, short(err)
	}
	return &fields{rest: data}, nil
}

func short(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// fields reads big-endian numbers one after the other.
type fields struct {
	rest  []byte
	short bool // there was less than asked for
}

// take is the next n bytes; nil where there are less.
func (f *fields) take(n int) []byte {
	if n > len(f.rest) {
		f.short, f.rest = true, nil
		return nil
	}
	b := f.rest[:n]
	f.rest = f.rest[n:]
	return b
}

// number is the next number of at most 4 bytes.
func (f *fields) number(bytes int) int {
	n := 0
	for _, b := range f.take(bytes) {
		n = n<<8 | int(b)
	}
	return n
}

// wide is a number of 2 bytes, or of 4.
func (f *fields) wide(is bool) int {
	if is {
		return f.number(4)
	}
	return f.number(2)
}
