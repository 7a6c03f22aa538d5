package main

import "image"

// ssim returns the structural similarity of the brightness of two pictures of
// one size, 1 for equal ones (Wang and others, 2004), over squares of 8 pixels,
// 4 apart.
func ssim(a, b image.Image) float64 {
	const side, step = 8, 4
	size := a.Bounds().Size()
	x, y := grey(a), grey(b)
	sum, n := 0.0, 0
	for top := 0; top+side <= size.Y; top += step {
		for left := 0; left+side <= size.X; left += step {
			sum += similarity(x[top*size.X+left:], y[top*size.X+left:], size.X, side)
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// similarity compares a square of each picture, whose rows are stride apart.
func similarity(x, y []float64, stride, side int) float64 {
	const c1, c2 = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
	var sx, sy, sxx, syy, sxy float64
	for row := range side {
		for i := row * stride; i < row*stride+side; i++ {
			sx += x[i]
			sy += y[i]
			sxx += x[i] * x[i]
			syy += y[i] * y[i]
			sxy += x[i] * y[i]
		}
	}
	n := float64(side * side)
	mx, my := sx/n, sy/n
	vx, vy, cov := sxx/n-mx*mx, syy/n-my*my, sxy/n-mx*my
	return (2*mx*my + c1) * (2*cov + c2) / ((mx*mx + my*my + c1) * (vx + vy + c2))
}

func grey(img image.Image) []float64 {
	b := img.Bounds()
	all := make([]float64, 0, b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			all = append(all, (0.299*float64(r)+0.587*float64(g)+0.114*float64(b))/257)
		}
	}
	return all
}
