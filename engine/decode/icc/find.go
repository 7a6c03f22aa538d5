package icc

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/binary"
	"io"
	"slices"

	"recollect/engine/decode/tiff"
)

// maxPieces is how many segments, chunks or boxes are passed on the way to a profile.
const maxPieces = 10_000

// Of gives what converts the pixels of a file of sizeBytes to sRGB, whose format is
// as decode.Sniff names it: "jpeg", "png", "webp", "tiff", "heic" or "avif". It is
// nil where they are sRGB already, or nothing usable is said: then they are taken
// for sRGB, as other programs do.
func Of(r io.ReaderAt, sizeBytes int64, format string) *Transform {
	s := source{r, sizeBytes}
	var data []byte
	switch format {
	case "jpeg":
		data = s.jpeg()
	case "png":
		var p3 bool
		if data, p3 = s.png(); p3 {
			return displayP3()
		}
	case "webp":
		data = s.webp()
	case "tiff":
		data = s.tiff()
	case "heic", "avif":
		var p3 bool
		if data, p3 = s.boxes(); p3 {
			return displayP3()
		}
	}
	t, err := New(data)
	if err != nil {
		return nil // a profile that cannot be used does not keep a picture from being shown
	}
	return t
}

type source struct {
	io.ReaderAt
	size int64
}

// bytes reads n bytes, or none where there are not as many or too many.
func (s source) bytes(at, n int64) []byte {
	if at < 0 || n <= 0 || n > maxBytes || at > s.size-n {
		return nil
	}
	b := make([]byte, n)
	if got, _ := s.ReadAt(b, at); got < len(b) {
		return nil
	}
	return b
}

// jpeg joins the pieces in APP2 segments (ICC.1:2022, annex B.4).
func (s source) jpeg() []byte {
	const name = "ICC_PROFILE\x00"
	type piece struct {
		number byte
		data   []byte
	}
	var pieces []piece
	total := 0
	at := int64(2)
	for range maxPieces {
		head := s.bytes(at, 4)
		if head == nil || head[0] != 0xff || head[1] == 0xda || head[1] == 0xd9 {
			break
		}
		if head[1] == 0xff { // filling
			at++
			continue
		}
		length := int64(binary.BigEndian.Uint16(head[2:]))
		if head[1] == 0xe2 && length > int64(2+len(name)+2) {
			body := s.bytes(at+4, length-2)
			if total += len(body); bytes.HasPrefix(body, []byte(name)) && total <= maxBytes {
				pieces = append(pieces, piece{body[len(name)], body[len(name)+2:]})
			}
		}
		at += 2 + max(length, 2)
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.number, b.number) })
	var all []byte
	for _, p := range pieces {
		all = append(all, p.data...)
	}
	return all
}

// png reads the chunks before the pixels (PNG, third edition, 11.3.2): cICP says
// more than iCCP.
func (s source) png() (profile []byte, p3 bool) {
	at := int64(8)
	for range maxPieces {
		head := s.bytes(at, 8)
		if head == nil || string(head[4:]) == "IDAT" {
			break
		}
		length := int64(binary.BigEndian.Uint32(head))
		switch string(head[4:]) {
		case "cICP":
			if c := s.bytes(at+8, min(length, 4)); len(c) == 4 {
				return nil, namesP3(int(c[0]), int(c[1]))
			}
		case "iCCP":
			_, packed, _ := bytes.Cut(s.bytes(at+8, length), []byte{0})
			if len(packed) > 1 && packed[0] == 0 {
				profile = inflated(packed[1:])
			}
		}
		at += 12 + length
	}
	return profile, false
}

// namesP3 tells Display P3 by the numbers of H.273: 12 for its primaries, 13 for
// the curve of sRGB.
func namesP3(primaries, transfer int) bool { return primaries == 12 && transfer == 13 }

// inflated is packed without its packing, as far as it goes.
func inflated(packed []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	defer z.Close()
	data, err := io.ReadAll(io.LimitReader(z, maxBytes))
	if err != nil {
		return nil
	}
	return data
}

func (s source) webp() []byte {
	at := int64(12)
	for range maxPieces {
		head := s.bytes(at, 8)
		if head == nil {
			break
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == "ICCP" {
			return s.bytes(at+8, length)
		}
		at += 8 + length + length&1
	}
	return nil
}

func (s source) tiff() []byte {
	const tagProfile = 34675
	file, _, first, err := tiff.Open(s)
	if err != nil {
		return nil
	}
	d, err := file.Directory(first)
	if err != nil {
		return nil
	}
	f, ok := d.Find(tagProfile)
	if !ok || f.Count > maxBytes {
		return nil
	}
	return s.bytes(f.At, int64(f.Count))
}

// boxes finds the colour of the pictures in an ISO base media file: the first colr
// box in meta, iprp, ipco (ISO/IEC 23008-12, 6.5.5). Tiles share it.
func (s source) boxes() (profile []byte, p3 bool) {
	at, end := int64(0), s.size
	for _, name := range []string{"meta", "iprp", "ipco"} {
		if at, end = s.box(name, at, end); end == 0 {
			return nil, false
		}
		if name == "meta" {
			at += 4 // version and flags
		}
	}
	for range maxPieces {
		from, to := s.box("colr", at, end)
		if to == 0 {
			break
		}
		kind := s.bytes(from, min(to-from, maxBytes))
		switch {
		case len(kind) < 4:
		case string(kind[:4]) == "prof", string(kind[:4]) == "rICC":
			return kind[4:], false
		case string(kind[:4]) == "nclx" && len(kind) >= 8:
			p3 = p3 || namesP3(int(binary.BigEndian.Uint16(kind[4:])), int(binary.BigEndian.Uint16(kind[6:])))
		}
		at = to
	}
	return nil, p3
}

// box finds the content of the next box of a name between at and end; to is 0 where
// there is none.
func (s source) box(name string, at, end int64) (from, to int64) {
	for range maxPieces {
		head := s.bytes(at, 8)
		if head == nil || at >= end {
			return 0, 0
		}
		size, header := int64(binary.BigEndian.Uint32(head)), int64(8)
		switch size {
		case 0:
			size = end - at
		case 1:
			large := s.bytes(at+8, 8)
			if large == nil {
				return 0, 0
			}
			size, header = int64(binary.BigEndian.Uint64(large)&(1<<62-1)), 16
		}
		if size < header || size > end-at {
			return 0, 0
		}
		if string(head[4:]) == name {
			return at + header, at + size
		}
		at += size
	}
	return 0, 0
}
