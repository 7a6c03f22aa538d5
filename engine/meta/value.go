package meta

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// The types of values (TIFF 6.0, section 2; Exif 3.0 for UTF-8).
const (
	kindByte      = 1
	kindASCII     = 2
	kindShort     = 3
	kindLong      = 4
	kindRational  = 5
	kindSByte     = 6
	kindUndefined = 7
	kindSShort    = 8
	kindSLong     = 9
	kindSRational = 10
	kindFloat     = 11
	kindDouble    = 12
	kindIFD       = 13
	kindLong8     = 16 // BigTIFF
	kindUTF8      = 129
)

// kindBytes is how long one value of a kind is; 0 for kinds that nobody knows.
func kindBytes(kind uint16) int {
	switch kind {
	case kindByte, kindASCII, kindSByte, kindUndefined, kindUTF8:
		return 1
	case kindShort, kindSShort:
		return 2
	case kindLong, kindSLong, kindFloat, kindIFD:
		return 4
	case kindRational, kindSRational, kindDouble, kindLong8:
		return 8
	}
	return 0
}

// value is what an entry holds, as it lies in the file. That of an entry that is not there is the zero value.
type value struct {
	kind      uint16
	bytes     []byte
	order     binary.ByteOrder
	misplaced bool // it lies in another directory than it should
}

// empty reports whether there is nothing in v, or text without a letter.
func (v value) empty() bool {
	letters := v.kind == kindASCII || v.kind == kindUTF8 || v.kind == kindUndefined
	return len(v.bytes) == 0 || letters && len(bytes.Trim(v.bytes, "\x00 ")) == 0
}

func (v value) isText() bool {
	switch v.kind {
	case kindByte, kindASCII, kindSByte, kindUndefined, kindUTF8:
		return true
	}
	return false
}

// text is a value that is made of letters.
func (v value) text() string {
	if !v.isText() {
		return ""
	}
	return clean(westOrUTF8(v.bytes))
}

// date is text in which NULs stand for blanks, as some cameras write them between a day and a time.
func (v value) date() string {
	v.bytes = bytes.ReplaceAll(v.bytes, []byte{0}, []byte{' '})
	return v.text()
}

// wide is the text of the fields that Windows writes, in UTF-16.
func (v value) wide() string {
	if v.kind == kindASCII || v.kind == kindUTF8 {
		return v.text()
	}
	return clean(utf16Text(v.bytes, binary.LittleEndian))
}

// digits is text of digits, which some programs write as the number that they are.
func (v value) digits() string {
	if v.isText() {
		return v.text()
	}
	if n := v.number(0); n >= 0 && n < 1e9 {
		return strconv.Itoa(int(n))
	}
	return ""
}

// count is how many numbers there are.
func (v value) count() int {
	if size := kindBytes(v.kind); size > 0 {
		return len(v.bytes) / size
	}
	return 0
}

// number is the number at an index, also where it is written as text. It is not a number where there is
// none, nor for 0/0; it is infinite for 1/0.
func (v value) number(i int) float64 {
	size := kindBytes(v.kind)
	switch v.kind {
	case kindASCII, kindUTF8:
		return parseNumber(v.text(), i)
	}
	if size == 0 || len(v.bytes) < (i+1)*size {
		return math.NaN()
	}
	b := v.bytes[i*size:]
	switch v.kind {
	case kindByte, kindUndefined:
		return float64(b[0])
	case kindSByte:
		return float64(int8(b[0]))
	case kindShort:
		return float64(v.order.Uint16(b))
	case kindSShort:
		return float64(int16(v.order.Uint16(b)))
	case kindLong, kindIFD:
		return float64(v.order.Uint32(b))
	case kindSLong:
		return float64(int32(v.order.Uint32(b)))
	case kindRational:
		return float64(v.order.Uint32(b)) / float64(v.order.Uint32(b[4:]))
	case kindSRational:
		return float64(int32(v.order.Uint32(b))) / float64(int32(v.order.Uint32(b[4:])))
	case kindFloat:
		return float64(math.Float32frombits(v.order.Uint32(b)))
	case kindLong8:
		return float64(v.order.Uint64(b))
	}
	return math.Float64frombits(v.order.Uint64(b))
}

// signed is the number at an index, where a fraction of numbers without a sign is taken
// for one with it if it cannot be meant otherwise.
func (v value) signed(i int) float64 {
	n := v.number(i)
	if v.kind == kindRational && n > 360 {
		v.kind = kindSRational
		return v.number(i)
	}
	return n
}

// parseNumber is a decimal number or a fraction: the one at an index of those that
// a text lists. It is not a number where there is none.
func parseNumber(text string, i int) float64 {
	all := strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == ',' })
	if i >= len(all) {
		return math.NaN()
	}
	above, below, isFraction := strings.Cut(all[i], "/")
	n, err := strconv.ParseFloat(above, 64)
	if err != nil {
		return math.NaN()
	}
	if isFraction {
		d, err := strconv.ParseFloat(below, 64)
		if err != nil {
			return math.NaN()
		}
		n /= d
	}
	return n
}
