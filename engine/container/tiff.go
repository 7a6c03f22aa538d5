package container

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxFields is how many fields of a directory are read. Real ones have less than a hundred, maker
// notes a few hundred.
const maxFields = 1024

// The magic numbers of TIFF and BigTIFF. RAW formats have others.
const (
	MagicTIFF    = 42
	MagicBigTIFF = 43
)

// Types of values (TIFF 6.0, section 2; BigTIFF; Exif 3.0 for UTF-8).
const (
	TypeByte      = 1
	TypeASCII     = 2
	TypeShort     = 3
	TypeLong      = 4
	TypeRational  = 5
	TypeSByte     = 6
	TypeUndefined = 7
	TypeSShort    = 8
	TypeSLong     = 9
	TypeSRational = 10
	TypeFloat     = 11
	TypeDouble    = 12
	TypeIFD       = 13
	TypeLong8     = 16
	TypeSLong8    = 17
	TypeIFD8      = 18
	TypeUTF8      = 129
)

// TypeBytes returns the size of one value of a type; 0 for types that are not known.
func TypeBytes(kind uint16) int {
	switch kind {
	case TypeByte, TypeASCII, TypeSByte, TypeUndefined, TypeUTF8:
		return 1
	case TypeShort, TypeSShort:
		return 2
	case TypeLong, TypeSLong, TypeFloat, TypeIFD:
		return 4
	case TypeRational, TypeSRational, TypeDouble, TypeLong8, TypeSLong8, TypeIFD8:
		return 8
	}
	return 0
}

// TIFF is data with directories. RAW files and maker notes consist of the same directories, often
// with another base of offsets.
type TIFF struct {
	R     io.ReaderAt
	Order binary.ByteOrder
	Big   bool  // BigTIFF: counts and offsets of 8 bytes
	Base  int64 // where in R offset 0 lies
}

// Field is one entry of a directory.
type Field struct {
	Tag, Type uint16
	Count     uint64
	At        int64 // where in TIFF.R its first value lies, perhaps beyond the end

	inline []byte // the value, or the offset of it: 4 bytes, 8 of a BigTIFF
}

// Directory is one image file directory (IFD).
type Directory struct {
	Fields []Field
	Next   int64 // the offset of the next directory; 0: none
}

// OpenTIFF reads the header of a TIFF file, and returns the offset of its first directory. The
// caller checks the magic number: RAW formats have their own.
func OpenTIFF(r io.ReaderAt) (t TIFF, magic uint16, first int64, err error) {
	var head [16]byte
	n, err := r.ReadAt(head[:], 0)
	if n < 8 {
		return TIFF{}, 0, 0, short(err)
	}
	order, ok := ByteOrder(head[:])
	if !ok {
		return TIFF{}, 0, 0, errors.New("tiff: no byte order mark")
	}
	t = TIFF{R: r, Order: order}
	magic = order.Uint16(head[2:])
	if magic != MagicBigTIFF {
		return t, magic, int64(order.Uint32(head[4:])), nil
	}
	if n < len(head) {
		return TIFF{}, 0, 0, short(err)
	}
	t.Big = true
	return t, magic, int64(order.Uint64(head[8:])), nil
}

// ByteOrder reads a byte order mark, "II" or "MM"; ok is false if there is
// none.
func ByteOrder(mark []byte) (order binary.ByteOrder, ok bool) {
	switch string(mark[:min(2, len(mark))]) {
	case "II":
		return binary.LittleEndian, true
	case "MM":
		return binary.BigEndian, true
	}
	return nil, false
}

// Directory reads the directory at an offset. Fields beyond the first 1,024 are left out. Where
// the file ends within it, the error is io.ErrUnexpectedEOF, and the fields before are given.
func (t TIFF) Directory(offset int64) (Directory, error) {
	countBytes, fieldBytes, offsetBytes := 2, 12, 4
	if t.Big {
		countBytes, fieldBytes, offsetBytes = 8, 20, 8
	}
	at := t.Base + offset
	if offset <= 0 || at <= 0 {
		return Directory{}, fmt.Errorf("tiff: directory at %d", offset)
	}
	head := make([]byte, countBytes)
	if err := fill(t.R, head, at); err != nil {
		return Directory{}, err
	}
	at += int64(countBytes)
	count := t.word(head)
	b := make([]byte, int(min(count, maxFields))*fieldBytes)
	n, err := t.R.ReadAt(b, at)
	d := Directory{Fields: make([]Field, n/fieldBytes)}
	for i := range d.Fields {
		d.Fields[i] = t.field(b[i*fieldBytes:(i+1)*fieldBytes], at+int64(i*fieldBytes))
	}
	if n < len(b) {
		return d, short(err)
	}
	if next := make([]byte, offsetBytes); count == uint64(len(d.Fields)) {
		// Some maker notes end without one.
		if fill(t.R, next, at+int64(len(b))) == nil {
			d.Next = int64(t.word(next))
		}
	}
	return d, nil
}

// field reads one entry, which lies at offset at. Values that fit lie in the entry itself.
func (t TIFF) field(b []byte, at int64) Field {
	f := Field{Tag: t.Order.Uint16(b), Type: t.Order.Uint16(b[2:])}
	f.Count = t.word(b[4 : 4+(len(b)-4)/2])
	f.inline = b[4+(len(b)-4)/2:]
	if f.fits() {
		f.At = at + int64(len(b)-len(f.inline))
	} else {
		f.At = t.Base + int64(t.word(f.inline))
	}
	return f
}

// fits reports whether the value lies in the entry. Values of an unknown type are taken for bytes.
func (f Field) fits() bool {
	room := uint64(len(f.inline))
	return f.Count <= room && f.Count*uint64(max(1, TypeBytes(f.Type))) <= room
}

// word reads an unsigned number of 2, 4 or 8 bytes.
func (t TIFF) word(b []byte) uint64 {
	switch len(b) {
	case 2:
		return uint64(t.Order.Uint16(b))
	case 4:
		return uint64(t.Order.Uint32(b))
	}
	return t.Order.Uint64(b)
}

// Bytes returns the value of a field as stored; it must not be changed. It is nil if the value is
// longer than limit, incomplete, or of an unknown type.
func (t TIFF) Bytes(f Field, limit int64) []byte {
	if f.Count > uint64(limit) {
		return nil
	}
	length := int64(f.Count) * int64(TypeBytes(f.Type))
	if length <= int64(len(f.inline)) {
		return f.inline[:length]
	}
	b, err := Read(t.R, f.At, length, limit)
	if err != nil {
		return nil
	}
	return b
}

// Offset returns the offset in a field, such as that of a directory, whatever its type; 0 for one
// beyond any file.
func (t TIFF) Offset(f Field) int64 {
	b := f.inline
	switch f.Type {
	case TypeShort:
		b = b[:2]
	case TypeLong, TypeIFD:
		b = b[:4]
	}
	if n := t.word(b); n < Unknown {
		return int64(n)
	}
	return 0
}

// Uints returns the values of a field of unsigned integers, the first limit of them where there are
// more.
func (t TIFF) Uints(f Field, limit int) ([]uint64, error) {
	switch f.Type {
	case TypeByte, TypeUndefined, TypeShort, TypeLong, TypeIFD, TypeLong8, TypeIFD8:
	default:
		return nil, fmt.Errorf("tiff: field %d is not of integers", f.Tag)
	}
	size := TypeBytes(f.Type)
	n := int64(min(f.Count, uint64(limit))) * int64(size)
	b, err := Read(t.R, f.At, n, n)
	if err != nil {
		return nil, err
	}
	values := make([]uint64, len(b)/size)
	for i := range values {
		if size == 1 {
			values[i] = uint64(b[i])
		} else {
			values[i] = t.word(b[i*size : (i+1)*size])
		}
	}
	return values, nil
}

// Uint returns the first value of a field of unsigned integers.
func (t TIFF) Uint(f Field) (uint64, error) {
	v, err := t.Uints(f, 1)
	if err == nil && len(v) == 0 {
		err = fmt.Errorf("tiff: field %d is empty", f.Tag)
	}
	if err != nil {
		return 0, err
	}
	return v[0], nil
}

// Find returns the field of a tag, and whether there is one.
func (d Directory) Find(tag uint16) (Field, bool) {
	for _, f := range d.Fields {
		if f.Tag == tag {
			return f, true
		}
	}
	return Field{}, false
}
