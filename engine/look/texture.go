package look

import (
	"image"
	"math"
)

const (
	samples = 32 // of a texture along one side, when two are compared
	// narrowest is the least part of a side that one picture may show of the other: a tenth cut off
	// at each end.
	narrowest = 0.8
	// certain is a likeness that no other placement has to be tried for.
	certain = 0.97
	// hopeless is a likeness of the best of a few placements that finer ones do not help.
	hopeless = 0.4
	// softness is how far luma must be from that around it to count for half of what the sharpest edge does. Without
	// it two pictures with the same border would be alike because of that.
	softness = 6
	// leastTexture is the variance of a texture below which there is nothing to compare.
	leastTexture = 0.002
)

// Texture is what the fine structure of a picture, and of its parts, is taken from: its luma on a square grid of
// 64 x 64. It takes 16 KiB and is never changed.
type Texture struct{ at grid }

// TextureOf returns the texture of img, as Of takes it.
func TextureOf(img *image.RGBA) *Texture { return &Texture{*blurred(gridOf(img))} }

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

// patch is samples of a window, row by row.
type patch [samples * samples]float32

// window is a part of a picture, as parts of its sides.
type window struct{ left, top, right, bottom float64 }

func (w window) valid() bool {
	return w.left >= 0 && w.top >= 0 && w.right <= 1 && w.bottom <= 1 &&
		w.right-w.left >= narrowest && w.bottom-w.top >= narrowest
}

// matcher looks in one texture for another one.
type matcher struct {
	within *Texture
	what   patch // of length 1, mean 0
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
func moments(s *patch) (mean, length float32) {
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
	var part patch
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

// sample takes samples of a window, each from between four places, less the mean of those around it, -1 to
// 1: what lies outside the window, such as a border, has no part in it.
func (t *Texture) sample(w window, into *patch) {
	t.interpolate(w, into)
	var sums patch // of each row
	for y := range samples {
		row, out := into[y*samples:(y+1)*samples], sums[y*samples:(y+1)*samples]
		for x := range row {
			out[x] = row[max(x-2, 0)] + row[max(x-1, 0)] + row[x] + row[min(x+1, samples-1)] + row[min(x+2, samples-1)]
		}
	}
	at := func(y int) []float32 { y = min(max(y, 0), samples-1); return sums[y*samples : (y+1)*samples] }
	for y := range samples {
		a, b, c, d, e := at(y-2), at(y-1), at(y), at(y+1), at(y+2)
		for x := range samples {
			v := into[y*samples+x] - (a[x]+b[x]+c[x]+d[x]+e[x])/25
			into[y*samples+x] = v / (max(v, -v) + softness)
		}
	}
}

func (t *Texture) interpolate(w window, into *patch) {
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
