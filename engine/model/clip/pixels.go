package clip

import (
	"image"
	"math"

	"recollect/engine/decode"
	"recollect/engine/decode/passes"
	"recollect/engine/model"
	"recollect/engine/model/ort"
)

// Pixels is a picture prepared for a model: 3 x size x size numbers, in the model's layout (without
// the batch), normalised with the model's mean and deviation, or 0 to 255 where the
// model does that itself.
type Pixels []float32

// SizePx returns the length of the sides of the model's square input. A picture
// that is reduced beforehand must not have shorter sides. It is 0 if there is
// no model.
func (m *Model) SizePx() int { return m.spec.ImageSize }

// Prepare makes img, which must be upright and opaque, into a model's input:
// a square as the model wants it, resampled with its antialiased filter, then normalised. It
// needs no runtime and may be called from any goroutine; call it right after
// decoding, because Pixels are smaller than most pictures. It must not be
// called before Load has succeeded once.
func (m *Model) Prepare(img *image.RGBA) Pixels {
	size := m.spec.ImageSize
	square := m.square(img)
	step, plane := 1, size*size
	if m.spec.Layout == model.NHWC {
		step, plane = 3, 1
	}
	px := Pixels(floats(&m.spare.pictures, 3*size*size))
	line := make([]float32, size)
	for c := range 3 {
		scale := 1 / (255 * m.spec.Std[c])
		shift := m.spec.Mean[c] / m.spec.Std[c]
		if m.spec.Vision.Element == model.Uint8 {
			scale, shift = 1, 0
		}
		out := px[c*plane:]
		for y := range size {
			row := square.Pix[y*square.Stride : y*square.Stride+4*size]
			if step == 1 {
				passes.Plane(out[y*size:][:size], row, c, scale, shift)
				continue
			}
			passes.Plane(line, row, c, scale, shift)
			for x, number := range line {
				out[(y*size+x)*step] = number
			}
		}
	}
	return px
}

// square returns img at the model's size.
func (m *Model) square(img *image.RGBA) *image.RGBA {
	filter := decode.Bicubic
	if m.spec.Resample == model.Bilinear {
		filter = decode.Bilinear
	}
	size, part := image.Pt(m.spec.ImageSize, m.spec.ImageSize), image.Rectangle{}
	if m.spec.ResizeMode == model.Crop {
		size, part.Min = cropped(img.Rect.Size(), m.spec.ImageSize)
	}
	part.Max = part.Min.Add(image.Pt(m.spec.ImageSize, m.spec.ImageSize))
	return decode.Resample(img, size, part, filter)
}

// cropped returns the size of a picture whose shorter side is to be side, and where the square in its
// middle begins. Both are rounded as torchvision's Resize and CenterCrop do, with which OpenAI's and
// OpenCLIP's models were trained: the size down, the middle to even numbers.
func cropped(from image.Point, side int) (size, corner image.Point) {
	size = image.Pt(side, side)
	if from.X <= from.Y {
		size.Y = side * from.Y / from.X
	} else {
		size.X = side * from.X / from.Y
	}
	middle := func(n int) int { return int(math.RoundToEven(float64(n-side) / 2)) }
	return size, image.Pt(middle(size.X), middle(size.Y))
}

// tensor returns pictures as the input of the network.
func (m *Model) tensor(px []Pixels) ort.Tensor {
	size := int64(m.spec.ImageSize)
	t := ort.Tensor{Shape: []int64{int64(len(px)), 3, size, size}}
	if m.spec.Layout == model.NHWC {
		t.Shape = []int64{int64(len(px)), size, size, 3}
	}
	all := []float32(px[0])
	if len(px) > 1 {
		all = floats(&m.spare.runs, len(px)*len(px[0]))[:0]
		for _, p := range px {
			all = append(all, p...)
		}
	}
	switch m.spec.Vision.Element {
	case model.Uint8:
		t.Bytes = make([]uint8, len(all))
		for i, f := range all {
			t.Bytes[i] = uint8(f)
		}
	case model.Float16:
		t.Halves = make([]uint16, len(all))
		for i, f := range all {
			t.Halves[i] = ort.Half(f)
		}
	default:
		t.Floats = all
	}
	return t
}
