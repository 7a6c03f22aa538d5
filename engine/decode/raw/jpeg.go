package raw

import (
	"bufio"
	"bytes"
	"image"
	"io"
)

// minJPEGBytes is less than the headers of any JPEG take.
const minJPEGBytes = 64

// maxSegments is how many segments are skipped in search of a frame header; an
// ICC profile and a long Exif block in pieces take a few dozen.
const maxSegments = 256

// maxMarkers is how many markers are passed on the way to the end: those of the
// segments, the scans and the tables between them.
const maxMarkers = 4096

// Markers of JPEG (ITU-T T.81 table B.1), the second byte each.
const (
	markerBaseline    = 0xC0
	markerProgressive = 0xC2
	markerRestart0    = 0xD0
	markerStart       = 0xD8
	markerEnd         = 0xD9
	markerScan        = 0xDA
)

// jpegSize reads the frame header of the JPEG at offset. It is not ok for one
// that an ordinary decoder cannot show, such as the lossless ones by which some
// cameras pack what the sensor saw.
func jpegSize(r io.ReaderAt, offset int64) (size image.Point, ok bool) {
	var b [10]byte
	if n, _ := r.ReadAt(b[:3], offset); n < 3 || b[0] != 0xFF || b[1] != markerStart || b[2] != 0xFF {
		return image.Point{}, false
	}
	at := offset + 2
	for range maxSegments {
		if n, _ := r.ReadAt(b[:], at); n < len(b) || b[0] != 0xFF {
			return image.Point{}, false
		}
		switch marker := b[1]; {
		case marker == 0xFF: // padding
			at++
			continue
		case marker >= markerBaseline && marker <= markerProgressive:
			size := image.Pt(int(b[7])<<8|int(b[8]), int(b[5])<<8|int(b[6]))
			components := b[9]
			return size, b[4] == 8 && size.X > 0 && size.Y > 0 && (components == 1 || components == 3)
		case isFrame(marker), marker >= markerRestart0 && marker <= markerScan, marker < markerBaseline:
			return image.Point{}, false
		}
		length := int64(b[2])<<8 | int64(b[3])
		if length < 2 {
			return image.Point{}, false
		}
		at += 2 + length
	}
	return image.Point{}, false
}

// isFrame says whether a marker begins a frame of some kind: all from 0xC0 to
// 0xCF but the tables of Huffman and arithmetic coding, and a reserved one.
func isFrame(marker byte) bool {
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
}

// jpegEnd is the offset behind the end marker of the JPEG at offset; one beyond the
// end of the file where there is none.
func jpegEnd(r io.ReaderAt, offset, sizeBytes int64) int64 {
	at := offset + 2
	var b [4]byte
	for range maxMarkers {
		n, _ := r.ReadAt(b[:], at)
		switch {
		case n >= 2 && b[0] == 0xFF && b[1] == markerEnd:
			return at + 2
		case n < 4 || b[0] != 0xFF:
			return sizeBytes + 1
		case b[1] == 0xFF:
			at++
			continue
		}
		at += 2 + max(int64(b[2])<<8|int64(b[3]), 2)
		if b[1] == markerScan {
			at = scanEnd(r, at, sizeBytes)
		}
	}
	return sizeBytes + 1
}

// scanEnd is the offset of the first marker behind the entropy-coded bytes at
// offset; within them 0xFF is followed by 0 or a restart marker.
func scanEnd(r io.ReaderAt, offset, sizeBytes int64) int64 {
	b := bufio.NewReaderSize(io.NewSectionReader(r, offset, sizeBytes-offset), 64<<10)
	for at := offset; ; {
		chunk, err := b.Peek(b.Size())
		i := bytes.IndexByte(chunk, 0xFF)
		switch {
		case i >= 0 && i+1 < len(chunk):
			next := chunk[i+1]
			if next != 0 && (next < markerRestart0 || next >= markerStart) {
				return at + int64(i)
			}
			i += 2
		case err != nil:
			return sizeBytes
		case i < 0:
			i = len(chunk)
		}
		n, _ := b.Discard(i)
		at += int64(n)
	}
}
