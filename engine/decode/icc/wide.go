package icc

import "image"

// Wide converts a picture of 16 bits a sample, *image.RGBA64, *image.NRGBA64 or *image.Gray16, to
// one of 8 bits in sRGB. Reducing to 8 bits first would leave visible steps where the curve differs
// much from that of sRGB. It overwrites a colour picture in place, and returns nil for all other
// pictures.
func (t *Transform) Wide(img image.Image) *image.RGBA {
	switch img := img.(type) {
	case *image.RGBA64:
		return t.wide(img.Pix, img.Stride, img.Rect, func(p []byte) [4]uint32 {
			a := word(p[6:])
			if a == 0 {
				return [4]uint32{}
			}
			straight := func(v uint32) uint32 { return min(v*0xffff/a, 0xffff) }
			return [4]uint32{straight(word(p)), straight(word(p[2:])), straight(word(p[4:])), a}
		})
	case *image.NRGBA64:
		return t.wide(img.Pix, img.Stride, img.Rect, func(p []byte) [4]uint32 {
			return [4]uint32{word(p), word(p[2:]), word(p[4:]), word(p[6:])}
		})
	case *image.Gray16:
		return t.grey(img)
	}
	return nil
}

func word(p []byte) uint32 { return uint32(p[0])<<8 | uint32(p[1]) }

// wide converts pixels of 8 bytes to pixels of 4, from the first on and so in place.
func (t *Transform) wide(pix []byte, stride int, rect image.Rectangle, straight func(p []byte) [4]uint32) *image.RGBA {
	dst := &image.RGBA{Pix: pix, Stride: 4 * rect.Dx(), Rect: image.Rectangle{Max: rect.Size()}}
	convert := t.deep()
	for y := range rect.Dy() {
		row := pix[y*stride:][:8*rect.Dx()]
		out := pix[y*dst.Stride:]
		for ; len(row) >= 8; row, out = row[8:], out[4:] {
			*(*[4]byte)(out) = convert(straight(row))
		}
	}
	dst.Pix = dst.Pix[:dst.Stride*rect.Dy()]
	return dst
}

func (t *Transform) grey(img *image.Gray16) *image.RGBA {
	dst := image.NewRGBA(image.Rectangle{Max: img.Rect.Size()})
	convert := t.deep()
	for y := range dst.Rect.Dy() {
		row, out := img.Pix[y*img.Stride:][:2*dst.Rect.Dx()], dst.Pix[y*dst.Stride:]
		for ; len(row) >= 2; row, out = row[2:], out[4:] {
			v := word(row)
			*(*[4]byte)(out) = convert([4]uint32{v, v, v, 0xffff})
		}
	}
	return dst
}

// deepBits is the precision of the lookup tables: PQ needs so many bits to show no steps
// (BT.2390-11, 5.1), and in linear light a step is less than 1 of 255 of sRGB.
const deepBits = 12

// deep returns a function that converts a pixel of 16 bits a sample, not multiplied with alpha,
// to one of 8 bits that is.
func (t *Transform) deep() func(p [4]uint32) [4]byte {
	var light [3][1 << deepBits]float32
	for c, of := range t.curves {
		for i := range light[c] {
			light[c][i] = float32(of(float64(i) / (1<<deepBits - 1)))
		}
	}
	samples := encoded()
	const off = 16 - deepBits
	return func(p [4]uint32) [4]byte {
		c := t.encode(samples, light[0][p[0]>>off], light[1][p[1]>>off], light[2][p[2]>>off])
		if p[3] == 0xffff {
			return [4]byte{c[0], c[1], c[2], 255}
		}
		multiplied := func(v uint8) byte { return byte((uint32(v)*p[3] + 0x7fff) / 0xffff) }
		return [4]byte{multiplied(c[0]), multiplied(c[1]), multiplied(c[2]), byte(p[3] / 257)}
	}
}
