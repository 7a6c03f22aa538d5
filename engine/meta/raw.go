package meta

import (
	"encoding/binary"
	"errors"
	"io"
)

// inTIFF takes a TIFF, or a RAW file that is laid out like one, whose first
// directory also holds the XMP and the IPTC.
func inTIFF(r io.ReaderAt) blocks {
	r = &pages{r: &asTIFF{r}, left: maxReadBytes}
	b := blocks{exif: []part{{r, mainIFD}}}
	const xmp, iptc, photoshop = 0x02bc, 0x83bb, 0x8649
	in, first := openTIFF(r)
	for _, e := range in.directory(first) {
		switch e.tag {
		case xmp:
			b.addXMP(e.bytes(in, maxTextBlock))
		case iptc, photoshop:
			if len(b.iptc) == 0 {
				b.iptc = e.bytes(in, maxTextBlock)
			}
		}
	}
	return b
}

// inRAF takes a RAW file of Fujifilm: a header, which says where a JPEG lies,
// which holds all the metadata.
func inRAF(r io.ReaderAt) blocks {
	const at = 84
	where := take(r, at, 4, 4)
	if where == nil {
		return blocks{}
	}
	return inJPEG(r, int64(binary.BigEndian.Uint32(where)))
}

// asTIFF is a file whose bytes 2 and 3 are those of a TIFF, but for BigTIFF. Olympus and
// Panasonic write others, and are like TIFF but for that; so do some programs in
// the EXIF of a JPEG.
type asTIFF struct{ io.ReaderAt }

func (a *asTIFF) ReadAt(p []byte, at int64) (int, error) {
	n, err := a.ReaderAt.ReadAt(p, at)
	if at >= 4 || n == 0 {
		return n, err
	}
	var head [4]byte
	if got, err := a.ReaderAt.ReadAt(head[:], 0); got < len(head) {
		return n, err
	}
	switch {
	case string(head[:]) == "II+\x00" || string(head[:]) == "MM\x00+":
	case head[0] == 'I':
		head = [4]byte{'I', 'I', 42, 0}
	default:
		head = [4]byte{'M', 'M', 0, 42}
	}
	copy(p[:n], head[at:])
	return n, err
}

// pages reads ahead, because values are read a little here and there, and no
// more than is left in all.
type pages struct {
	r    io.ReaderAt
	left int
	at   int64
	page []byte
}

const pageBytes = 16 << 10

var errSpent = errors.New("too much to read")

func (s *pages) ReadAt(p []byte, at int64) (int, error) {
	if at < s.at || at+int64(len(p)) > s.at+int64(len(s.page)) {
		if s.left <= 0 {
			return 0, errSpent
		}
		if len(p) > pageBytes {
			n, err := s.r.ReadAt(p, at)
			s.left -= n
			return n, err
		}
		page := make([]byte, pageBytes)
		n, err := s.r.ReadAt(page, at)
		if n == 0 {
			return 0, err
		}
		s.left -= n
		s.at, s.page = at, page[:n]
	}
	n := copy(p, s.page[at-s.at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// entry is one entry of a directory of a TIFF file (TIFF 6.0, section 2).
type entry struct {
	tag, kind uint16
	count     uint64
	value     []byte // or where it lies: 4 bytes, 8 in a BigTIFF
}

// source is a TIFF file and its byte order. A BigTIFF has counts and offsets of 8 bytes where TIFF
// has 2 or 4.
type source struct {
	io.ReaderAt
	order binary.ByteOrder
	big   bool
}

// openTIFF reads the header: the byte order, and where the first directory lies.
func openTIFF(r io.ReaderAt) (s source, first int64) {
	s = source{ReaderAt: r, order: binary.LittleEndian}
	h := take(r, 0, 8, 8)
	if h == nil {
		return s, 0
	}
	if h[0] == 'M' {
		s.order = binary.BigEndian
	}
	const bigTIFF = 43
	if s.big = s.order.Uint16(h[2:]) == bigTIFF; !s.big {
		return s, int64(s.order.Uint32(h[4:]))
	}
	if h = take(r, 8, 8, 8); h == nil {
		return s, 0
	}
	return s, s.offset(h)
}

// offset is a place in the file; 0, where nothing lies, for one that no file reaches.
func (s source) offset(b []byte) int64 {
	if !s.big {
		return int64(s.order.Uint32(b))
	}
	if n := s.order.Uint64(b); n < wholeFile {
		return int64(n)
	}
	return 0
}

// directory reads the directory at a place, as much as there is of it.
func (s source) directory(at int64) []entry {
	const maxEntries = 1000
	countBytes, entryBytes := int64(2), 12
	if s.big {
		countBytes, entryBytes = 8, 20
	}
	n := take(s, at, countBytes, countBytes)
	if n == nil || at < 8 {
		return nil
	}
	count := uint64(s.order.Uint16(n))
	if s.big {
		count = s.order.Uint64(n)
	}
	content := make([]byte, entryBytes*int(min(maxEntries, count)))
	got, _ := s.ReadAt(content, at+countBytes)
	all := make([]entry, got/entryBytes)
	for i := range all {
		e := content[i*entryBytes:][:entryBytes]
		all[i] = entry{s.order.Uint16(e), s.order.Uint16(e[2:]), uint64(s.order.Uint32(e[4:])), e[8:]}
		if s.big {
			all[i].count, all[i].value = s.order.Uint64(e[4:]), e[12:]
		}
	}
	return all
}

// bytes is the value of e as it lies in the file; nil where it is longer than limit,
// not all there, or of a kind that nobody knows.
func (e entry) bytes(s source, limit int64) []byte {
	if e.count > uint64(limit) {
		return nil
	}
	length := int64(kindBytes(e.kind)) * int64(e.count)
	if length <= int64(len(e.value)) {
		return e.value[:length]
	}
	return take(s, s.offset(e.value), length, limit)
}

// directory is where the directory lies that e points to. Its kind is not looked at but
// for the one that has room for less.
func (e entry) directory(s source) int64 {
	switch e.kind {
	case kindShort:
		return int64(s.order.Uint16(e.value))
	case kindLong, kindIFD:
		return int64(s.order.Uint32(e.value))
	}
	return s.offset(e.value)
}
