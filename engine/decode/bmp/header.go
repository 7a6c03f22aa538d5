package bmp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
)

// Values of the field biCompression. OS/2 uses some of them for other methods.
const (
	plain          = 0
	rle8           = 1
	rle4           = 2
	bitFields      = 3
	alphaBitFields = 6
)

// Sizes of the header by which its generations are known.
const (
	fileHeaderBytes = 14
	coreBytes       = 12 // OS/2 1
	os2MinBytes     = 16 // OS/2 2, which may be cut short
	infoBytes       = 40 // Windows 3
	maskBytes       = 52 // with masks of red, green and blue
	alphaBytes      = 56 // and of alpha
	os2Bytes        = 64 // OS/2 2
	v4Bytes         = 108
	v5Bytes         = 124
)

// header holds what both headers say.
type header struct {
	size        image.Point
	topDown     bool
	bits        int // a pixel
	compression uint32
	used        uint32    // colours in the palette; 0: as many as bits allow
	masks       [4]uint32 // of red, green, blue, alpha
	entryBytes  int       // of a colour in the palette
	pixelsAt    int64
}

func readHeader(s *source) (header, error) {
	b, err := s.next(fileHeaderBytes + 4)
	if err != nil {
		return header{}, err
	}
	if string(b[:2]) != "BM" {
		return header{}, errors.New("bmp: no header")
	}
	pixelsAt, n := binary.LittleEndian.Uint32(b[10:]), binary.LittleEndian.Uint32(b[14:])
	if n != coreBytes && (n < os2MinBytes || n > v5Bytes) {
		return header{}, unsupported("header of %d bytes", n)
	}
	info, err := s.next(int(n) - 4)
	if err != nil {
		return header{}, err
	}
	h := header{pixelsAt: int64(pixelsAt), entryBytes: 4}
	if n == coreBytes {
		h.core(info)
	} else {
		// A short header is a long one with zeros.
		h.info(append(info, make([]byte, v5Bytes-n)...), n)
	}
	if err := h.readMasks(s, n); err != nil {
		return header{}, err
	}
	return h, h.check()
}

// core reads a header of OS/2 1; b begins after its size, as in info.
func (h *header) core(b []byte) {
	h.size = image.Pt(int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint16(b[2:])))
	h.bits = int(binary.LittleEndian.Uint16(b[6:]))
	h.entryBytes = 3
}

// info reads a header of Windows 3 or later, or OS/2 2, of n bytes.
func (h *header) info(b []byte, n uint32) {
	h.size = image.Pt(int(int32(binary.LittleEndian.Uint32(b))), int(int32(binary.LittleEndian.Uint32(b[4:]))))
	if h.size.Y < 0 {
		h.size.Y, h.topDown = -h.size.Y, true
	}
	h.bits = int(binary.LittleEndian.Uint16(b[10:]))
	h.compression = binary.LittleEndian.Uint32(b[12:])
	h.used = binary.LittleEndian.Uint32(b[28:])
	if n >= maskBytes && n != os2Bytes {
		for i := range h.masks {
			h.masks[i] = binary.LittleEndian.Uint32(b[36+4*i:])
		}
		if n < alphaBytes {
			h.masks[3] = 0
		}
	}
	if n == os2Bytes && h.compression > rle4 {
		h.compression += 1000 // Huffman and 24-bit run lengths, by the numbers of other methods
	}
}

// readMasks reads the masks that follow a header of Windows 3, and sets those that
// are meant where none are given.
func (h *header) readMasks(s *source, n uint32) error {
	switch {
	case h.compression != bitFields && h.compression != alphaBitFields:
		h.masks = [4]uint32{0xFF0000, 0xFF00, 0xFF, 0}
		if h.bits == 16 {
			h.masks = [4]uint32{0x7C00, 0x3E0, 0x1F, 0}
		}
		return nil
	case n >= maskBytes:
		return nil
	}
	count := 3
	if h.compression == alphaBitFields {
		count = 4
	}
	b, err := s.next(4 * count)
	if err != nil {
		return err
	}
	for i := range count {
		h.masks[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return nil
}

// check refuses headers that are invalid or not supported.
func (h *header) check() error {
	if h.size.X <= 0 || h.size.Y <= 0 {
		return fmt.Errorf("bmp: %d x %d pixels", h.size.X, h.size.Y)
	}
	var ok bool
	switch h.compression {
	case plain:
		switch h.bits {
		case 1, 2, 4, 8, 16, 24, 32:
			ok = true
		}
	case rle8:
		ok = h.bits == 8
	case rle4:
		ok = h.bits == 4
	case bitFields, alphaBitFields:
		ok = h.bits == 16 || h.bits == 32
	}
	if !ok {
		return unsupported("compression %d with %d bits a pixel", h.compression, h.bits)
	}
	return nil
}
