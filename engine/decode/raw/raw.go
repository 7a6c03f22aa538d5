// Package raw finds the picture that a camera put into its RAW file.
//
// A RAW file holds the data of the sensor, which a special program must develop, and one or more
// JPEGs that the camera developed. Preview finds the largest JPEG that an ordinary decoder can
// show. It reads directories and headers only; if they lead nowhere, it searches all bytes. Nothing
// is allocated by a length that a file claims, and every walk is bounded.
//
// The caller decodes the JPEG, and turns it as the RAW file says: the
// orientation in the JPEG itself is often wrong.
//
// The layouts are those that ExifTool documents, and for CR3 those of
// github.com/lclevy/canon_cr3.
package raw

import (
	"errors"
	"io"

	"recollect/engine/container"
	"recollect/engine/format"
)

// ErrNone: there is no JPEG inside that an ordinary decoder can show.
var ErrNone = errors.New("raw: no preview inside")

// smallPx is the long side below which a JPEG is only a thumbnail, so that it pays to search all
// bytes for a better one.
const smallPx = 640

// JPEG is the place of a JPEG in a file, and its dimensions as stored.
type JPEG struct {
	Offset, Length    int64 // within the file
	WidthPx, HeightPx int
}

// Preview finds the largest JPEG by pixels inside of a RAW file (CR2, CR3, NEF, ARW, DNG, PEF, RAF,
// ORF, RW2, and what else is built like TIFF): baseline or progressive, of 8 bits. In a file that
// ends early, a complete smaller one is preferred to an incomplete larger one. The error is
// ErrNone, or that of r. Some old files have only a thumbnail that is no JPEG: tiff.Decode reads
// those.
func Preview(r io.ReaderAt, sizeBytes int64) (JPEG, error) {
	f := &finder{r: &checked{r: r}, sizeBytes: sizeBytes}
	var head [24]byte
	if _, err := f.r.ReadAt(head[:], 0); err != nil {
		return JPEG{}, f.result(err)
	}
	switch is, _ := format.Of(format.Sniff(head[:])); is.Container {
	case format.Fuji:
		if at, length, ok := container.FujiJPEG(f.r); ok {
			f.try(at, length)
		}
	case format.Boxes:
		f.cr3()
	default:
		f.tiff()
	}
	if max(f.best.WidthPx, f.best.HeightPx) < smallPx {
		f.scan()
	}
	if f.best.Length == 0 {
		return JPEG{}, f.result(ErrNone)
	}
	return f.best, nil
}

// finder keeps the best JPEG that it finds.
type finder struct {
	r         *checked
	sizeBytes int64
	best      JPEG
	bestWhole bool // best does not reach beyond the end of the file
}

// result returns the reader's error if there is one, else err.
func (f *finder) result(err error) error {
	switch {
	case f.r.err != nil:
		return f.r.err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ErrNone
	}
	return err
}

// try adds the bytes from offset on if they are a JPEG.
func (f *finder) try(offset, length int64) {
	if offset < 0 || length < minJPEGBytes || offset > f.sizeBytes-minJPEGBytes {
		return
	}
	whole := length <= f.sizeBytes-offset
	if !whole {
		length = f.sizeBytes - offset
	}
	size, ok := jpegSize(f.r, offset, f.sizeBytes)
	if !ok || f.bestWhole && !whole {
		return
	}
	if f.bestWhole == whole && size.X*size.Y <= f.best.WidthPx*f.best.HeightPx {
		return
	}
	f.best = JPEG{offset, length, size.X, size.Y}
	f.bestWhole = whole
}

// checked remembers the first error that is not the end of the file.
type checked struct {
	r   io.ReaderAt
	err error
}

func (c *checked) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.r.ReadAt(b, at)
	if err != nil && err != io.EOF && c.err == nil {
		c.err = err
	}
	return n, err
}
