package bmp

import (
	"encoding/binary"
	"image"
	"math/bits"
)

// colours returns what converts a row of more than 8 bits a pixel.
func (h header) colours() func(dst, row []byte) {
	if h.bits == 24 {
		return bgr
	}
	if h.bits == 32 && h.masks == [4]uint32{0xFF0000, 0xFF00, 0xFF, 0} {
		return bgrx
	}
	var fields [4]field
	for i, m := range h.masks {
		fields[i] = newField(m)
	}
	pixelBytes := h.bits / 8
	return func(dst, row []byte) {
		for x := range len(dst) / 4 {
			var v uint32
			if pixelBytes == 2 {
				v = uint32(binary.LittleEndian.Uint16(row[2*x:]))
			} else {
				v = binary.LittleEndian.Uint32(row[4*x:])
			}
			for i, f := range fields {
				dst[4*x+i] = f.of(v)
			}
			if h.masks[3] == 0 {
				dst[4*x+3] = 255
			}
		}
	}
}

func bgr(dst, row []byte) {
	for x := range len(dst) / 4 {
		d, s := dst[4*x:4*x+4], row[3*x:3*x+3]
		d[0], d[1], d[2], d[3] = s[2], s[1], s[0], 255
	}
}

func bgrx(dst, row []byte) {
	for x := range len(dst) / 4 {
		d, s := dst[4*x:4*x+4], row[4*x:4*x+4]
		d[0], d[1], d[2], d[3] = s[2], s[1], s[0], 255
	}
}

// field is where one colour lies in a pixel.
type field struct {
	mask  uint32
	shift int
	most  uint64
}

func newField(mask uint32) field {
	shift := bits.TrailingZeros32(mask)
	return field{mask, shift, uint64(mask >> shift)}
}

// of scales the field of pixel v to a byte.
func (f field) of(v uint32) byte {
	if f.most == 0 {
		return 0
	}
	return byte((uint64(v&f.mask>>f.shift)*255 + f.most/2) / f.most)
}

// anyAlpha is false if all alpha is 0: many programs announce alpha and leave
// it empty.
func anyAlpha(img *image.NRGBA) bool {
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] != 0 {
			return true
		}
	}
	return false
}

func opaque(img *image.NRGBA) {
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
}
