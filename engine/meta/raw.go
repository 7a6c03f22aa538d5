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
	order, first := tiffHeader(r)
	in := source{r, order}
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

// asTIFF is a file whose bytes 2 and 3 are those of a TIFF. Olympus and
// Panasonic write others, and are like TIFF but for that; so do some programs in
// the EXIF of a JPEG.
type asTIFF struct{ io.ReaderAt }

func (a *asTIFF) ReadAt(p []byte, at int64) (int, error) {
	n, err := a.ReaderAt.ReadAt(p, at)
	for i := max(0, at); i < min(4, at+int64(n)); i++ {
		little := [4]byte{'I', 'I', 42, 0}
		big := [4]byte{'M', 'M', 0, 42}
		var order [1]byte
		if _, err := a.ReaderAt.ReadAt(order[:], 0); err != nil {
			return n, err
		}
		p[i-at] = big[i]
		if order[0] == 'I' {
			p[i-at] = little[i]
		}
	}
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
	count     uint32
	value     [4]byte // or where it lies
}

// tiffHeader reads the byte order and where the first directory lies.
func tiffHeader(r io.ReaderAt) (order binary.ByteOrder, first int64) {
	h := take(r, 0, 8, 8)
	switch {
	case h == nil:
		return binary.LittleEndian, 0
	case h[0] == 'M':
		return binary.BigEndian, int64(binary.BigEndian.Uint32(h[4:]))
	}
	return binary.LittleEndian, int64(binary.LittleEndian.Uint32(h[4:]))
}

// source is a TIFF file and its byte order.
type source struct {
	io.ReaderAt
	order binary.ByteOrder
}

// directory reads the directory at a place, as much as there is of it.
func (s source) directory(at int64) []entry {
	n := take(s, at, 2, 2)
	if n == nil || at < 8 {
		return nil
	}
	const maxEntries, entryBytes = 1000, 12
	content := make([]byte, entryBytes*min(maxEntries, int(s.order.Uint16(n))))
	got, _ := s.ReadAt(content, at+2)
	all := make([]entry, got/entryBytes)
	for i := range all {
		e := content[i*entryBytes:]
		all[i] = entry{s.order.Uint16(e), s.order.Uint16(e[2:]), s.order.Uint32(e[4:]), [4]byte(e[8:12])}
	}
	return all
}

// bytes is the value of e as it lies in the file; nil where it is longer than limit,
// not all there, or of a kind that nobody knows.
func (e entry) bytes(s source, limit int64) []byte {
	length := int64(kindBytes(e.kind)) * int64(e.count)
	if length <= 4 {
		return e.value[:length]
	}
	return take(s, int64(s.order.Uint32(e.value[:])), length, limit)
}

// offset is where the directory lies that e points to. Its kind is not looked at but
// for the one that has room for less.
func (e entry) offset(order binary.ByteOrder) int64 {
	if e.kind == kindShort {
		return int64(order.Uint16(e.value[:]))
	}
	return int64(order.Uint32(e.value[:]))
}
