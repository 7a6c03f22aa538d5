package decode

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
)

// maxScans bounds the work that a progressive JPEG may ask for: every scan goes
// over the whole picture, and costs a hostile file only some bytes.
const maxScans = 500

// jpegSize reads the dimensions of a JPEG. Unlike jpeg.DecodeConfig it accepts
// the kinds that only libjpeg-turbo decodes, and bytes of rubbish between segments.
func jpegSize(r input) (image.Point, error) {
	if _, err := r.Seek(2, io.SeekStart); err != nil {
		return image.Point{}, err
	}
	b := bufio.NewReader(r)
	for {
		marker, err := nextMarker(b)
		if err != nil {
			return image.Point{}, err
		}
		switch {
		case marker == 0xd9 || marker == 0xda:
			return image.Point{}, errors.New("no frame before the first scan")
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			return frameSize(b)
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			continue // these have no length
		}
		if err := skipSegment(b); err != nil {
			return image.Point{}, err
		}
	}
}

// nextMarker reads up to a marker: 0xff, any number of times, then what is
// neither 0xff nor 0.
func nextMarker(b *bufio.Reader) (byte, error) {
	for {
		if _, err := b.ReadSlice(0xff); err != nil && err != bufio.ErrBufferFull {
			return 0, err
		} else if err != nil {
			continue
		}
		c, err := b.ReadByte()
		for err == nil && c == 0xff {
			c, err = b.ReadByte()
		}
		if err != nil || c != 0 {
			return c, err
		}
	}
}

func skipSegment(b *bufio.Reader) error {
	var length [2]byte
	if _, err := io.ReadFull(b, length[:]); err != nil {
		return err
	}
	_, err := b.Discard(max(0, int(length[0])<<8+int(length[1])-2))
	return err
}

func frameSize(b *bufio.Reader) (image.Point, error) {
	var frame [7]byte // length 2, precision 1, height 2, width 2
	if _, err := io.ReadFull(b, frame[:]); err != nil {
		return image.Point{}, err
	}
	return image.Pt(int(frame[5])<<8+int(frame[6]), int(frame[3])<<8+int(frame[4])), nil
}

// standardJPEG decodes without libjpeg-turbo.
func standardJPEG(data []byte) (image.Image, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if err := check(image.Pt(c.Width, c.Height)); err != nil {
		return nil, err
	}
	// In the compressed data 0xff is always followed by 0 or a restart marker, so
	// that this counts nothing but scans (and those of an embedded thumbnail).
	if n := bytes.Count(data, []byte{0xff, 0xda}); n > maxScans {
		return nil, fmt.Errorf("%d scans", n)
	}
	return jpeg.Decode(bytes.NewReader(data))
}
