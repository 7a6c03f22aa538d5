package heif

import (
	"errors"
	"image"

	"recollect/engine/container"
)

// colours describes the conversion of luma and chroma, and the colour space, by numbers of ITU-T
// H.273.
type colours struct {
	primaries, transfer int
	matrix              int  // MatrixCoefficients
	video               bool // luma from 16 to 235, not from 0 to 255
}

// unsaid is the default for files that declare no colours.
var unsaid = colours{primaries: unspecified, transfer: unspecified, matrix: 6}

const unspecified = 2

// nclx reads a colr box, unless that holds a profile.
func (c *colours) nclx(f *container.Numbers) bool {
	if string(f.Take(4)) != "nclx" {
		return false
	}
	c.primaries = f.Int(2)
	c.transfer = f.Int(2)
	c.matrix = f.Int(2)
	c.video = f.Int(1)&0x80 == 0
	return true
}

// weights returns the weights of red and blue in luma (H.273, table 4).
func (c colours) weights() (red, blue float64) {
	switch c.matrix {
	case 1:
		return 0.2126, 0.0722
	case 4:
		return 0.30, 0.11
	case 7:
		return 0.212, 0.087
	case 9, 10:
		return 0.2627, 0.0593
	}
	return 0.299, 0.114
}

// rgba converts the planes of libheif to opaque RGBA.
func (p planes) rgba(c colours) *image.RGBA {
	dst := image.NewRGBA(image.Rectangle{Max: p.size})
	m := c.matrixOf()
	for y := range p.size.Y {
		row := p.pix[y*p.stride:]
		out := dst.Pix[y*dst.Stride:][:4*p.size.X]
		switch p.space {
		case spaceRGB:
			for at := 0; at < len(out); at += 4 {
				copy(out[at:], row[at:at+3])
				out[at+3] = 255
			}
		case spaceGray:
			for x, l := range row[:p.size.X] {
				m.set(out[4*x:], l, 128, 128)
			}
		case spaceYCbCr:
			chroma := p.pix[p.stride*p.size.Y:]
			cr := chroma[len(chroma)/2:]
			at := y / p.chromaY * p.chromaStride
			m.row(out, row[:p.size.X], chroma[at:], cr[at:], p.chromaX-1)
		}
	}
	return dst
}

// matrix converts luma and chroma with 16 fractional bits.
type matrix struct{ luma, black, redCr, greenCb, greenCr, blueCb int32 }

func (c colours) matrixOf() matrix {
	kr, kb := c.weights()
	kg := 1 - kr - kb
	luma, chroma, black := 1.0, 1.0, int32(0)
	if c.video {
		luma, chroma, black = 255.0/219, 255.0/224, 16
	}
	fix := func(v float64) int32 { return int32(v*(1<<16) + 0.5) }
	return matrix{
		fix(luma), black,
		fix(2 * (1 - kr) * chroma), fix(2 * (1 - kb) * kb / kg * chroma),
		fix(2 * (1 - kr) * kr / kg * chroma), fix(2 * (1 - kb) * chroma),
	}
}

// row converts a row of pixels, of which 1<<shift share a sample of chroma.
func (m matrix) row(out, luma, cb, cr []byte, shift int) {
	for x, l := range luma {
		m.set(out[4*x:4*x+4:4*x+4], l, cb[x>>shift], cr[x>>shift])
	}
}

func (m matrix) set(dst []byte, luma, cb, cr byte) {
	l := (int32(luma)-m.black)*m.luma + 1<<15
	u, v := int32(cb)-128, int32(cr)-128
	_ = dst[3]
	dst[0] = clip16(l + v*m.redCr)
	dst[1] = clip16(l - u*m.greenCb - v*m.greenCr)
	dst[2] = clip16(l + u*m.blueCb)
	dst[3] = 255
}

// clip16 drops 16 fractional bits and clamps the rest to a byte.
func clip16(v int32) byte {
	if uint32(v) < 256<<16 {
		return byte(v >> 16)
	}
	if v < 0 {
		return 0
	}
	return 255
}

// cut applies mask to img as alpha.
func cut(img, mask *image.RGBA) error {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if mask.Rect != img.Rect {
		return errors.New("heif: alpha of another size")
	}
	for i := 0; i < 4*w*h; i += 4 {
		p, a := img.Pix[i:i+4:i+4], uint32(mask.Pix[i])
		for k, v := range p[:3] {
			p[k] = byte((uint32(v)*a + 127) / 255)
		}
		p[3] = byte(a)
	}
	return nil
}
