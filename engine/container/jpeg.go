package container

import (
	"bytes"
	"io"
	"iter"
)

// Markers of JPEG (ITU-T T.81, table B.1), the second byte of each.
const (
	MarkerTEM   = 0x01 // the only one below MarkerSOF0 that is in use
	MarkerSOF0  = 0xc0 // of a frame: baseline
	MarkerSOF2  = 0xc2 // progressive
	MarkerRST0  = 0xd0
	MarkerSOI   = 0xd8
	MarkerEOI   = 0xd9
	MarkerSOS   = 0xda
	MarkerAPP1  = 0xe1
	MarkerAPP2  = 0xe2
	MarkerAPP13 = 0xed
	MarkerCOM   = 0xfe

	markerFill = 0xff
)

// IsFrame reports whether a marker begins a frame of some kind: all from 0xC0 to 0xCF but the
// tables of Huffman and arithmetic coding, and a reserved one.
func IsFrame(marker byte) bool {
	return marker >= MarkerSOF0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
}

// alone reports whether no length follows a marker.
func alone(marker byte) bool {
	return marker == MarkerTEM || marker >= MarkerRST0 && marker <= MarkerEOI
}

// Segment is a marker of a JPEG and its content (ITU-T T.81, B.1.1). The content of a scan is only
// its header.
type Segment struct {
	Marker  byte
	At, Len int64 // of the content, which may reach beyond the end of the file
}

// JPEG is a JPEG within a file.
type JPEG struct {
	R       io.ReaderAt
	At, End int64 // At is the offset of its first marker, SOI, which is not checked
	Most    int   // segments at most, fill bytes included
	// Lenient: bytes that belong to no segment are skipped, as libjpeg does. Otherwise they are
	// ErrBroken.
	Lenient bool
}

// Segments walks the segments after SOI, up to EOI, which is the last. After the header of a
// scan the walk continues at the next marker that is not part of its coded bytes: it reads
// those only when the caller continues.
func (j JPEG) Segments() iter.Seq2[Segment, error] {
	return func(yield func(Segment, error) bool) {
		at := j.At + 2
		head := make([]byte, 4)
		for range j.Most {
			n, err := j.R.ReadAt(head[:max(0, min(4, j.End-at))], at)
			switch {
			case n < 2:
				yield(Segment{}, short(err))
				return
			case j.Lenient && (head[0] != markerFill || head[1] == 0):
				at = j.search(at+1, anyMarker)
				continue
			case head[0] != markerFill:
				yield(Segment{}, ErrBroken)
				return
			case head[1] == markerFill:
				at++
				continue
			}
			s := Segment{Marker: head[1], At: at + 2}
			if !alone(s.Marker) {
				if n < len(head) {
					yield(Segment{}, short(err))
					return
				}
				s.At, s.Len = at+4, max(0, int64(head[2])<<8+int64(head[3])-2)
			}
			if !yield(s, nil) || s.Marker == MarkerEOI {
				return
			}
			if at = s.At + s.Len; s.Marker == MarkerSOS {
				at = j.search(at, behindScan)
			}
		}
		yield(Segment{}, ErrTooMany)
	}
}

// anyMarker reports whether a byte after 0xFF forms a marker.
func anyMarker(second byte) bool { return second != 0 }

// behindScan reports whether a byte after 0xFF ends the coded bytes of a scan, within which it is
// 0 or makes a restart marker.
func behindScan(second byte) bool {
	return second != 0 && (second < MarkerRST0 || second >= MarkerSOI)
}

// search returns the offset of the first 0xFF, at or after an offset, whose next byte is accepted;
// the end if there is none.
func (j JPEG) search(at int64, will func(second byte) bool) int64 {
	b := make([]byte, 64<<10)
	for at < j.End {
		n, _ := j.R.ReadAt(b[:min(int64(len(b)), j.End-at)], at)
		found := bytes.IndexByte(b[:n], markerFill)
		for found >= 0 && found+1 < n {
			if will(b[found+1]) {
				return at + int64(found)
			}
			next := bytes.IndexByte(b[found+1:n], markerFill)
			if next < 0 {
				found = -1
				break
			}
			found += 1 + next
		}
		switch {
		case n < 2:
			return j.End
		case found >= 0: // the last byte, whose next is in the next piece
			at += int64(found)
		default:
			at += int64(n)
		}
	}
	return j.End
}
