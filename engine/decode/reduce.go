package decode

import (
	"image"
	"image/color"
	"image/draw"
)

// reduce returns img as RGBA with its origin at 0,0, its sides divided by the largest whole number
// that leaves the sides that o wants. Every pixel is the mean of a square of pixels: that is
// antialiased, and cheap compared with decoding. Transparency is preserved. The result may share
// memory with img.
func reduce(img image.Image, o Options) *image.RGBA {
	b := img.Bounds()
	n := o.factor(b.Size())
	if n == 1 {
		return plain(img)
	}
	dst := image.NewRGBA(image.Rect(0, 0, (b.Dx()+n-1)/n, (b.Dy()+n-1)/n))
	band := image.NewRGBA(image.Rect(0, 0, b.Dx(), n))
	copyRows := rowsOf(img)
	sums := make([][4]uint64, dst.Rect.Dx())
	for y := range dst.Rect.Dy() {
		band.Rect.Max.Y = min(n, b.Dy()-y*n)
		copyRows(band, y*n)
		clear(sums)
		for i := range band.Rect.Dy() {
			gatherMeans(sums, band.Pix[i*band.Stride:][:band.Stride], n)
		}
		putMeans(dst.Pix[y*dst.Stride:], sums, n, band.Rect)
	}
	return dst
}

// factor returns what the sides of a picture of this size can be divided by.
func (o Options) factor(size image.Point) int {
	short, long := o.sides(size)
	n := maxSidePx
	if short > 0 {
		n = min(n, min(size.X, size.Y)/short)
	}
	if long > 0 {
		n = min(n, max(size.X, size.Y)/long)
	}
	if short <= 0 && long <= 0 {
		return 1
	}
	return max(1, n)
}

// gatherMeans adds each run of n pixels of row to one of sums; the last run may be shorter.
func gatherMeans(sums [][4]uint64, row []byte, n int) {
	for i := range sums {
		run := row[i*n*4 : min((i+1)*n*4, len(row))]
		var r, g, b, a uint32 // n is below 65,536, and so no sum overflows
		for ; len(run) >= 4; run = run[4:] {
			r += uint32(run[0])
			g += uint32(run[1])
			b += uint32(run[2])
			a += uint32(run[3])
		}
		s := &sums[i]
		s[0] += uint64(r)
		s[1] += uint64(g)
		s[2] += uint64(b)
		s[3] += uint64(a)
	}
}

// putMeans divides sums by their number of pixels: n x n, fewer at the borders of band.
func putMeans(dst []byte, sums [][4]uint64, n int, band image.Rectangle) {
	for i, s := range sums {
		count := uint64(min(n, band.Dx()-i*n) * band.Dy())
		for c := range s {
			dst[i*4+c] = byte((s[c] + count/2) / count)
		}
	}
}

// plain returns img as RGBA with its origin at 0,0; img itself if it is that already.
func plain(img image.Image) *image.RGBA {
	b := img.Bounds()
	if b.Min == (image.Point{}) {
		switch img := img.(type) {
		case *image.RGBA:
			return img
		case *image.NRGBA:
			if img.Opaque() { // no samples must be multiplied with alpha
				return &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
			}
		}
	}
	dst := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	rowsOf(img)(dst, 0)
	return dst
}

// rowsOf returns a function that fills dst with the rows of img from the given one on.
func rowsOf(img image.Image) func(dst *image.RGBA, fromRow int) {
	b := img.Bounds()
	paletted, ok := img.(*image.Paletted)
	if !ok {
		return func(dst *image.RGBA, fromRow int) {
			draw.Draw(dst, dst.Rect, img, b.Min.Add(image.Pt(0, fromRow)), draw.Src)
		}
	}
	// draw.Draw asks the palette for every pixel: ten times slower.
	var colours [256][4]byte
	for i, c := range paletted.Palette[:min(len(paletted.Palette), len(colours))] {
		v := color.RGBAModel.Convert(c).(color.RGBA)
		colours[i] = [4]byte{v.R, v.G, v.B, v.A}
	}
	return func(dst *image.RGBA, fromRow int) {
		for y := range dst.Rect.Dy() {
			row := dst.Pix[y*dst.Stride:]
			for x, i := range paletted.Pix[(fromRow+y)*paletted.Stride:][:b.Dx()] {
				*(*[4]byte)(row[x*4:]) = colours[i]
			}
		}
	}
}
