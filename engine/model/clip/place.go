package clip

import (
	"context"
	"image"
	"image/color"
	"io"
	"path"
	"slices"
	"strings"

	"recollect/engine/decode"
	"recollect/engine/model"
	"recollect/engine/model/onnx"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
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
	return ort.Trial{
		Picture: m.tensor([]Pixels{m.Prepare(img)}), More: m.photos, Dim: m.spec.Dim, Least: least,
	}
}

// photos returns the pictures of Trial as the input of the network.
func (m *Model) photos(ctx context.Context) (ort.Tensor, error) {
	var px []Pixels
	for _, p := range pairs() {
		data, err := trial.ReadFile(path.Join("trial", p.file))
		if err != nil {
			return ort.Tensor{}, err
		}
		pic, err := decode.Bytes(ctx, data, photo.File{Path: p.file}, decode.Options{})
		if err != nil {
			return ort.Tensor{}, err
		}
		px = append(px, m.Prepare(pic.Image))
	}
	return m.tensor(px), nil
}

// lowPrecision reports whether the network for pictures computes with numbers of fewer than 32 bits,
// as its tensors and its operators say. One that cannot be read does not.
func (m *Model) lowPrecision() bool {
	v := m.spec.Vision
	if v.Element == model.Float16 || v.OutputElement == model.Float16 {
		return true
	}
	info := m.pictureInfo()
	for o := range info.Operators {
		for _, mark := range []string{"QuantizeLinear", "QLinear", "MatMulInteger", "ConvInteger", "NBits", "Bnb4"} {
			if strings.Contains(o.Name, mark) {
				return true
			}
		}
	}
	half := func(t onnx.Tensor) bool { return t.Type == onnx.Float16 || t.Type == onnx.BFloat16 }
	return slices.ContainsFunc(info.Tensors, half)
}

// pictureInfo is what the network for pictures says of itself: nothing where it cannot be read.
func (m *Model) pictureInfo() *onnx.Info {
	f, err := m.opts.Model.Open(m.spec.Vision.File)
	if err != nil {
		return &onnx.Info{}
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	st, err := f.Stat()
	if !ok || err != nil {
		return &onnx.Info{}
	}
	info, err := onnx.Read(at, st.Size())
	if err != nil {
		return &onnx.Info{}
	}
	return info
}

// coarse reports whether the network cuts a picture into few patches, as ViT-B/32 does.
func (m *Model) coarse() bool {
	const few = 64
	return slices.ContainsFunc(m.pictureInfo().Tensors, func(t onnx.Tensor) bool {
		if len(t.Dims) != 4 || t.Dims[1] != 3 || t.Dims[2] <= 0 || t.Dims[2] != t.Dims[3] {
			return false
		}
		side := int64(m.spec.ImageSize) / t.Dims[2]
		return side*side <= few
	})
}

// together reports whether a run on the processor gets several pictures; least is that of sample.
func (m *Model) together(least float64) bool {
	if m.spec.Vision.Batch > 0 { // it takes so many and no other number
		return false
	}
	if m.size(m.spec.Vision.File) > large {
		return least == ort.LeastFull && m.coarse()
	}
	return m.convolves()
}

// convolves reports whether the network is one of convolutions that ends in matrices, and takes the scales of its
// numbers from its file, if they have any: then no vector depends on the other pictures of a run.
func (m *Model) convolves() bool {
	const many = 16
	convolutions, matrices := 0, false
	for o, n := range m.pictureInfo().Operators {
		switch {
		case strings.HasPrefix(o.Name, "Dynamic") || strings.Contains(o.Name, "Integer"):
			return false
		case o.Name == "Conv":
			convolutions += n
		case o.Name == "Gemm":
			matrices = true
		}
	}
	return convolutions >= many && matrices
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
