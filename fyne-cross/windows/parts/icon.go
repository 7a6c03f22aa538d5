package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"

	"golang.org/x/image/draw"
)

// iconSizes are those that Explorer and the task bar ask for, at scales from 1 to 4, in pixels.
var iconSizes = []int{16, 20, 24, 32, 40, 48, 64, 128, 256}

// packedFrom is the size from which a picture is stored as PNG: smaller ones are not read that way everywhere.
const packedFrom = 256

// encodeIcon returns a picture in all sizes as an ICO file.
func encodeIcon(whole image.Image) ([]byte, error) {
	const header, entry = 6, 16
	le := binary.LittleEndian
	dir := le.AppendUint16(nil, 0)
	dir = le.AppendUint16(dir, 1) // an icon
	dir = le.AppendUint16(dir, uint16(len(iconSizes)))
	var pictures []byte
	for _, size := range iconSizes {
		small := image.NewNRGBA(image.Rect(0, 0, size, size))
		draw.CatmullRom.Scale(small, small.Bounds(), whole, whole.Bounds(), draw.Src, nil)
		data := bitmap(small)
		if size >= packedFrom {
			var b bytes.Buffer
			if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, small); err != nil {
				return nil, err
			}
			data = b.Bytes()
		}
		dir = append(dir, byte(size), byte(size), 0, 0) // 256 is written as 0; no palette
		dir = le.AppendUint16(dir, 1)                   // planes
		dir = le.AppendUint16(dir, 32)                  // bits a pixel
		dir = le.AppendUint32(dir, uint32(len(data)))
		dir = le.AppendUint32(dir, uint32(header+entry*len(iconSizes)+len(pictures)))
		pictures = append(pictures, data...)
	}
	return append(dir, pictures...), nil
}

// bitmap returns a picture as an icon holds it: a BITMAPINFOHEADER of twice the height, the rows from the bottom
// as BGRA, and a mask of one bit a pixel, which the alpha replaces.
func bitmap(img *image.NRGBA) []byte {
	size := img.Rect.Dx()
	le := binary.LittleEndian
	b := le.AppendUint32(nil, 40)
	b = le.AppendUint32(b, uint32(size))
	b = le.AppendUint32(b, uint32(2*size))
	b = le.AppendUint16(b, 1)
	b = le.AppendUint16(b, 32)
	b = append(b, make([]byte, 24)...) // not compressed; the rest may be 0
	for y := size - 1; y >= 0; y-- {
		for x := range size {
			c := img.NRGBAAt(x, y)
			b = append(b, c.B, c.G, c.R, c.A)
		}
	}
	return append(b, make([]byte, size*((size+31)/32*4))...)
}
