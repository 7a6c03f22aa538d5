package heif

import (
	"image"
	"math"

	"recollect/engine/container"
)

// mirror says how a picture is mirrored.
type mirror int

const (
	mirrorNone mirror = iota
	mirrorRows        // top and bottom are swapped
	mirrorColumns
)

// turn is one of the steps that lead from a stored picture to the one shown
// (ISO/IEC 23008-12, 6.5.9, 6.5.10 and 6.5.12).
type turn struct {
	quarters int // turns to the left
	mirror   mirror
	crop     *aperture
}

// aperture is the part of a picture that is shown.
type aperture struct {
	width, height float64
	x, y          float64 // offset of its centre from that of the picture
}

// apertureOf reads a clap box: four fractions of 32 bit numbers, the last two with
// a sign.
func apertureOf(c *container.Numbers) *aperture {
	fraction := func() float64 {
		n, d := int32(c.Int(4)), int32(c.Int(4))
		return float64(n) / float64(d)
	}
	return &aperture{fraction(), fraction(), fraction(), fraction()}
}

// within returns the part of a picture of the given size; all of the picture if the part lies
// outside.
func (a *aperture) within(size image.Point) image.Rectangle {
	whole := image.Rectangle{Max: size}
	left := math.Floor(a.x + (float64(size.X)-a.width)/2)
	top := math.Floor(a.y + (float64(size.Y)-a.height)/2)
	right, bottom := left+math.Round(a.width), top+math.Round(a.height)
	inside := left >= 0 && top >= 0 && right <= float64(size.X) && bottom <= float64(size.Y)
	if !(inside && right > left && bottom > top) {
		return whole
	}
	return image.Rect(int(left), int(top), int(right), int(bottom))
}

// size returns the size of a picture after the step.
func (t turn) size(before image.Point) image.Point {
	switch {
	case t.crop != nil:
		return t.crop.within(before).Size()
	case t.quarters%2 == 1:
		return image.Pt(before.Y, before.X)
	}
	return before
}

// apply does the step.
func (t turn) apply(src *image.RGBA) *image.RGBA {
	if t.crop != nil {
		part := t.crop.within(src.Rect.Size())
		pixels := src.Pix[src.PixOffset(part.Min.X, part.Min.Y):]
		return &image.RGBA{Pix: pixels, Stride: src.Stride, Rect: image.Rectangle{Max: part.Size()}}
	}
	if t.quarters == 0 && t.mirror == mirrorNone {
		return src
	}
	// The pixel at x, y of the new picture lies at start + x*right + y*down, in bytes.
	const px = 4
	w, h := src.Rect.Dx(), src.Rect.Dy()
	lastX, lastY := (w-1)*px, (h-1)*src.Stride
	start, right, down := 0, px, src.Stride
	switch {
	case t.mirror == mirrorRows:
		start, down = lastY, -src.Stride
	case t.mirror == mirrorColumns:
		start, right = lastX, -px
	case t.quarters == 1:
		start, right, down = lastX, src.Stride, -px
	case t.quarters == 2:
		start, right, down = lastX+lastY, -px, -src.Stride
	case t.quarters == 3:
		start, right, down = lastY, -src.Stride, px
	}
	dst := image.NewRGBA(image.Rectangle{Max: t.size(src.Rect.Size())})
	for y := range dst.Rect.Dy() {
		from := start + y*down
		row := dst.Pix[y*dst.Stride:][:dst.Stride]
		for x := 0; x < len(row); x += px {
			*(*[px]byte)(row[x:]) = *(*[px]byte)(src.Pix[from:])
			from += right
		}
	}
	return dst
}
