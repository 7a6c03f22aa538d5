package worker

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unsafe"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/provider"
)

// # Format
//
// A frame is magic, the length of a JSON object (4 bytes), the length of what follows it
// (8 bytes), both with the low byte first, the object, and the bytes: a network, tensors one behind
// the other, or vectors, as they lie in memory. Both processes run on one computer.
const (
	magic     = "rcw1"
	mostJSON  = 1 << 20
	mostBytes = 1 << 34
)

var errFrame = errors.New("what the process wrote is no answer")

// request is what a worker is asked.
type request struct {
	Do      string          `json:"do"` // devices, open, run or measure
	Choice  provider.Choice `json:"choice"`
	Library string          `json:"library,omitempty"`
	Inputs  []string        `json:"inputs,omitempty"`
	Output  string          `json:"output,omitempty"`
	Half    bool            `json:"half,omitempty"`
	Dir     string          `json:"dir,omitempty"`
	Cache   string          `json:"cache,omitempty"`
	Threads int             `json:"threads,omitempty"`
	Shape   []int64         `json:"shape,omitempty"` // of the output
	Tensors []tensor        `json:"tensors,omitempty"`
	Batch   int             `json:"batch,omitempty"`
	Millis  int64           `json:"millis,omitempty"`
}

// tensor describes a part of a frame's bytes.
type tensor struct {
	Shape []int64 `json:"shape"`
	Type  string  `json:"type"` // f32, f16, u8, i64, i32
	Bytes int     `json:"bytes"`
}

// answer is what a worker answers.
type answer struct {
	Error   string    `json:"error,omitempty"`
	Kind    string    `json:"kind,omitempty"` // of the error: runtime or provider
	Devices int       `json:"devices,omitempty"`
	Version string    `json:"version,omitempty"`
	Speed   ort.Speed `json:"speed"`
	Peak    int64     `json:"peak,omitempty"` // of the process's memory, in bytes
}

func write(w io.Writer, head any, body ...[]byte) error {
	object, err := json.Marshal(head)
	if err != nil {
		return err
	}
	size := 0
	for _, b := range body {
		size += len(b)
	}
	start := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(object)))
	start = binary.LittleEndian.AppendUint64(start, uint64(size))
	for _, b := range append([][]byte{append(start, object...)}, body...) {
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// read reads a frame. No more is allocated than has arrived.
func read(r io.Reader, head any) (body []byte, err error) {
	var start [len(magic) + 12]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return nil, err
	}
	object := binary.LittleEndian.Uint32(start[len(magic):])
	size := binary.LittleEndian.Uint64(start[len(magic)+4:])
	if string(start[:len(magic)]) != magic || object > mostJSON || size > mostBytes {
		return nil, fmt.Errorf("%w: %q", errFrame, start)
	}
	text, err := take(r, int64(object))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, head); err != nil {
		return nil, fmt.Errorf("%w: %w", errFrame, err)
	}
	return take(r, int64(size))
}

func take(r io.Reader, n int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(n, 1<<20)))
	if _, err := io.CopyN(&b, r, n); err != nil {
		return nil, fmt.Errorf("%w: it ends after %d of %d bytes", errFrame, b.Len(), n)
	}
	return b.Bytes(), nil
}

// raw returns the memory of s.
func raw[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0])))
}

// cooked copies bytes into numbers; bytes need not be aligned.
func cooked[T any](b []byte) []T {
	var one T
	s := make([]T, len(b)/int(unsafe.Sizeof(one)))
	copy(raw(s), b)
	return s
}

func pack(t ort.Tensor) (tensor, []byte) {
	switch {
	case t.Ints != nil:
		return tensor{t.Shape, "i64", 8 * len(t.Ints)}, raw(t.Ints)
	case t.Int32s != nil:
		return tensor{t.Shape, "i32", 4 * len(t.Int32s)}, raw(t.Int32s)
	case t.Bytes != nil:
		return tensor{t.Shape, "u8", len(t.Bytes)}, t.Bytes
	case t.Halves != nil:
		return tensor{t.Shape, "f16", 2 * len(t.Halves)}, raw(t.Halves)
	}
	return tensor{t.Shape, "f32", 4 * len(t.Floats)}, raw(t.Floats)
}

// unpack returns the tensors that lie in body.
func unpack(described []tensor, body []byte) ([]ort.Tensor, error) {
	var all []ort.Tensor
	for _, d := range described {
		if d.Bytes < 0 || d.Bytes > len(body) || len(d.Shape) == 0 {
			return nil, errFrame
		}
		b := body[:d.Bytes]
		body = body[d.Bytes:]
		t := ort.Tensor{Shape: slices.Clone(d.Shape)}
		switch d.Type {
		case "i64":
			t.Ints = cooked[int64](b)
		case "i32":
			t.Int32s = cooked[int32](b)
		case "u8":
			t.Bytes = slices.Clone(b)
		case "f16":
			t.Halves = cooked[uint16](b)
		case "f32":
			t.Floats = cooked[float32](b)
		default:
			return nil, errFrame
		}
		all = append(all, t)
	}
	return all, nil
}
