package look

import (
	"image"
	"math"
)

const (
	samples = 32 // of a texture along one side, when two are compared
	reach   = 4  // cells around one whose mean is taken from it
	// narrowest is the least part of a side that one picture may show of the other: a tenth cut off
	// at each end.
	narrowest = 0.8
	// certain is a likeness that no other placement has to be tried for.
	certain = 0.97
	// hopeless is a likeness of the best of a few placements that finer ones do not help.
	hopeless = 0.4
	// leastTexture is the variance of a texture below which there is nothing to compare.
	leastTexture = 0.5
)

// Texture is the fine structure of a picture: its luma on a square grid of 64 x 64, less the mean around each
// place. It takes 16 KiB and is never changed.
type Texture struct{ at grid }

// TextureOf returns the texture of img, as Of takes it.
func TextureOf(img *image.RGBA) *Texture {
	g := blurred(gridOf(img))
	around := means(g)
	t := new(Texture)
	for y := range g {
		for x := range g[y] {
			t.at[y][x] = g[y][x] - around[y][x]
		}
	}
	return t
}

// blurred is g after a filter of 1, 2, 1 both ways: samples of a grid half as fine are taken from it.
func blurred(g *grid) *grid {
	var out grid
	at := func(i int) int { return min(max(i, 0), gridPx-1) }
	for y := range g {
		above, below := &g[at(y-1)], &g[at(y+1)]
		column := func(x int) float32 { return above[x] + 2*g[y][x] + below[x] }
		for x := range g[y] {
			out[y][x] = (column(at(x-1)) + 2*column(x) + column(at(x+1))) / 16
		}
	}
	return &out
}

// means has for each place the mean of the square around it, as far as the grid goes.
func means(g *grid) *grid {
	var sums [gridPx + 1][gridPx + 1]float64 // of all above and to the left
	for y := range g {
		for x := range g[y] {
			sums[y+1][x+1] = float64(g[y][x]) + sums[y][x+1] + sums[y+1][x] - sums[y][x]
		}
	}
	var out grid
	for y := range out {
		top, bottom := max(y-reach, 0), min(y+reach+1, gridPx)
		for x := range out[y] {
			left, right := max(x-reach, 0), min(x+reach+1, gridPx)
			sum := sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]
			out[y][x] = float32(sum / float64((bottom-top)*(right-left)))
		}
	}
	return &out
}

// Likeness is the correlation of two textures, at most 1, where one is a part of the other, from all of it to
// four fifths of each side: the greatest that was found. It is symmetric but for rounding. A texture with
// nothing in it is like none: the likeness is 0.
func (t *Texture) Likeness(other *Texture) float64 {
	a, b := matcher{within: t}, matcher{within: other}
	if !a.match(other) || !b.match(t) {
		return 0
	}
	whole := a.try(window{0, 0, 1, 1})
	if whole >= certain {
		return whole
	}
	return max(whole, a.best(), b.best())
}

// window is a part of a picture, as parts of its sides.
type window struct{ left, top, right, bottom float64 }

func (w window) valid() bool {
	return w.left >= 0 && w.top >= 0 && w.right <= 1 && w.bottom <= 1 &&
		w.right-w.left >= narrowest && w.bottom-w.top >= narrowest
}

// matcher looks in one texture for another one.
type matcher struct {
	within *Texture
	what   [samples * samples]float32 // of length 1, mean 0
}

// match sets what is looked for, and reports whether there is anything in it.
func (m *matcher) match(t *Texture) bool {
	t.sample(window{0, 0, 1, 1}, &m.what)
	mean, length := moments(&m.what)
	if length*length < leastTexture*samples*samples {
		return false
	}
	for i := range m.what {
		m.what[i] = (m.what[i] - mean) / length
	}
	return true
}

// moments returns the mean of samples, and the length of what differs from it.
func moments(s *[samples * samples]float32) (mean, length float32) {
	var sum, squares float64
	for _, v := range s {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	n := float64(len(s))
	return float32(sum / n), float32(math.Sqrt(max(squares-sum*sum/n, 0)))
}

// try returns the correlation with what is in a window.
func (m *matcher) try(w window) float64 {
	var part [samples * samples]float32
	m.within.sample(w, &part)
	_, length := moments(&part)
	if length == 0 {
		return 0
	}
	var dot float32
	for i, v := range m.what {
		dot += v * part[i]
	}
	return min(float64(dot/length), 1)
}

// best tries windows of some sizes at some places, and moves the edges of the best from there.
func (m *matcher) best() float64 {
	best, at := -1.0, window{}
	consider := func(w window) bool {
		if !w.valid() {
			return false
		}
		if got := m.try(w); got > best+1e-4 {
			best, at = got, w
			return true
		}
		return false
	}
	for _, x := range spans {
		for _, y := range spans {
			consider(window{x[0], y[0], x[1], y[1]})
		}
	}
	if best < hopeless {
		return best
	}
	for step := 0.025; step > 0.004; step /= 2 {
		for better := true; better && best < certain; {
			better = false
			for _, d := range []float64{step, -step} {
				w := at
				better = consider(window{w.left + d, w.top, w.right, w.bottom}) || better
				w = at
				better = consider(window{w.left, w.top + d, w.right, w.bottom}) || better
				w = at
				better = consider(window{w.left, w.top, w.right + d, w.bottom}) || better
				w = at
				better = consider(window{w.left, w.top, w.right, w.bottom + d}) || better
			}
		}
	}
	return best
}

// spans are the parts of a side that best begins with.
var spans = [][2]float64{{0, 1}, {0, 0.95}, {0.025, 0.975}, {0.05, 1}, {0, 0.9}, {0.05, 0.95}, {0.1, 1}}

// sample takes samples of a window, each from between four places.
func (t *Texture) sample(w window, into *[samples * samples]float32) {
	var xs, ys [samples]struct {
		at   int
		part float32
	}
	for i := range samples {
		x := (w.left+(w.right-w.left)*(float64(i)+0.5)/samples)*gridPx - 0.5
		y := (w.top+(w.bottom-w.top)*(float64(i)+0.5)/samples)*gridPx - 0.5
		xs[i].at = min(max(int(x), 0), gridPx-2)
		ys[i].at = min(max(int(y), 0), gridPx-2)
		xs[i].part = min(max(float32(x)-float32(xs[i].at), 0), 1)
		ys[i].part = min(max(float32(y)-float32(ys[i].at), 0), 1)
	}
	for i, y := range ys {
		above, below := &t.at[y.at], &t.at[y.at+1]
		row := into[i*samples : (i+1)*samples]
		for k, x := range xs {
			a := above[x.at] + (above[x.at+1]-above[x.at])*x.part
			b := below[x.at] + (below[x.at+1]-below[x.at])*x.part
			row[k] = a + (b-a)*y.part
		}
	}
}
