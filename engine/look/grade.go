package look

import (
	"image"
	"slices"
)

// Grade says how sharp and how bright a picture is, and of which kind, as far as that can be seen in a small one of it.
type Grade struct {
	// Sharp is a thousand times how fine the sharpest parts of the picture are: the mean size of its Laplacian over
	// that of its gradient, in squares of 16 x 16 pixels that have edges. Of these one in fifty is finer, so that a
	// blurred ground behind a small sharp thing does not count. A picture out of focus has less than Blurry; one
	// without edges, such as a clear sky, has NoEdges.
	Sharp int
	// Light is the luma, 0 to 255, that four fifths of the picture do not exceed.
	Light int
	// Screen and Page are how much it looks like a picture of a screen and like one of a page of writing, 0 to
	// 1000; 0 where there is no likeness at all, or where a glance tells that there is too little of it.
	Screen, Page int
}

// The limits of what people call blurry and dark; docs/quality.md has what they find.
const (
	Blurry = 650
	Dark   = 48
	// NoEdges is more than Sharp of any picture with edges: it is not blurry.
	NoEdges = 1 << 15
)

const (
	squarePx = 16
	// leastEdge is the mean gradient of a square with edges, of luma over two pixels, and fewSquares how many a picture
	// must have of them.
	leastEdge, fewSquares = 5, 4
)

// GradeOf returns the grade of a small picture, some 256 pixels wide or high.
func GradeOf(img *image.RGBA) Grade {
	luma, width := lumaOf(img)
	g := Grade{Sharp: sharpness(luma, width), Light: brightness(luma)}
	if Promising(glanceOf(img, luma, width)) {
		g.Screen, g.Page = kindsOf(featuresOf(img, luma, width))
	}
	return g
}

// lumaOf returns the luma of all pixels, row by row, by Rec. 601, and the width.
func lumaOf(img *image.RGBA) ([]uint8, int) {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	luma := make([]uint8, width*height)
	for y := range height {
		row := luma[y*width:][:width]
		pix := img.Pix[y*img.Stride:][:4*width]
		for x := range row {
			p := pix[4*x : 4*x+3 : 4*x+3]
			row[x] = uint8((299*uint32(p[0]) + 587*uint32(p[1]) + 114*uint32(p[2])) / 1000)
		}
	}
	return luma, width
}

// brightness returns the luma that four fifths of the pixels do not exceed.
func brightness(luma []uint8) int {
	var counts [256]int
	for _, l := range luma {
		counts[l]++
	}
	n := 0
	for l, c := range counts {
		if n += c; n*5 >= len(luma)*4 {
			return l
		}
	}
	return 0
}

func sharpness(luma []uint8, width int) int {
	var all []int
	height := len(luma) / max(width, 1)
	for y := 1; y+squarePx < height; y += squarePx {
		for x := 1; x+squarePx < width; x += squarePx {
			fine, edges := square(luma[(y-1)*width+x-1:], width)
			if edges >= leastEdge*squarePx*squarePx {
				all = append(all, 1000*fine/edges)
			}
		}
	}
	if len(all) < fewSquares {
		return NoEdges
	}
	slices.Sort(all)
	return min(all[len(all)*49/50], NoEdges-1)
}

// square returns the sums of the Laplacian and of the gradient over the square that begins one pixel right of and below
// the first of luma.
func square(luma []uint8, width int) (fine, edges int) {
	for y := 1; y <= squarePx; y++ {
		above, below := luma[(y-1)*width+1:][:squarePx], luma[(y+1)*width+1:][:squarePx]
		row := luma[y*width:][:squarePx+2]
		left, here := int(row[0]), int(row[1])
		for x, next := range row[2:] {
			right, up, down := int(next), int(above[x]), int(below[x])
			fine += abs(4*here - left - right - up - down)
			edges += abs(right-left) + abs(down-up)
			left, here = here, right
		}
	}
	return fine, edges
}

// abs has no branches, as differences of neighbours cannot be foreseen.
func abs(n int) int {
	sign := int(int64(n) >> 63)
	return (n ^ sign) - sign
}
