package typeface

import (
	"encoding/binary"
	"math"

	"github.com/go-text/typesetting/font/opentype"
)

// em is how many units an em has in the programs that are written.
const em = 1000

// shape is a glyph of a program.
type shape struct {
	width    int
	segments []opentype.Segment // in units of the program
}

// program returns a font program of the Compact Font Format (Adobe technical note 5176), keyed by CID: glyphs are
// numbered in their order. Their outlines are written anew, so that it does not matter in which format they came.
func program(name string, glyphs []shape) []byte {
	strings := index([]byte("Adobe"), []byte("Identity"))
	global := index()
	var outlines [][]byte
	for _, g := range glyphs {
		outlines = append(outlines, g.charstring())
	}
	chars := index(outlines...)
	charset := binary.BigEndian.AppendUint16([]byte{2, 0, 1}, uint16(len(glyphs)-2)) // 1 and all that follow
	if len(glyphs) < 2 {
		charset = []byte{0}
	}
	selects := binary.BigEndian.AppendUint16([]byte{3, 0, 1, 0, 0, 0}, uint16(len(glyphs))) // all have font 0
	// The private dictionary is empty: widths stand with the glyphs.
	fonts := func(private int) []byte { return index(append(append(number5(0), number5(private)...), 18)) }
	names := index([]byte(name))

	head := []byte{1, 0, 4, 4}
	top := func(charsetAt, selectsAt, charsAt, fontsAt int) []byte {
		const firstString = 391 // of those that the font adds
		d := append(append(number5(firstString), number5(firstString+1)...), append(number5(0), 12, 30)...)
		d = append(append(d, number5(len(glyphs))...), 12, 34)
		d = append(append(d, number5(charsetAt)...), 15)
		d = append(append(d, number5(selectsAt)...), 12, 37)
		d = append(append(d, number5(charsAt)...), 17)
		return index(append(append(d, number5(fontsAt)...), 12, 36))
	}
	at := len(head) + len(names) + len(top(0, 0, 0, 0)) + len(strings) + len(global)
	charsetAt := at
	selectsAt := charsetAt + len(charset)
	charsAt := selectsAt + len(selects)
	fontsAt := charsAt + len(chars)
	end := fontsAt + len(fonts(0))

	var out []byte
	for _, part := range [][]byte{
		head, names, top(charsetAt, selectsAt, charsAt, fontsAt), strings, global, charset, selects, chars, fonts(end),
	} {
		out = append(out, part...)
	}
	return out
}

// index returns an INDEX.
func index(items ...[]byte) []byte {
	out := binary.BigEndian.AppendUint16(nil, uint16(len(items)))
	if len(items) == 0 {
		return out
	}
	out = append(out, 4) // bytes of an offset
	at := uint32(1)
	out = binary.BigEndian.AppendUint32(out, at)
	for _, item := range items {
		at += uint32(len(item))
		out = binary.BigEndian.AppendUint32(out, at)
	}
	for _, item := range items {
		out = append(out, item...)
	}
	return out
}

// number5 returns a number of a dictionary, which always takes five bytes, so that offsets do not move each other.
func number5(v int) []byte { return binary.BigEndian.AppendUint32([]byte{29}, uint32(v)) }

// Operators of Type 2 charstrings (technical note 5177).
const (
	rLineTo  = 5
	rrCurve  = 8
	endChar  = 14
	rMoveTo  = 21
	shortInt = 28
)

// pen writes a charstring. Each point is rounded by itself, so that errors do not add up.
type pen struct {
	out  []byte
	x, y int
}

// charstring returns the outline of a glyph.
func (s shape) charstring() []byte {
	p := pen{out: operand(nil, s.width)}
	if len(s.segments) == 0 || s.segments[0].Op != opentype.SegmentOpMoveTo {
		return append(p.out, endChar)
	}
	var at opentype.SegmentPoint
	for _, g := range s.segments {
		a := g.Args
		switch g.Op {
		case opentype.SegmentOpMoveTo:
			p.to(rMoveTo, a[0])
			at = a[0]
		case opentype.SegmentOpLineTo:
			p.to(rLineTo, a[0])
			at = a[0]
		case opentype.SegmentOpQuadTo: // the cubic curve that is the same
			p.to(rrCurve, between(at, a[0]), between(a[1], a[0]), a[1])
			at = a[1]
		case opentype.SegmentOpCubeTo:
			p.to(rrCurve, a[0], a[1], a[2])
			at = a[2]
		}
	}
	return append(p.out, endChar)
}

// between is two thirds of the way from an end of a quadratic curve to its control point.
func between(end, control opentype.SegmentPoint) opentype.SegmentPoint {
	return opentype.SegmentPoint{X: end.X + 2*(control.X-end.X)/3, Y: end.Y + 2*(control.Y-end.Y)/3}
}

// to writes an operator that goes through points.
func (p *pen) to(op byte, points ...opentype.SegmentPoint) {
	for _, pt := range points {
		x, y := round(float64(pt.X)), round(float64(pt.Y))
		p.out = operand(operand(p.out, x-p.x), y-p.y)
		p.x, p.y = x, y
	}
	p.out = append(p.out, op)
}

// farthest bounds coordinates, which may be anything in a font that is damaged, so that differences fit.
const farthest = 16_000

func round(v float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return int(math.Round(max(-farthest, min(farthest, v))))
}

// operand appends a number of a charstring.
func operand(out []byte, v int) []byte {
	switch {
	case v >= -107 && v <= 107:
		return append(out, byte(v+139))
	case v >= 108 && v <= 1131:
		v -= 108
		return append(out, byte(v>>8+247), byte(v))
	case v >= -1131 && v <= -108:
		v = -v - 108
		return append(out, byte(v>>8+251), byte(v))
	}
	return append(out, shortInt, byte(v>>8), byte(v))
}
