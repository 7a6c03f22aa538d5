// Package stamp writes metadata into copies of photos, which are made from what is known of a photo, and takes all
// other metadata out. What it was not told is not in what it returns: nothing of a block of metadata is copied.
// Pixels and colour profiles stay byte by byte. Which copies say what is left to callers.
package stamp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"

	"recollect/engine/container"
	"recollect/engine/photo"
)

// ErrKind is returned for a file that is no JPEG or PNG, or one that is broken.
var ErrKind = errors.New("stamp: no JPEG or PNG that can be followed to its end")

// Says is what a copy says of itself.
type Says struct {
	// Orientation is how the stored pixels are to be turned, 1 to 8 as in EXIF; 0 is 1.
	Orientation int
	Taken       photo.Moment // the zero Moment is not written
	Meta        *photo.Meta  // nil: nothing but the orientation is written
	XMP         []byte       // as a sidecar has it; left out where it does not fit
}

const (
	exifMark = "Exif\x00\x00"
	xmpMark  = "http://ns.adobe.com/xap/1.0/\x00"
	iccMark  = "ICC_PROFILE\x00"
	// jfifBytes is how long the content of JFIF is, of which the last two are the sides of its thumbnail.
	jfifBytes = 14
	// maxSegment is how long the content of a segment of a JPEG can be.
	maxSegment = 65533
	// maxParts limits the segments of a JPEG and the chunks of a PNG; one of 512 MB has 65,536 of 8 KB.
	maxParts = 200_000
)

// JPEG returns a JPEG with what it says of itself and nothing else: no thumbnail, no notes of the camera's maker, no
// comment, and nothing that follows the picture in the file. Its colour profile stays.
func JPEG(data []byte, s Says) ([]byte, error) {
	if len(data) < 4 || data[0] != 0xff || data[1] != container.MarkerSOI {
		return nil, ErrKind
	}
	head := stampJPEG(s)
	out := make([]byte, 0, len(data)+len(head))
	from, at, placed := 0, 2, false
	j := container.JPEG{R: bytes.NewReader(data), End: int64(len(data)), Most: maxParts}
	for seg, err := range j.Segments() {
		if err != nil || seg.At+seg.Len > int64(len(data)) {
			return nil, errors.Join(ErrKind, err)
		}
		start, end := int(seg.At)-4, int(seg.At+seg.Len)
		if seg.Marker == container.MarkerEOI {
			out = append(out, data[from:end]...)
			return out, nil
		}
		content := data[seg.At:end]
		if !placed && !isJFIF(seg.Marker) { // JFIF must be first
			placed = true
			out = append(append(out, data[from:at]...), head...)
			from = at
		}
		switch {
		case alien(seg.Marker, content):
			out = append(out, data[from:start]...)
			from = end
		case isJFIF(seg.Marker) && len(content) > jfifBytes:
			out = append(out, data[from:start]...)
			out = append(out, 0xff, seg.Marker, 0, jfifBytes+2)
			out = append(append(out, content[:jfifBytes-2]...), 0, 0) // no thumbnail
			from = end
		}
		at = end
	}
	return nil, ErrKind
}

// isJFIF reports whether a segment is APP0.
func isJFIF(marker byte) bool { return marker == container.MarkerAPP1-1 }

// alien reports whether a segment is not needed to show the picture.
func alien(marker byte, content []byte) bool {
	const adobe = container.MarkerAPP1 + 13 // says how the colours are coded
	switch {
	case marker == container.MarkerAPP2:
		return !bytes.HasPrefix(content, []byte(iccMark))
	case isJFIF(marker):
		return !bytes.HasPrefix(content, []byte("JFIF\x00"))
	case marker == adobe:
		return !bytes.HasPrefix(content, []byte("Adobe"))
	}
	return marker >= container.MarkerAPP1 && marker <= container.MarkerAPP1+14 || marker == container.MarkerCOM
}

func stampJPEG(s Says) (out []byte) {
	add := func(mark string, block []byte) {
		if n := len(mark) + len(block); len(block) > 0 && n <= maxSegment {
			out = append(out, 0xff, container.MarkerAPP1)
			out = binary.BigEndian.AppendUint16(out, uint16(n+2))
			out = append(append(out, mark...), block...)
		}
	}
	add(exifMark, exif(s))
	add(xmpMark, packet(s.XMP))
	return out
}

// shown are the chunks of a PNG without which it looks otherwise, beside the critical ones (PNG, third edition, 4.9).
var shown = map[string]bool{
	"tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "cICP": true, "mDCV": true, "cLLI": true,
	"sBIT": true, "bKGD": true, "hIST": true, "pHYs": true, "sPLT": true, "acTL": true, "fcTL": true, "fdAT": true,
}

// PNG is JPEG for a PNG.
func PNG(data []byte, s Says) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte(container.PNGSignature)) {
		return nil, ErrKind
	}
	out := []byte(container.PNGSignature)
	for c, err := range container.PNG(bytes.NewReader(data), int64(len(data)), maxParts) {
		if err != nil || c.At+c.Len+4 > int64(len(data)) {
			return nil, errors.Join(ErrKind, err)
		}
		critical := c.Name[0]&0x20 == 0
		if critical || shown[c.Name] {
			out = append(out, data[c.At-8:c.At+c.Len+4]...)
		}
		switch c.Name {
		case "IHDR":
			out = appendChunk(out, "eXIf", exif(s))
			if x := packet(s.XMP); x != nil {
				out = appendChunk(out, "iTXt", append([]byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"), x...))
			}
		case "IEND":
			return out, nil
		}
	}
	return nil, ErrKind
}

func appendChunk(out []byte, kind string, content []byte) []byte {
	if len(content) == 0 {
		return out
	}
	out = binary.BigEndian.AppendUint32(out, uint32(len(content)))
	at := len(out)
	out = append(append(out, kind...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
}

// packet returns XMP as it stands in a file: between marks, and without a declaration of XML (XMP Specification, part
// 1, 7.3).
func packet(sidecar []byte) []byte {
	if len(sidecar) == 0 {
		return nil
	}
	if bytes.HasPrefix(sidecar, []byte("<?xml ")) {
		_, sidecar, _ = bytes.Cut(sidecar, []byte("?>"))
	}
	const begin, end = "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>", "<?xpacket end=\"r\"?>"
	return []byte(begin + string(bytes.TrimSpace(sidecar)) + end)
}
