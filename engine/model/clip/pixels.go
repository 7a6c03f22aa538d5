package clip

import (
	"image"

	"recollect/engine/decode"
)

// Pixels is a picture prepared for a model: 3 x size x size numbers, channel by
// channel (NCHW without N), normalised with the model's mean and deviation.
type Pixels []float32

// SizePx returns the length of the sides of the model's square input. A picture
// that is reduced beforehand must not have shorter sides. It is 0 if there is
// no model.
func (m *Model) SizePx() int { return m.spec.ImageSize }

// Prepare makes img, which must be upright and opaque, into a model's input:
// squashed to a square with an antialiased bicubic filter, then normalised. It
// needs no runtime and may be called from any goroutine; call it right after
// decoding, because Pixels are smaller than most pictures. It must not be
// called before Load has succeeded once.
func (m *Model) Prepare(img *image.RGBA) Pixels {
	size := m.spec.ImageSize
	small := decode.Resize(img, size, size)
	plane := size * size
	px := make(Pixels, 3*plane)
	for c := range 3 {
		scale := 1 / (255 * m.spec.Std[c])
		shift := m.spec.Mean[c] / m.spec.Std[c]
		out := px[c*plane : (c+1)*plane]
		for y := range size {
			row := small.Pix[y*small.Stride : y*small.Stride+4*size]
			for x := range size {
				out[y*size+x] = float32(row[4*x+c])*scale - shift
			}
		}
	}
	return px
}
