// Package picture converts pictures to the size and form in which they are
// drawn.
package picture

import (
	"image"

	"golang.org/x/image/draw"
)

// blurPx is how few pixels a covered picture is reduced to, on its longer side.
const blurPx = 7

// Blur returns the middle of img at the given size, reduced to blurred colours.
func Blur(img image.Image, widthPx, heightPx int) *image.RGBA {
	long := max(widthPx, heightPx, 1)
	few := Fill(img, max(widthPx*blurPx/long, 1), max(heightPx*blurPx/long, 1))
	out := image.NewRGBA(image.Rect(0, 0, widthPx, heightPx))
	draw.CatmullRom.Scale(out, out.Bounds(), few, few.Bounds(), draw.Src, nil)
	return out
}

// Fill returns the middle of img, scaled so that it fills the size.
func Fill(img image.Image, widthPx, heightPx int) *image.RGBA {
	b := img.Bounds()
	cut := b
	if b.Dx()*heightPx > b.Dy()*widthPx {
		width := max(b.Dy()*widthPx/heightPx, 1)
		cut.Min.X += (b.Dx() - width) / 2
		cut.Max.X = cut.Min.X + width
	} else {
		height := max(b.Dx()*heightPx/widthPx, 1)
		cut.Min.Y += (b.Dy() - height) / 2
		cut.Max.Y = cut.Min.Y + height
	}
	out := image.NewRGBA(image.Rect(0, 0, widthPx, heightPx))
	draw.CatmullRom.Scale(out, out.Bounds(), img, cut, draw.Src, nil)
	return out
}

// RGBA returns img in the form that the graphics card takes without conversion.
func RGBA(img image.Image) *image.RGBA {
	b := img.Bounds()
	if r, ok := img.(*image.RGBA); ok && r.Stride == 4*b.Dx() {
		return r
	}
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Bounds(), img, b.Min, draw.Src)
	return out
}
