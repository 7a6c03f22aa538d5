package raw

import (
	"bytes"
	"image"
	"io"

	"recollect/engine/container"
)

// minJPEGBytes is less than the headers of any JPEG take.
const minJPEGBytes = 64

// maxSegments is how many segments are skipped in search of a frame header; an
// ICC profile and a long Exif block in pieces take a few dozen.
const maxSegments = 256

// maxMarkers is how many markers are passed on the way to the end: those of the
// segments, the scans and the tables between them.
const maxMarkers = 4096

// jpegSize reads the frame header of the JPEG at offset. ok is false for a JPEG that an ordinary
// decoder cannot show, such as the lossless ones in which some cameras store sensor data.
func jpegSize(r io.ReaderAt, offset, sizeBytes int64) (size image.Point, ok bool) {
	start := container.ReadSome(r, offset, 3)
	if !bytes.Equal(start, []byte{0xFF, container.MarkerSOI, 0xFF}) {
		return image.Point{}, false
	}
	for s, err := range (container.JPEG{R: r, At: offset, End: sizeBytes, Most: maxSegments}).Segments() {
		switch {
		case err != nil:
			return image.Point{}, false
		case s.Marker >= container.MarkerSOF0 && s.Marker <= container.MarkerSOF2:
			return frameSize(container.ReadSome(r, s.At, 6))
		case container.IsFrame(s.Marker), s.Marker >= container.MarkerRST0 && s.Marker <= container.MarkerSOS,
			s.Marker < container.MarkerSOF0:
			return image.Point{}, false
		}
	}
	return image.Point{}, false
}

// frameSize reads the header of a frame of 8 bits with one component or three: precision 1, height
// 2, width 2, components 1.
func frameSize(frame []byte) (size image.Point, ok bool) {
	if len(frame) < 6 {
		return image.Point{}, false
	}
	size = image.Pt(int(frame[3])<<8|int(frame[4]), int(frame[1])<<8|int(frame[2]))
	return size, frame[0] == 8 && size.X > 0 && size.Y > 0 && (frame[5] == 1 || frame[5] == 3)
}

// jpegEnd returns the offset after the end marker of the JPEG at offset, or one beyond the end of
// the file if there is none.
func jpegEnd(r io.ReaderAt, offset, sizeBytes int64) int64 {
	for s, err := range (container.JPEG{R: r, At: offset, End: sizeBytes, Most: maxMarkers}).Segments() {
		if err == nil && s.Marker == container.MarkerEOI {
			return s.At
		}
	}
	return sizeBytes + 1
}
