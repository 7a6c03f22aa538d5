// Package world draws the land of the earth and the borders of its countries, from outlines that are part of the
// program: Natural Earth's, 1:10 million, made by scripts/world. It needs no network and no tiles. A coast is right to
// about 400 metres.
//
// # Format
//
// world.bin is Magic, whose last byte is the version, and a stream of DEFLATE (RFC 1951) with numbers as
// encoding/binary writes them, signed ones as Varint and others as Uvarint:
//
//	how many arcs; of each: 2 * how many points, + 1 if it is a border on land; of each point the signed difference
//	from the point before, of the first from 0, 0: x to the east and y to the south, in units of 1/131072 of the map;
//	an arc that crosses the date line goes on beyond the map
//	how many rings; of each: how many arcs it has, and which, signed: i, or -1 - i for arc i in reverse
//
// The map is that of photo.OnMap. Rings are closed, and those around land run the other way than those around water
// within land.
package world

import (
	"bufio"
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
)

//go:embed world.bin
var outlines []byte

// Magic begins a file of outlines.
const Magic = "recworld\x01"

// Units is how many units the map is wide and high.
const Units = 1 << 17

// Point is a point on the map, in units.
type Point struct{ X, Y int32 }

// World is the outlines. It is safe for several goroutines.
type World struct{ levels []level }

// level is the outlines for some scales: no line is more than tolerance units from the exact one.
type level struct {
	tolerance float64
	rings     []line // of land, and of water within it
	borders   []line
}

// line is a line with the box around it.
type line struct {
	points   []Point
	min, max Point
}

// tolerances are those of the levels, the coarsest first.
var tolerances = []float64{64, 16, 4, 0}

// Open returns the outlines of the program. The first call takes 0.2 s, and 8 MB that stay (BenchmarkRead).
var Open = sync.OnceValues(func() (*World, error) { return Read(outlines) })

var errDamaged = errors.New("the outlines are damaged")

// arc is a line of the file.
type arc struct {
	points []Point
	border bool
}

// The most that a file may have.
const (
	mostBytes = 8 << 20 // unpacked
	mostRing  = 1 << 20 // points of a ring
)

// Read reads a file of outlines. It returns an error for one that is damaged, or of another version.
func Read(file []byte) (*World, error) {
	packed, ok := strings.CutPrefix(string(file), Magic)
	if !ok {
		return nil, fmt.Errorf("%w: no magic", errDamaged)
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(strings.NewReader(packed)), mostBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	r := &reader{bufio.NewReader(bytes.NewReader(plain)), len(plain), nil}
	arcs := r.arcs()
	rings := r.rings(len(arcs))
	if r.err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, r.err)
	}
	w := &World{}
	for _, t := range tolerances {
		l, err := levelOf(arcs, rings, t)
		if err != nil {
			return nil, err
		}
		w.levels = append(w.levels, l)
	}
	return w, nil
}

// reader reads numbers, and remembers the first error.
type reader struct {
	from *bufio.Reader
	size int // of all
	err  error
}

// count reads how many things follow, each of which takes a byte at least.
func (r *reader) count() int {
	n, err := binary.ReadUvarint(r.from)
	if err == nil && n > 2*uint64(r.size)+1 {
		err = errors.New("a count is too large")
	}
	if r.err = errors.Join(r.err, err); r.err != nil {
		return 0
	}
	return int(n)
}

func (r *reader) signed() int64 {
	n, err := binary.ReadVarint(r.from)
	r.err = errors.Join(r.err, err)
	return n
}

func (r *reader) arcs() []arc {
	var all []arc
	for n := r.count(); n > 0 && r.err == nil; n-- {
		flags := r.count()
		a := arc{border: flags&1 == 1}
		var x, y int64
		for k := flags >> 1; k > 0 && r.err == nil; k-- {
			x, y = x+r.signed(), y+r.signed()
			if x < -Units || x > 2*Units || y < 0 || y > Units {
				r.err = errors.Join(r.err, errors.New("a point is not on the map"))
			}
			a.points = append(a.points, Point{int32(x), int32(y)})
		}
		all = append(all, a)
	}
	return all
}

// rings reads rings of arcs, of which there are so many.
func (r *reader) rings(arcs int) [][]int {
	var all [][]int
	for n := r.count(); n > 0 && r.err == nil; n-- {
		var ring []int
		for k := r.count(); k > 0 && r.err == nil; k-- {
			a := r.signed()
			if max(a, -1-a) >= int64(arcs) {
				r.err = errors.Join(r.err, errors.New("a ring has an arc that is not there"))
			}
			ring = append(ring, int(a))
		}
		all = append(all, ring)
	}
	return all
}

// levelOf returns the outlines to a tolerance, without rings that are smaller than it.
func levelOf(arcs []arc, rings [][]int, tolerance float64) (level, error) {
	l := level{tolerance: tolerance}
	lines := make([][]Point, len(arcs))
	for i, a := range arcs {
		lines[i] = Simplify(a.points, tolerance)
		if a.border && len(lines[i]) > 1 {
			l.borders = append(l.borders, boxed(lines[i]))
		}
	}
	for _, r := range rings {
		var points []Point
		for _, a := range r {
			points = join(points, lines[max(a, -1-a)], a < 0)
			if len(points) > mostRing {
				return level{}, fmt.Errorf("%w: a ring has too many points", errDamaged)
			}
		}
		b := boxed(closeRound(points))
		if wide := max(b.max.X-b.min.X, b.max.Y-b.min.Y); len(b.points) > 2 && float64(wide) >= tolerance {
			l.rings = append(l.rings, b)
		}
	}
	return l, nil
}

// join continues a ring by an arc, on the side of the date line where it is.
func join(ring, arc []Point, reverse bool) []Point {
	for i := range arc {
		p := arc[i]
		if reverse {
			p = arc[len(arc)-1-i]
		}
		if len(ring) > 0 {
			p.X = Nearest(p.X, ring[len(ring)-1].X)
		}
		if len(ring) == 0 || ring[len(ring)-1] != p {
			ring = append(ring, p)
		}
	}
	return ring
}

// Nearest returns x, or where the same meridian is nearer to another on the map beside.
func Nearest(x, other int32) int32 {
	return x - Units*int32(math.Round(float64(x-other)/Units))
}

// closeRound closes a ring that leads round the south pole by the edge of the map.
func closeRound(ring []Point) []Point {
	if len(ring) == 0 || ring[0].X == ring[len(ring)-1].X {
		return ring
	}
	return append(ring, Point{ring[len(ring)-1].X, Units}, Point{ring[0].X, Units})
}

func boxed(points []Point) line {
	l := line{points: points}
	for i, p := range points {
		if i == 0 {
			l.min, l.max = p, p
		}
		l.min = Point{min(l.min.X, p.X), min(l.min.Y, p.Y)}
		l.max = Point{max(l.max.X, p.X), max(l.max.Y, p.Y)}
	}
	return l
}

// Simplify returns a line of some of the points, from which none is farther than tolerance (Douglas and Peucker 1973).
// The ends stay, also those of a ring, which are the same.
func Simplify(points []Point, tolerance float64) []Point {
	if len(points) < 3 || tolerance <= 0 {
		return points
	}
	keep := make([]bool, len(points))
	keep[0], keep[len(points)-1] = true, true
	type part struct{ from, to int }
	for parts := []part{{0, len(points) - 1}}; len(parts) > 0; {
		p := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		far, at := tolerance*tolerance, -1
		for i := p.from + 1; i < p.to; i++ {
			if d := apart(points[i], points[p.from], points[p.to]); d > far {
				far, at = d, i
			}
		}
		if at >= 0 {
			keep[at] = true
			parts = append(parts, part{p.from, at}, part{at, p.to})
		}
	}
	var out []Point
	for i, k := range keep {
		if k {
			out = append(out, points[i])
		}
	}
	return out
}

// apart returns the square of the distance of p from the segment from a to b.
func apart(p, a, b Point) float64 {
	dx, dy := float64(b.X-a.X), float64(b.Y-a.Y)
	px, py := float64(p.X-a.X), float64(p.Y-a.Y)
	if long := dx*dx + dy*dy; long > 0 {
		t := min(1, max(0, (px*dx+py*dy)/long))
		px, py = px-t*dx, py-t*dy
	}
	return px*px + py*py
}
