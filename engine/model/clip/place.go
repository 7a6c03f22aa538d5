package clip

import (
	"image"
	"image/color"
	"strings"

	"recollect/engine/model"
	"recollect/engine/model/ort"
)

// sample returns how to try the network for pictures: with a picture that has edges and colours.
func (m *Model) sample() ort.Trial {
	const side = 256
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			c := color.RGBA{uint8(x), uint8(y), uint8(x ^ y), 255}
			if (x/32+y/32)%2 == 0 {
				c.R, c.B = 255-c.B, c.R/2
			}
			img.SetRGBA(x, y, c)
		}
	}
	least := ort.LeastFull
	if m.lowPrecision() {
		least = ort.LeastLow
	}
	return ort.Trial{Picture: m.tensor([]Pixels{m.Prepare(img)}), Dim: m.spec.Dim, Least: least}
}

// lowPrecision reports whether the network for pictures has numbers of fewer than 32 bits: by the
// types of its tensors, or by its name, as exporters give it.
func (m *Model) lowPrecision() bool {
	v := m.spec.Vision
	if v.Element == model.Float16 || v.OutputElement == model.Float16 {
		return true
	}
	name := strings.ToLower(v.File)
	for _, mark := range []string{"fp16", "int8", "uint8", "quantized", "q4", "bnb4"} {
		if strings.Contains(name, mark) {
			return true
		}
	}
	return false
}

// Pictures describes the network for pictures as Options.Run gets it, but for its bytes, which Again
// reads.
func (m *Model) Pictures() (ort.Options, error) {
	if m.broken != nil {
		return ort.Options{}, m.broken
	}
	return m.describe(m.spec.Vision, []string{m.spec.Vision.Input})
}

// Reopen closes the network for pictures once it is not in use. The next call that needs it creates it
// again, with what Options.Run makes of it then.
func (m *Model) Reopen() { m.vision.reopen() }
