package onnx

import (
	"errors"
	"fmt"
	"io"

	"google.golang.org/protobuf/encoding/protowire"
)

// wire reads a protocol buffer from front to back, through a window onto its source.
type wire struct {
	src  io.ReaderAt
	size int64

	at     int64 // what is read next
	window []byte
	start  int64 // where window begins
	count  int   // fields that were read
	kept   int64 // bytes of texts that were read
}

// windowSize is small: after each skipped tensor a window is read anew.
const windowSize = 16 << 10

// part is one field of a message: a number, or bytes that end at end.
type part struct {
	number protowire.Number
	kind   protowire.Type
	value  uint64
	end    int64
}

// byte returns the next byte, which must lie before end.
func (w *wire) byte(end int64) (byte, error) {
	if w.at >= end {
		return 0, fmt.Errorf("%w: cut off at byte %d", ErrFormat, w.at)
	}
	if i := w.at - w.start; i < 0 || i >= int64(len(w.window)) {
		if err := w.fill(); err != nil {
			return 0, err
		}
	}
	b := w.window[w.at-w.start]
	w.at++
	return b, nil
}

func (w *wire) fill() error {
	if w.window == nil {
		w.window = make([]byte, windowSize)
	}
	w.window, w.start = w.window[:min(windowSize, w.size-w.at)], w.at
	n, err := w.src.ReadAt(w.window, w.at)
	if n == len(w.window) {
		return nil
	}
	w.window = w.window[:0]
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: cut off at byte %d", ErrFormat, w.at)
	}
	return err
}

func (w *wire) varint(end int64) (v uint64, err error) {
	for shift := 0; shift < 70; shift += 7 {
		b, err := w.byte(end)
		if err != nil {
			return 0, err
		}
		if shift == 63 && b > 1 {
			break
		}
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v, nil
		}
	}
	return 0, fmt.Errorf("%w: a number of more than 64 bits at byte %d", ErrFormat, w.at)
}

// fields calls do for each field up to end, and leaves reading at end. What do has not read of a
// field is skipped.
func (w *wire) fields(end int64, do func(part) error) error {
	for w.at < end {
		p, err := w.part(end)
		if err != nil {
			return err
		}
		if err := do(p); err != nil {
			return err
		}
		w.at = p.end
	}
	return nil
}

func (w *wire) part(end int64) (p part, err error) {
	if w.count++; w.count > mostFields {
		return p, fmt.Errorf("%w: fields", ErrLimit)
	}
	tag, err := w.varint(end)
	if err != nil {
		return p, err
	}
	if p.number, p.kind = protowire.DecodeTag(tag); !p.number.IsValid() {
		return p, fmt.Errorf("%w: a field that cannot be at byte %d", ErrFormat, w.at)
	}
	var length uint64
	switch p.kind {
	case protowire.VarintType:
		p.value, err = w.varint(end)
	case protowire.BytesType:
		length, err = w.varint(end)
	case protowire.Fixed32Type:
		length = 4
	case protowire.Fixed64Type:
		length = 8
	default: // groups, which ONNX does not have
		err = fmt.Errorf("%w: a field of kind %d at byte %d", ErrFormat, p.kind, w.at)
	}
	if err == nil && length > uint64(end-w.at) {
		err = fmt.Errorf("%w: cut off: %d bytes are missing at byte %d", ErrFormat, length-uint64(end-w.at), w.at)
	}
	p.end = w.at + int64(length)
	return p, err
}

// message calls do for each field of a message.
func (w *wire) message(p part, do func(part) error) error {
	if p.kind != protowire.BytesType {
		return fmt.Errorf("%w: field %d is not a message at byte %d", ErrFormat, p.number, w.at)
	}
	return w.fields(p.end, do)
}

// text returns the bytes of a field, of which there may be most.
func (w *wire) text(p part, most int64) (string, error) {
	n := p.end - w.at
	if p.kind != protowire.BytesType {
		return "", fmt.Errorf("%w: field %d is not a text at byte %d", ErrFormat, p.number, w.at)
	}
	if w.kept += n; n > most || w.kept > mostKept {
		return "", fmt.Errorf("%w: a text of %d bytes at byte %d", ErrLimit, n, w.at)
	}
	b := make([]byte, n)
	for i := range b {
		c, err := w.byte(p.end)
		if err != nil {
			return "", err
		}
		b[i] = c
	}
	return string(b), nil
}
