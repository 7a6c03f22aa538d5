package tiff

import "image/color"

// converter turns samples of 8 bits into pixels.
type converter struct {
	pixel   func(dst, samples []byte) // sets red, green and blue
	samples int
	alpha   int // associated, straight, or noAlpha
	alphaAt int
}

func newConverter(p *page) converter {
	c := converter{samples: p.samples, alpha: p.alpha, alphaAt: p.alphaAt}
	switch p.photometric {
	case whiteIsZero:
		c.pixel = func(dst, s []byte) { dst[0], dst[1], dst[2] = 255-s[0], 255-s[0], 255-s[0] }
	case rgb:
		c.pixel = func(dst, s []byte) { dst[0], dst[1], dst[2] = s[0], s[1], s[2] }
	case paletted:
		c.pixel = paletteOf(p).pixel
	case cmyk:
		c.pixel = fromCMYK
	case yCbCr:
		c.pixel = func(dst, s []byte) { dst[0], dst[1], dst[2] = color.YCbCrToRGB(s[0], s[1], s[2]) }
	default:
		c.pixel = func(dst, s []byte) { dst[0], dst[1], dst[2] = s[0], s[0], s[0] }
	}
	return c
}

// row converts the pixels of a row; len(dst) says how many.
func (c converter) row(dst, samples []byte) {
	for ; len(dst) >= 4; dst, samples = dst[4:], samples[c.samples:] {
		c.pixel(dst, samples)
		dst[3] = 255
		if c.alpha == noAlpha {
			continue
		}
		a := samples[c.alphaAt]
		dst[3] = a
		if c.alpha == associated {
			// Associated colours cannot be brighter than their alpha.
			dst[0], dst[1], dst[2] = min(dst[0], a), min(dst[1], a), min(dst[2], a)
		}
	}
}

// fromCMYK returns the plain conversion of libtiff and Pillow, for files without a profile.
func fromCMYK(dst, s []byte) {
	k := 255 - int(s[3])
	for i := range 3 {
		v := int(s[i])*k + 128
		dst[i] = byte(k - (v>>8+v)>>8)
	}
}

// palette holds red, green and blue of every index.
type palette [256][3]byte

// paletteOf takes the higher byte of the 16 bits of each colour. Some programs write only 8 bits:
// then all higher bytes are 0, and the lower ones are used.
func paletteOf(p *page) *palette {
	shift := 0
	for _, v := range p.palette {
		if v > 255 {
			shift = 8
		}
	}
	var to palette
	n := len(p.palette) / 3
	for i := range n {
		for c := range 3 {
			to[i][c] = byte(p.palette[c*n+i] >> shift)
		}
	}
	return &to
}

func (p *palette) pixel(dst, s []byte) { copy(dst[:3], p[s[0]][:]) }
