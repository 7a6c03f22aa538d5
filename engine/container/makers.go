package container

import (
	"encoding/binary"
	"io"
)

// FujiJPEG returns the place of the JPEG in a RAF file of Fujifilm, by the file's header; ok is
// false if the file ends before.
func FujiJPEG(r io.ReaderAt) (at, length int64, ok bool) {
	const where = 84
	b, err := Read(r, where, 8, 8)
	if err != nil {
		return 0, 0, false
	}
	return int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:])), true
}

// Identifiers of Canon's boxes in a CR3 file, which are of the kind "uuid".
const (
	// CanonData lies within moov, and holds EXIF, and THMB, a thumbnail.
	CanonData = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
	// CanonPreview lies at the top, and holds PRVW, a preview, after 8 bytes.
	CanonPreview = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16"
	// CanonXMP lies at the top, and holds XMP.
	CanonXMP = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"
)

const idBytes = 16

// Identified returns the identifier of a box of the kind "uuid", and the box without it; "" for
// other boxes.
func (b Box) Identified(r io.ReaderAt) (id string, content Box) {
	if b.Kind != "uuid" || b.End-b.At < idBytes {
		return "", b
	}
	id = string(ReadSome(r, b.At, idBytes))
	b.At += idBytes
	return id, b
}
