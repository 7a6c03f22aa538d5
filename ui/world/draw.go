package world

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// View is a part of the map on a picture.
type View struct {
	// X, Y is the point in the centre of the picture, as photo.OnMap returns it. The map goes on to the east and west.
	X, Y float64
	// Scale is how many pixels the map is wide.
	Scale         float64
	Width, Height int // of the picture, in pixels
}

// At returns where a point of the map lies on the picture, nearest to its centre: in pixels from the upper left corner.
func (v View) At(x, y float64) (px, py float64) {
	return float64(v.Width)/2 + math.Remainder(x-v.X, 1)*v.Scale, float64(v.Height)/2 + (y-v.Y)*v.Scale
}

// Point returns the point of the map at a place of the picture, in pixels from the upper left corner.
func (v View) Point(px, py float64) (x, y float64) {
	x = v.X + (px-float64(v.Width)/2)/v.Scale
	return x - math.Floor(x), v.Y + (py-float64(v.Height)/2)/v.Scale
}

// Colours are those of a map. They are opaque.
type Colours struct{ Land, Water, Border color.RGBA }

// Draw draws a part of the map. Borders are borderPx wide. It takes some 20 ms for a window (BenchmarkDraw).
func (w *World) Draw(v View, c Colours, borderPx float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, max(0, v.Width), max(0, v.Height)))
	if img.Rect.Empty() || !(v.Scale > 0) {
		return img
	}
	draw.Draw(img, img.Rect, image.NewUniform(c.Water), image.Point{}, draw.Src)
	d := drawing{v: v, fill: vector.NewRasterizer(v.Width, v.Height), unit: v.Scale / Units}
	l := w.levelFor(v.Scale)
	for _, x := range d.copies() {
		for _, r := range l.rings {
			d.ring(r, x)
		}
	}
	d.fill.Draw(img, img.Rect, image.NewUniform(c.Land), image.Point{})
	d.fill.Reset(v.Width, v.Height)
	for _, x := range d.copies() {
		for _, b := range l.borders {
			d.stroke(b, x, float32(borderPx/2))
		}
	}
	d.fill.Draw(img, img.Rect, image.NewUniform(c.Border), image.Point{})
	return img
}

// levelFor returns the coarsest level that is right to half a pixel.
func (w *World) levelFor(scale float64) level {
	for _, l := range w.levels {
		if l.tolerance*scale/Units <= 0.5 {
			return l
		}
	}
	return w.levels[len(w.levels)-1]
}

// drawing draws on one picture.
type drawing struct {
	v    View
	unit float64 // pixels of a unit
	fill *vector.Rasterizer
	a, b []place // of a ring
}

// place is a point on the picture, in pixels.
type place struct{ x, y float32 }

// copies returns how far to the east the maps begin of which the picture may show parts, in widths of the map.
func (d *drawing) copies() (all []float64) {
	half := float64(d.v.Width) / 2 / d.v.Scale // and Russia begins on one map and ends on the next
	for x := math.Floor(d.v.X-half) - 1; x <= math.Floor(d.v.X+half)+1; x++ {
		all = append(all, x)
	}
	return all
}

// slack is how far beyond the picture lines are cut off, in pixels: nothing that belongs to a border is seen there.
const slack = 4

// at returns the place of a point of the map that begins at x.
func (d *drawing) at(p Point, x float64) place {
	return place{
		float32(float64(d.v.Width)/2 + float64(p.X)*d.unit - (d.v.X-x)*d.v.Scale),
		float32(float64(d.v.Height)/2 + float64(p.Y)*d.unit - d.v.Y*d.v.Scale),
	}
}

// seen reports whether any of the box from one place to another may be on the picture, and whether all is.
func (d *drawing) seen(from, to place) (some, all bool) {
	w, h := float32(d.v.Width)+slack, float32(d.v.Height)+slack
	some = to.x >= -slack && from.x <= w && to.y >= -slack && from.y <= h
	return some, from.x >= -slack && to.x <= w && from.y >= -slack && to.y <= h
}

// ring adds a ring to what is filled.
func (d *drawing) ring(l line, x float64) {
	some, all := d.seen(d.at(l.min, x), d.at(l.max, x))
	if !some {
		return
	}
	d.a = d.a[:0]
	for _, p := range l.points {
		d.a = append(d.a, d.at(p, x))
	}
	if !all {
		d.clip()
	}
	for i, p := range d.a {
		if i == 0 {
			d.fill.MoveTo(p.x, p.y)
		} else {
			d.fill.LineTo(p.x, p.y)
		}
	}
	d.fill.ClosePath()
}

// clip cuts the ring off a little beyond the picture (Sutherland and Hodgman 1974): floating-point numbers of 32 bits
// are too coarse for places far away.
func (d *drawing) clip() {
	w, h := float32(d.v.Width)+slack, float32(d.v.Height)+slack
	d.cut(func(p place) float32 { return p.x + slack })
	d.cut(func(p place) float32 { return w - p.x })
	d.cut(func(p place) float32 { return p.y + slack })
	d.cut(func(p place) float32 { return h - p.y })
}

// cut removes what has a negative depth from the ring.
func (d *drawing) cut(depth func(place) float32) {
	d.b = d.b[:0]
	for i, p := range d.a {
		last := d.a[(i+len(d.a)-1)%len(d.a)]
		from, to := depth(last), depth(p)
		if from >= 0 != (to >= 0) {
			t := from / (from - to)
			d.b = append(d.b, place{last.x + t*(p.x-last.x), last.y + t*(p.y-last.y)})
		}
		if to >= 0 {
			d.b = append(d.b, p)
		}
	}
	d.a, d.b = d.b, d.a
}

// stroke adds a border to what is filled, half as wide to each side of the line.
func (d *drawing) stroke(l line, x float64, half float32) {
	if some, _ := d.seen(d.at(l.min, x), d.at(l.max, x)); !some {
		return
	}
	for i := 1; i < len(l.points); i++ {
		a, b := d.at(l.points[i-1], x), d.at(l.points[i], x)
		low, high := place{min(a.x, b.x), min(a.y, b.y)}, place{max(a.x, b.x), max(a.y, b.y)}
		if some, _ := d.seen(low, high); !some {
			continue
		}
		long := float32(math.Hypot(float64(b.x-a.x), float64(b.y-a.y)))
		if long == 0 {
			continue
		}
		dx, dy := half*(b.y-a.y)/long, half*(a.x-b.x)/long // the same way round for each part: they do not cancel out
		d.fill.MoveTo(a.x+dx, a.y+dy)
		d.fill.LineTo(b.x+dx, b.y+dy)
		d.fill.LineTo(b.x-dx, b.y-dy)
		d.fill.LineTo(a.x-dx, a.y-dy)
		d.fill.ClosePath()
	}
}
