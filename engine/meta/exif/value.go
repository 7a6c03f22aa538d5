package exif

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"

	"recollect/engine/container"
	"recollect/engine/meta/words"
)

// value is the raw value of an entry. A missing entry has the zero value.
type value struct {
	kind      uint16
	bytes     []byte
	order     binary.ByteOrder
	misplaced bool // it was found in a wrong directory
}

// empty reports whether there is nothing in v, or text without a letter.
func (v value) empty() bool {
	letters := v.kind == container.TypeASCII || v.kind == container.TypeUTF8 || v.kind == container.TypeUndefined
	return len(v.bytes) == 0 || letters && len(bytes.Trim(v.bytes, "\x00 ")) == 0
}

func (v value) isText() bool {
	switch v.kind {
	case container.TypeByte, container.TypeASCII, container.TypeSByte, container.TypeUndefined, container.TypeUTF8:
		return true
	}
	return false
}

// text returns a value that is made of letters.
func (v value) text() string {
	if !v.isText() {
		return ""
	}
	return words.Clean(words.Text(v.bytes))
}

// date returns text with NULs replaced by blanks: some cameras write a NUL between day and time.
func (v value) date() string {
	v.bytes = bytes.ReplaceAll(v.bytes, []byte{0}, []byte{' '})
	return v.text()
}

// wide returns the text of Windows' fields, which are in UTF-16.
func (v value) wide() string {
	if v.kind == container.TypeASCII || v.kind == container.TypeUTF8 {
		return v.text()
	}
	return words.Clean(words.UTF16(v.bytes, binary.LittleEndian))
}

// digits returns text of digits, which some programs write as a number.
func (v value) digits() string {
	if v.isText() {
		return v.text()
	}
	if n := v.number(0); n >= 0 && n < 1e9 {
		return strconv.Itoa(int(n))
	}
	return ""
}

// count returns how many numbers there are.
func (v value) count() int {
	if size := container.TypeBytes(v.kind); size > 0 {
		return len(v.bytes) / size
	}
	return 0
}

// number returns the number at an index, which may be written as text. It is NaN if there is none,
// and for 0/0; it is infinite for 1/0.
func (v value) number(i int) float64 {
	size := container.TypeBytes(v.kind)
	switch v.kind {
	case container.TypeASCII, container.TypeUTF8:
		return words.Number(v.text(), i)
	}
	if size == 0 || len(v.bytes) < (i+1)*size {
		return math.NaN()
	}
	b := v.bytes[i*size:]
	switch v.kind {
	case container.TypeByte, container.TypeUndefined:
		return float64(b[0])
	case container.TypeSByte:
		return float64(int8(b[0]))
	case container.TypeShort:
		return float64(v.order.Uint16(b))
	case container.TypeSShort:
		return float64(int16(v.order.Uint16(b)))
	case container.TypeLong, container.TypeIFD:
		return float64(v.order.Uint32(b))
	case container.TypeSLong:
		return float64(int32(v.order.Uint32(b)))
	case container.TypeRational:
		return float64(v.order.Uint32(b)) / float64(v.order.Uint32(b[4:]))
	case container.TypeSRational:
		return float64(int32(v.order.Uint32(b))) / float64(int32(v.order.Uint32(b[4:])))
	case container.TypeFloat:
		return float64(math.Float32frombits(v.order.Uint32(b)))
	case container.TypeLong8:
		return float64(v.order.Uint64(b))
	}
	return math.Float64frombits(v.order.Uint64(b))
}

// signed returns the number at an index. An unsigned fraction is taken for a signed one if it makes
// no sense otherwise.
func (v value) signed(i int) float64 {
	n := v.number(i)
	if v.kind == container.TypeRational && n > 360 {
		v.kind = container.TypeSRational
		return v.number(i)
	}
	return n
}
