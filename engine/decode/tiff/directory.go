package tiff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxFields is how many fields of a directory are read. Real ones have less than
// a hundred; maker notes a few hundred.
const maxFields = 1024

// Source is what directories are read from. RAW files and maker notes are made
// of the same directories, often with offsets that count from elsewhere.
type Source struct {
	R     io.ReaderAt
	Order binary.ByteOrder
	Big   bool  // BigTIFF: counts and offsets of 8 bytes
	Base  int64 // where in R offset 0 lies
}

// Field is one entry of a directory.
type Field struct {
	Tag, Type uint16
	Count     uint64
	At        int64 // where in Source.R its first value lies; perhaps beyond its end
}

// Directory is what one image file directory (IFD) says.
type Directory struct {
	Fields []Field
	Next   int64 // the offset of the next directory; 0: none
}

// Open reads the header of a TIFF file, and gives the offset of its first
// directory. The magic number is left to the caller, as RAW formats have their
// own: it is the second return value (42 for TIFF, 43 for BigTIFF).
func Open(r io.ReaderAt) (s Source, magic uint16, first int64, err error) {
	var head [16]byte
	n, err := r.ReadAt(head[:], 0)
	if n < 8 {
		return Source{}, 0, 0, short(err)
	}
	switch string(head[:2]) {
	case "II":
		s.Order = binary.LittleEndian
	case "MM":
		s.Order = binary.BigEndian
	default:
		return Source{}, 0, 0, errors.New("tiff: no byte order mark")
	}
	s.R = r
	magic = s.Order.Uint16(head[2:])
	if magic != bigMagic {
		return s, magic, int64(s.Order.Uint32(head[4:])), nil
	}
	if n < len(head) {
		return Source{}, 0, 0, short(err)
	}
	s.Big = true
	return s, magic, int64(s.Order.Uint64(head[8:])), nil
}

// Directory reads the directory at offset. Fields beyond the first 1,024 are
// left out.
func (s Source) Directory(offset int64) (Directory, error) {
	countBytes, fieldBytes, offsetBytes := 2, 12, 4
	if s.Big {
		countBytes, fieldBytes, offsetBytes = 8, 20, 8
	}
	at := s.Base + offset
	if offset <= 0 || at <= 0 {
		return Directory{}, fmt.Errorf("tiff: directory at %d", offset)
	}
	head := make([]byte, countBytes)
	if err := s.fill(head, at); err != nil {
		return Directory{}, err
	}
	at += int64(countBytes)
	count := s.word(head)
	n := int(min(count, maxFields))
	b := make([]byte, n*fieldBytes)
	if err := s.fill(b, at); err != nil {
		return Directory{}, err
	}
	d := Directory{Fields: make([]Field, n)}
	for i := range d.Fields {
		d.Fields[i] = s.field(b[i*fieldBytes:(i+1)*fieldBytes], at+int64(i*fieldBytes))
	}
	if next := make([]byte, offsetBytes); count == uint64(n) {
		// Some maker notes end without one.
		if s.fill(next, at+int64(len(b))) == nil {
			d.Next = int64(s.word(next))
		}
	}
	return d, nil
}

// field reads one entry, which lies at offset at. Values that fit lie in the
// entry itself.
func (s Source) field(b []byte, at int64) Field {
	f := Field{Tag: s.Order.Uint16(b), Type: s.Order.Uint16(b[2:])}
	f.Count = s.word(b[4 : 4+(len(b)-4)/2])
	values := b[4+(len(b)-4)/2:]
	if f.Count <= uint64(len(values)) && f.Count*typeBytes(f.Type) <= uint64(len(values)) {
		f.At = at + int64(len(b)-len(values))
	} else {
		f.At = s.Base + int64(s.word(values))
	}
	return f
}

// word reads an unsigned number of 2, 4 or 8 bytes.
func (s Source) word(b []byte) uint64 {
	switch len(b) {
	case 2:
		return uint64(s.Order.Uint16(b))
	case 4:
		return uint64(s.Order.Uint32(b))
	}
	return s.Order.Uint64(b)
}

// Uints gives the values of a field of unsigned integers, the first limit of them
// where there are more.
func (s Source) Uints(f Field, limit int) ([]uint64, error) {
	size := int(typeBytes(f.Type))
	switch f.Type {
	case typeByte, typeUndefined, typeShort, typeLong, typeIFD, typeLong8, typeIFD8:
	default:
		return nil, fmt.Errorf("tiff: field %d is not of integers", f.Tag)
	}
	b := make([]byte, 1)
	n := int64(min(f.Count, uint64(limit))) * int64(size)
	if n == 0 {
		return nil, nil
	}
	// Nothing is allocated for values that the file is too short for.
	if err := s.fill(b, f.At+n-1); err != nil {
		return nil, err
	}
	b = make([]byte, n)
	if err := s.fill(b, f.At); err != nil {
		return nil, err
	}
	values := make([]uint64, len(b)/size)
	for i := range values {
		if size == 1 {
			values[i] = uint64(b[i])
		} else {
			values[i] = s.word(b[i*size : (i+1)*size])
		}
	}
	return values, nil
}

// Uint gives the first value of a field of unsigned integers.
func (s Source) Uint(f Field) (uint64, error) {
	v, err := s.Uints(f, 1)
	if err == nil && len(v) == 0 {
		err = fmt.Errorf("tiff: field %d is empty", f.Tag)
	}
	if err != nil {
		return 0, err
	}
	return v[0], nil
}

// Find gives the field of a tag, and whether there is one.
func (d Directory) Find(tag uint16) (Field, bool) {
	for _, f := range d.Fields {
		if f.Tag == tag {
			return f, true
		}
	}
	return Field{}, false
}

func (s Source) fill(b []byte, at int64) error {
	if at < 0 {
		return fmt.Errorf("tiff: offset %d", at)
	}
	if n, err := s.R.ReadAt(b, at); n < len(b) {
		return short(err)
	}
	return nil
}

// short is the error for a file that ends too early.
func short(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// typeBytes is the size of a value; 1 for types that are not known.
func typeBytes(kind uint16) uint64 {
	switch kind {
	case typeShort, typeSignedShort:
		return 2
	case typeLong, typeSignedLong, typeFloat, typeIFD:
		return 4
	case typeRational, typeSignedRational, typeDouble, typeLong8, typeSignedLong8, typeIFD8:
		return 8
	}
	return 1
}
