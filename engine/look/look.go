// Package look recognises pictures that were saved again: smaller, in another format, brighter,
// with a few percent cut off, with a border or some words on them.
//
// A Hash is 64 bits of how light and dark are spread over a picture. It is cheap to keep for every
// photo, and pictures of one photo differ in few bits of it, but so do some others. A Texture is what
// two pictures are then compared by: their fine structure, laid over each other where it fits best.
//
// Which photos are compared, and what they are called then, is decided by package duplicates. The
// figures behind the choices are in docs/quality.md, "Near-duplicates".
package look

import (
	"image"
	"math"
	"math/bits"
	"slices"
	"sync"
)

// Hash is a perceptual hash: the signs of the 8 x 8 lowest frequencies of a picture's luma, scaled to
// 32 x 32 whatever its proportions, against their median ("pHash", C. Zauner, "Implementation and
// Benchmarking of Perceptual Image Hash Functions", 2010). Flat is the Hash of a picture without
// structure.
type Hash uint64

// Bits is how many bits a Hash has.
const Bits = 64

// Flat is the Hash of a picture in which there is nothing to see. It says nothing about likeness: no
// two of them are alike because of it.
const Flat Hash = 0

// Distance is in how many bits two hashes differ, 0 to 64. Pictures that have nothing to do with each other
// differ in 32 on average.
func (h Hash) Distance(other Hash) int { return bits.OnesCount64(uint64(h ^ other)) }

const (
	// gridPx is the side of the square that pictures are scaled to.
	gridPx = 64
	hashPx = gridPx / 2
	lowest = 8 // frequencies along one side
	// leastContrast is how strong the strongest frequency must be: one of amplitude 1 of 255 has 16.
	leastContrast = 16
)

// Of returns the Hash of img, which is premultiplied and not empty; what is transparent counts as
// white. A small picture does: the hash of a thumbnail differs from that of its photo in two bits at most.
func Of(img *image.RGBA) Hash {
	g := gridOf(img)
	var small [hashPx][hashPx]float64
	for y := range small {
		for x := range small[y] {
			a, b := &g[2*y], &g[2*y+1]
			small[y][x] = float64(a[2*x]+a[2*x+1]+b[2*x]+b[2*x+1]) / 4
		}
	}
	return hashOf(lowFrequencies(&small))
}

// hashOf compares frequencies with the median of all but the first, which is the mean of the picture.
func hashOf(f [lowest * lowest]float64) Hash {
	sorted := slices.Clone(f[1:])
	slices.Sort(sorted)
	if max(-sorted[0], sorted[len(sorted)-1]) < leastContrast {
		return Flat
	}
	median := sorted[len(sorted)/2]
	var h Hash
	for i, c := range f {
		if c > median {
			h |= 1 << i
		}
	}
	return h
}

// lowFrequencies is the corner of the picture's discrete cosine transform (DCT-II, orthonormal).
func lowFrequencies(p *[hashPx][hashPx]float64) (f [lowest * lowest]float64) {
	waves := cosines()
	var half [hashPx][lowest]float64 // transformed along x
	for y := range p {
		for u := range lowest {
			for x, v := range p[y] {
				half[y][u] += waves[u][x] * v
			}
		}
	}
	for v := range lowest {
		for u := range lowest {
			for y := range half {
				f[v*lowest+u] += waves[v][y] * half[y][u]
			}
		}
	}
	return f
}

var cosines = sync.OnceValue(func() *[lowest][hashPx]float64 {
	var w [lowest][hashPx]float64
	for u := range w {
		for i := range w[u] {
			w[u][i] = math.Sqrt(2.0/hashPx) * math.Cos(math.Pi*float64(2*i+1)*float64(u)/(2*hashPx))
		}
	}
	return &w
})

// grid is a picture's luma, 0 to 255.
type grid [gridPx][gridPx]float32

// gridOf averages the pixels that lie in each cell, by the part of them that does.
func gridOf(img *image.RGBA) *grid {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	across, down := cellsOf(w), cellsOf(h)
	var g grid
	row := make([]float32, w)
	for y := range h {
		luma(row, img.Pix[y*img.Stride:])
		var cells [gridPx]float32
		for x := range cells {
			c := across[x]
			sum := row[c.first]*c.head + row[c.last]*c.tail
			for i := c.first + 1; i < c.last; i++ {
				sum += row[i]
			}
			cells[x] = sum / c.whole
		}
		for i := range down {
			if part := down[i].of(y); part > 0 {
				for x, v := range cells {
					g[i][x] += v * part / down[i].whole
				}
			}
		}
	}
	return &g
}

// luma sets row to that of the pixels of pix, by Rec. 601.
func luma(row []float32, pix []uint8) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		row[x] = 0.299*float32(p[0]) + 0.587*float32(p[1]) + 0.114*float32(p[2]) + float32(255-p[3])
	}
}

// cell is which pixels along one side lie in a cell of the grid: first and last with a part of them, head and
// tail, those between wholly. tail is 0 where first is last.
type cell struct {
	first, last       int
	head, tail, whole float32
}

// of is how much of pixel i lies in the cell.
func (c cell) of(i int) float32 {
	switch {
	case i < c.first || i > c.last:
		return 0
	case i == c.first:
		return c.head
	case i == c.last:
		return c.tail
	}
	return 1
}

func cellsOf(side int) (cells [gridPx]cell) {
	for i := range cells {
		from, to := float64(i*side)/gridPx, float64((i+1)*side)/gridPx
		c := cell{first: int(from), last: min(int(math.Ceil(to))-1, side-1), whole: float32(to - from)}
		if c.first == c.last {
			c.head = c.whole
		} else {
			c.head, c.tail = float32(float64(c.first+1)-from), float32(to-float64(c.last))
		}
		cells[i] = c
	}
	return cells
}
