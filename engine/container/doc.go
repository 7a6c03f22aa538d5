// Package container walks the parts that picture files are made of: segments of JPEG, chunks of
// PNG and RIFF, boxes of ISO base media files, directories of TIFF, and blocks of GIF.
//
// A walker reads the headers of parts and yields the offsets of their contents. It trusts no length
// in the file:
//
//   - Every step goes forward, and there are at most as many as the caller allows.
//   - Nothing is allocated by a length before the file is found to have that many bytes.
//   - A part may claim to reach beyond the end of the file. [Read] reports a content that is not
//     all there.
//
// A walk that fails yields an error last: [io.ErrUnexpectedEOF] if the file ends within a header,
// [ErrBroken], [ErrTooMany], or the error of the reader. Together with an error comes the zero
// value, unless the walker says otherwise. A walk that reaches the end yields no error.
//
// Walkers keep no state. They may run on any goroutine, several at a time if the reader allows it.
// Other packages interpret the contents.
package container

import (
	"errors"
	"io"
)

var (
	// ErrBroken is the error for an impossible header: a part shorter than its header, or other
	// bytes where a part should begin.
	ErrBroken = errors.New("container: broken part")
	// ErrTooMany is the error for more parts than the caller allows.
	ErrTooMany = errors.New("container: too many parts")
	// ErrTooLong is the error for a content that is longer than the caller allows.
	ErrTooLong = errors.New("container: content too long")
)

// Unknown is the end of a file of unknown size. The walk then ends where the reader ends.
const Unknown = 1 << 50

// trusted is a length that is allocated without checking that the file has it.
const trusted = 4 << 10

// Read reads length bytes at an offset. It is [ErrTooLong] if that is more than limit, and
// [io.ErrUnexpectedEOF] if not all of them are there.
func Read(r io.ReaderAt, at, length, limit int64) ([]byte, error) {
	switch {
	case at < 0 || length < 0:
		return nil, ErrBroken
	case length > limit:
		return nil, ErrTooLong
	}
	if length > trusted {
		if err := fill(r, make([]byte, 1), at+length-1); err != nil {
			return nil, err
		}
	}
	b := make([]byte, length)
	if err := fill(r, b, at); err != nil {
		return nil, err
	}
	return b, nil
}

// ReadSome reads length bytes at an offset, or as many as the file has. It is for contents that are
// useful even if they end early. It allocates length bytes, which the caller must have bounded.
func ReadSome(r io.ReaderAt, at, length int64) []byte {
	if at < 0 || length <= 0 {
		return nil
	}
	b := make([]byte, length)
	n, _ := r.ReadAt(b, at)
	return b[:n]
}

// fill reads all of b at an offset.
func fill(r io.ReaderAt, b []byte, at int64) error {
	if at < 0 {
		return ErrBroken
	}
	if n, err := r.ReadAt(b, at); n < len(b) {
		return short(err)
	}
	return nil
}

// short returns the error for a file that ends too early.
func short(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Numbers reads big-endian numbers one after the other.
type Numbers struct {
	Rest  []byte
	Short bool // fewer bytes were left than asked for; now none are
}

// Take returns the next n bytes, or nil if there are fewer.
func (n *Numbers) Take(count int) []byte {
	if count < 0 || count > len(n.Rest) {
		n.Short, n.Rest = true, nil
		return nil
	}
	b := n.Rest[:count]
	n.Rest = n.Rest[count:]
	return b
}

// Uint returns the next number of so many bytes, at most 8, or 0 if there are fewer.
func (n *Numbers) Uint(bytes int) uint64 {
	if bytes > 8 {
		n.Short, n.Rest = true, nil
		return 0
	}
	var v uint64
	for _, b := range n.Take(bytes) {
		v = v<<8 | uint64(b)
	}
	return v
}

// Int is Uint for numbers of at most 4 bytes.
func (n *Numbers) Int(bytes int) int { return int(n.Uint(min(bytes, 4))) }
