package meta

import (
	"bytes"
	"encoding/binary"
	"io"
)

// box is one box of an ISO base media file (ISO/IEC 14496-12, 4.2).
type box struct {
	kind    string
	at, end int64 // of its content
}

// maxBoxes of one box are looked at.
const maxBoxes = 2000

// boxes lists the boxes between two places. The last may reach to the end of the
// file, which is where end lies then.
func boxes(r io.ReaderAt, at, end int64) []box {
	var all []box
	for len(all) < maxBoxes && at+8 <= end {
		var h [16]byte
		n, _ := r.ReadAt(h[:], at)
		if n < 8 {
			break
		}
		length, begin := int64(binary.BigEndian.Uint32(h[:])), int64(8)
		switch {
		case length == 1 && n == 16:
			length, begin = int64(binary.BigEndian.Uint64(h[8:])), 16
		case length == 0:
			length = end - at
		}
		if length < begin || length > end-at {
			length = end - at // it ends early, and may hold what is wanted before
		}
		all = append(all, box{string(h[4:8]), at + begin, at + length})
		at += length
	}
	return all
}

// wholeFile is the end of what may be read of a file whose size is not known.
const wholeFile = 1 << 50

// inHEIF looks the items up that hold EXIF and XMP (ISO/IEC 23008-12, annex A).
func inHEIF(r io.ReaderAt) blocks {
	for _, top := range boxes(r, 0, wholeFile) {
		if top.kind == "meta" {
			return inItems(r, boxes(r, top.at+4, top.end))
		}
	}
	return blocks{}
}

func inItems(r io.ReaderAt, meta []box) blocks {
	var b blocks
	var wanted map[uint32]string
	var data box
	for _, m := range meta {
		switch m.kind {
		case "iinf":
			wanted = itemKinds(r, m)
		case "idat":
			data = m
		}
	}
	for _, m := range meta {
		if m.kind != "iloc" {
			continue
		}
		content := take(r, m.at, m.end-m.at, maxExifBytes)
		for _, i := range itemPlaces(content, wanted) {
			if i.inData {
				i.at += data.at
			}
			if wanted[i.id] == "mime" {
				b.addXMP(take(r, i.at, i.length, maxTextBlock))
			} else if block := take(r, i.at, i.length, maxExifBytes); len(block) > 4 {
				// The TIFF header follows after as many bytes as the first four say.
				skip := int64(binary.BigEndian.Uint32(block))
				if skip >= int64(len(block)-4) { // some writers leave that number out
					skip = -4
				}
				b.addExif(block[4+skip:])
			}
		}
	}
	return b
}

// itemKinds are the items of an iinf box that hold metadata: "Exif" or "mime".
func itemKinds(r io.ReaderAt, iinf box) map[uint32]string {
	var h [6]byte
	if n, _ := r.ReadAt(h[:], iinf.at); n < len(h) {
		return nil
	}
	at := iinf.at + 6
	if h[0] > 0 {
		at += 2
	}
	kinds := map[uint32]string{}
	for _, entry := range boxes(r, at, iinf.end) {
		var e [12]byte
		if n, _ := r.ReadAt(e[:], entry.at); n < len(e) || entry.kind != "infe" {
			continue
		}
		id, kind := uint32(binary.BigEndian.Uint16(e[4:])), string(e[8:12])
		if e[0] == 3 {
			var wide [14]byte
			if n, _ := r.ReadAt(wide[:], entry.at); n < len(wide) {
				continue
			}
			id, kind = binary.BigEndian.Uint32(wide[4:]), string(wide[10:14])
		}
		if kind == "Exif" || kind == "mime" {
			kinds[id] = kind
		}
	}
	return kinds
}

// place is where an item lies.
type place struct {
	id         uint32
	at, length int64
	inData     bool // counted from the idat box, not from the file's first byte
}

// itemPlaces reads an iloc box (ISO/IEC 14496-12, 8.11.3). Of an item in several
// extents, which metadata never are, only the first is given.
func itemPlaces(iloc []byte, wanted map[uint32]string) []place {
	s := &scanner{rest: iloc}
	version := s.number(1)
	s.number(3)
	sizes := s.number(2)
	offsetSize, lengthSize, baseSize := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15)
	indexSize, idSize := 0, 2
	if version > 0 {
		indexSize = int(sizes & 15)
	}
	if version == 2 {
		idSize = 4
	}
	var all []place
	for range s.number(idSize) {
		i := place{id: uint32(s.number(idSize))}
		if version > 0 {
			i.inData = s.number(2)&15 == 1
		}
		s.number(2) // the file that it lies in: this one
		base := int64(s.number(baseSize))
		// Only the first extent counts; what is skipped must not cost time.
		if extents := int(s.number(2)); extents > 0 {
			s.number(indexSize)
			i.at = base + int64(s.number(offsetSize))
			i.length = int64(s.number(lengthSize))
			s.skip((extents - 1) * (indexSize + offsetSize + lengthSize))
		}
		if s.short {
			return all
		}
		if wanted[i.id] != "" {
			all = append(all, i)
		}
	}
	return all
}

// scanner reads big-endian numbers one after the other.
type scanner struct {
	rest  []byte
	short bool // there was less than asked for
}

// number is the next number of some bytes, at most 8; 0 for none.
func (s *scanner) number(size int) uint64 {
	if size > len(s.rest) || size > 8 {
		s.short, s.rest = true, nil
		return 0
	}
	var n uint64
	for _, b := range s.rest[:size] {
		n = n<<8 | uint64(b)
	}
	s.rest = s.rest[size:]
	return n
}

func (s *scanner) skip(size int) {
	s.short = s.short || size > len(s.rest)
	s.rest = s.rest[min(size, len(s.rest)):]
}

// inCR3 reads Canon's boxes, each a TIFF file with one directory, and XMP in a
// box of its own.
func inCR3(r io.ReaderAt) blocks {
	const (
		canon = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
		xmp   = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"
	)
	var b blocks
	for _, top := range boxes(r, 0, wholeFile) {
		switch {
		case top.kind == "uuid" && string(take(r, top.at, 16, 16)) == xmp:
			b.addXMP(take(r, top.at+16, top.end-top.at-16, maxTextBlock))
		case top.kind == "moov":
			for _, in := range boxes(r, top.at, top.end) {
				if in.kind == "uuid" && string(take(r, in.at, 16, 16)) == canon {
					b.addCanon(r, boxes(r, in.at+16, in.end))
				}
			}
		}
	}
	return b
}

func (b *blocks) addCanon(r io.ReaderAt, all []box) {
	for _, c := range all {
		in, ok := map[string]ifd{"CMT1": mainIFD, "CMT2": exifIFD, "CMT4": gpsIFD}[c.kind]
		if block := take(r, c.at, c.end-c.at, maxExifBytes); ok && len(block) >= 8 {
			b.exif = append(b.exif, part{bytes.NewReader(block), in})
		}
	}
}
