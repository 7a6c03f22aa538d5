package picture

import "image"

// Turn returns img turned clockwise by so many quarters, from 0 to 3; img itself for 0, and nil for nil.
func Turn(img image.Image, quarters int) image.Image {
	if img == nil || quarters == 0 {
		return img
	}
	src := RGBA(img)
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if quarters != 2 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		row := src.Pix[y*src.Stride : y*src.Stride+4*w]
		for x := range w {
			to := out.PixOffset(h-1-y, x)
			switch quarters {
			case 2:
				to = out.PixOffset(w-1-x, h-1-y)
			case 3:
				to = out.PixOffset(y, w-1-x)
			}
			copy(out.Pix[to:to+4], row[4*x:4*x+4])
		}
	}
	return out
}
