package decode

import (
	"encoding/binary"
	"image"
	"math"

	"recollect/engine/decode/passes"
	"recollect/engine/photo"
)

// Filter is a way to resample, antialiased.
type Filter int

// The filters that models are trained with. Pillow has them under the same names.
const (
	Bicubic Filter = iota
	Bilinear
)

// kernel returns a filter's weights by distance, and how far it reaches, in samples of the coarser side.
func (f Filter) kernel() (weight func(x float64) float64, support float64) {
	if f == Bilinear {
		return triangle, 1
	}
	return cubic, 2
}

// Resize returns src at widthPx x heightPx, both at least 1, by bicubic interpolation
// with antialiasing: the pixels equal those of Pillow's
// Image.resize(size, BICUBIC) of an RGB image (version 13) bit for bit, which is what models
// were trained with. src must not be empty, and its alpha is taken for 255. The
// result shares no memory with src.
func Resize(src *image.RGBA, widthPx, heightPx int) *image.RGBA {
	return Resample(src, image.Pt(widthPx, heightPx), image.Rect(0, 0, widthPx, heightPx), Bicubic)
}

// Resample is Resize with another filter, of which it returns a part: what Pillow's crop(part)
// gives. Only the part is computed, however large the rest.
func Resample(src *image.RGBA, size image.Point, part image.Rectangle, f Filter) *image.RGBA {
	across := axis{src.Rect.Dx(), size.X, part.Min.X, part.Max.X, f}
	down := axis{src.Rect.Dy(), size.Y, part.Min.Y, part.Max.Y, f}
	// The order matters for the bits: the picture between is rounded to 8 bits.
	if downFirst(src.Rect.Size(), size) {
		return resizeAcross(resizeDown(src, down), across)
	}
	return resizeDown(resizeAcross(src, across), down)
}

// axis says how the size along one axis changes: from in samples to out. Only the samples from first
// to before last are computed.
type axis struct {
	in, out     int
	first, last int
	filter      Filter
}

// downFirst reports whether the height is changed first. The rule was observed in Pillow 13;
// earlier versions always change the width first.
func downFirst(from, to image.Point) bool {
	return to.Y < from.Y && from.Y-to.Y > 2*(from.X-to.X)
}

// Fit returns src with its longer side at most longSidePx, at least 1, in the same
// proportions, with its transparency. It is src itself where that is so already:
// nothing is enlarged.
func Fit(src *image.RGBA, longSidePx int) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	long := max(w, h)
	if long <= longSidePx {
		return src
	}
	scaled := func(side int) int { return max(1, (side*longSidePx+long/2)/long) }
	dst := Resize(src, scaled(w), scaled(h))
	if !Opaque(src) {
		copyAlpha(dst, Resize(alphaOf(src), scaled(w), scaled(h)))
	}
	return dst
}

// alphaOf returns src's alpha as a grey picture.
func alphaOf(src *image.RGBA) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, src.Rect.Dx(), src.Rect.Dy()))
	for y := range dst.Rect.Dy() {
		from, to := src.Pix[y*src.Stride:], dst.Pix[y*dst.Stride:][:dst.Stride]
		for i := 0; i < len(to); i += 4 {
			to[i] = from[i+3]
		}
	}
	return dst
}

// copyAlpha gives dst the alpha that grey holds, both of one size. Each colour is
// multiplied with it already, and must not exceed it: the filter overshoots at edges.
func copyAlpha(dst, grey *image.RGBA) {
	for i := 0; i < len(dst.Pix); i += 4 {
		p, alpha := dst.Pix[i:i+4], grey.Pix[i]
		p[0], p[1], p[2], p[3] = min(p[0], alpha), min(p[1], alpha), min(p[2], alpha), alpha
	}
}

// Average returns the mean colour of all pixels of src, which must not be empty.
func Average(src *image.RGBA) photo.RGB {
	var r, g, b uint64
	w, h := src.Rect.Dx(), src.Rect.Dy()
	for y := range h {
		row := src.Pix[y*src.Stride:][:w*4]
		for len(row) >= 8 { // two pixels at a time, in sums of 16 bits, which hold 256 samples
			some := row[:min(len(row)&^7, 256*8)]
			row = row[len(some):]
			var redBlue, green uint64
			for ; len(some) >= 8; some = some[8:] {
				two := binary.LittleEndian.Uint64(some)
				redBlue += two & 0x00ff00ff_00ff00ff
				green += two >> 8 & 0x000000ff_000000ff
			}
			r += redBlue&0xffff + redBlue>>32&0xffff
			b += redBlue>>16&0xffff + redBlue>>48
			g += green&0xffffffff + green>>32
		}
		if len(row) > 0 {
			r += uint64(row[0])
			g += uint64(row[1])
			b += uint64(row[2])
		}
	}
	n := uint64(w) * uint64(h)
	mean := func(sum uint64) uint8 { return uint8((sum + n/2) / n) }
	return photo.RGB{R: mean(r), G: mean(g), B: mean(b)}
}

// windows is precompute_coeffs and normalize_coeffs_8bpc of Pillow. The
// float64 conversions keep compilers from fusing operations, which rounds
// differently.
func windows(a axis) []passes.Window {
	scale := float64(a.in) / float64(a.out)
	stretch := max(scale, 1)
	weight, support := a.filter.kernel()
	support = float64(support * stretch)
	all := make([]passes.Window, a.last-a.first)
	floats := make([]float64, int(math.Ceil(support))*2+1)
	for i := range all {
		center := float64((float64(a.first+i) + 0.5) * scale)
		first := max(0, int(center-support+0.5))
		last := min(a.in, int(center+support+0.5))
		sum := 0.0
		fs := floats[:last-first]
		for j := range fs {
			fs[j] = weight(float64((float64(j+first) - center + 0.5) * float64(1/stretch)))
			sum += fs[j]
		}
		all[i] = passes.Window{First: first, Weights: fixed(fs, sum)}
	}
	return all
}

// fixed returns floats divided by sum, in fixed point, rounded half away from zero.
func fixed(floats []float64, sum float64) []int64 {
	ks := make([]int64, len(floats))
	for i, f := range floats {
		if sum != 0 {
			f /= sum
		}
		f = float64(f * (1 << passes.Precision))
		ks[i] = int64(f + math.Copysign(0.5, f))
	}
	return ks
}

// cubic returns the filter of Keys (1981) with a = -0.5.
func cubic(x float64) float64 {
	const a = -0.5
	x = math.Abs(x)
	switch {
	case x < 1:
		return float64(float64(float64(float64((a+2)*x)-(a+3))*x)*x) + 1
	case x < 2:
		return float64((float64((float64((x-5)*x)+8)*x) - 4) * a)
	}
	return 0
}

// triangle returns the filter of linear interpolation.
func triangle(x float64) float64 { return max(0, 1-math.Abs(x)) }

// resizeAcross changes the width.
func resizeAcross(src *image.RGBA, a axis) *image.RGBA {
	if a.in == a.out {
		return columns(src, a.first, a.last)
	}
	dst := image.NewRGBA(image.Rect(0, 0, a.last-a.first, src.Rect.Dy()))
	passes.Across(dst, src, windows(a))
	return dst
}

// columns returns the part of src from one column to before another. It shares src's memory.
func columns(src *image.RGBA, first, last int) *image.RGBA {
	h := src.Rect.Dy()
	return &image.RGBA{Pix: src.Pix[first*4:], Stride: src.Stride, Rect: image.Rect(0, 0, last-first, h)}
}

// resizeDown changes the height and gives a picture of its own.
func resizeDown(src *image.RGBA, a axis) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, src.Rect.Dx(), a.last-a.first))
	passes.Down(dst, src, windows(a))
	return dst
}
