package icc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

const (
	// maxBytes is the size of the largest profile that is read. Profiles of matrices have some
	// hundred bytes, those of printers' tables some megabytes.
	maxBytes = 4 << 20
	// maxTags is more than any profile has.
	maxTags = 256
)

var errBroken = errors.New("icc: profile is broken")

// profile is a parsed profile, by the names of its tags.
type profile struct {
	space string // spaceRGB, spaceGrey or another
	to    string // connection space: "XYZ " for those that are understood
	tags  map[string][]byte
}

// parse reads the header and the table of tags (ICC.1:2022, 7.2 and 7.3).
func parse(data []byte) (profile, error) {
	const header, entry = 128, 12
	if len(data) < header+4 || len(data) > maxBytes || string(data[36:40]) != "acsp" {
		return profile{}, errBroken
	}
	p := profile{string(data[16:20]), string(data[20:24]), map[string][]byte{}}
	n := binary.BigEndian.Uint32(data[header:])
	if n > maxTags || header+4+int(n)*entry > len(data) {
		return profile{}, errBroken
	}
	for i := range int(n) {
		e := data[header+4+i*entry:][:entry]
		at, size := uint64(binary.BigEndian.Uint32(e[4:])), uint64(binary.BigEndian.Uint32(e[8:]))
		if at+size <= uint64(len(data)) {
			p.tags[string(e[:4])] = data[at:][:size]
		}
	}
	return p, nil
}

func (p profile) transform() (*Transform, error) {
	// The tables and curves of a profile of high dynamic range are an approximation for old
	// programs; its numbers are exact (ICC.1:2022, 9.2.17).
	if n := p.tags["cicp"]; len(n) >= 12 && p.space == spaceRGB && (n[9] == transferPQ || n[9] == transferHLG) {
		if t, ok := ByNumbers(int(n[8]), int(n[9])); ok {
			return t, nil
		}
	}
	if p.to != "XYZ " {
		return nil, fmt.Errorf("%w: connection space %q", ErrUnsupported, p.to)
	}
	switch p.space {
	case spaceGrey:
		c, err := readCurve(p.tags["kTRC"])
		if err != nil {
			return nil, err
		}
		return newGrey(c), nil
	case spaceRGB:
		return p.ofPrimaries()
	}
	return nil, fmt.Errorf("%w: colours %q", ErrUnsupported, p.space)
}

func (p profile) ofPrimaries() (*Transform, error) {
	if p.tags["rXYZ"] == nil && p.tags["A2B0"] != nil {
		return nil, fmt.Errorf("%w: tables only", ErrUnsupported)
	}
	var (
		curves  [3]curve
		columns primaries
		err     error
	)
	for i, c := range []string{"r", "g", "b"} {
		if curves[i], err = readCurve(p.tags[c+"TRC"]); err != nil {
			return nil, err
		}
		if columns[i], err = readXYZ(p.tags[c+"XYZ"]); err != nil {
			return nil, err
		}
	}
	return newTransform(curves, columns), nil
}

// readXYZ reads an XYZType (10.31).
func readXYZ(tag []byte) (xyz [3]float64, err error) {
	if len(tag) < 20 || string(tag[:4]) != "XYZ " {
		return xyz, errBroken
	}
	for i := range xyz {
		xyz[i] = fixed(tag[8+4*i:])
	}
	return xyz, nil
}

// fixed reads an s15Fixed16Number (4.6).
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / (1 << 16) }

// readCurve reads a curveType (10.6) or a parametricCurveType (10.18).
func readCurve(tag []byte) (curve, error) {
	if len(tag) < 12 {
		return nil, errBroken
	}
	switch string(tag[:4]) {
	case "curv":
		return sampled(tag[12:], binary.BigEndian.Uint32(tag[8:]))
	case "para":
		return parametric(tag[12:], binary.BigEndian.Uint16(tag[8:]))
	}
	return nil, fmt.Errorf("%w: curve %q", ErrUnsupported, tag[:4])
}

// sampled returns a curve of n numbers of 16 bits at equal distances. No number means a straight
// line; a single one is an exponent with 8 fractional bits.
func sampled(b []byte, n uint32) (curve, error) {
	if uint64(n)*2 > uint64(len(b)) {
		return nil, errBroken
	}
	switch n {
	case 0:
		return gamma(1), nil
	case 1:
		return gamma(float64(binary.BigEndian.Uint16(b)) / (1 << 8)), nil
	}
	at := func(i int) float64 { return float64(binary.BigEndian.Uint16(b[2*i:])) / math.MaxUint16 }
	last := int(n) - 1
	return func(v float64) float64 {
		whole, part := math.Modf(v * float64(last))
		i := min(int(whole), last-1)
		if whole > float64(i) { // v is 1
			return at(last)
		}
		return at(i)*(1-part) + at(i+1)*part
	}, nil
}

// parametric returns one of the functions 0 to 4 of table 68. Its results are clamped to 0..1,
// whatever the parameters.
func parametric(b []byte, function uint16) (curve, error) {
	counts := []int{1, 3, 4, 5, 7}
	if int(function) >= len(counts) || len(b) < 4*counts[function] {
		return nil, errBroken
	}
	var p [7]float64 // g, a, b, c, d, e, f
	for i := range counts[function] {
		p[i] = fixed(b[4*i:])
	}
	g, a, shift, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	power := func(v float64) float64 { return math.Pow(max(a*v+shift, 0), g) }
	var of curve
	switch function {
	case 0:
		of = gamma(g)
	case 1, 2: // what lies below -b/a is c, for 1 that is 0
		of = func(v float64) float64 {
			if a*v+shift < 0 {
				return c
			}
			return power(v) + c
		}
	default:
		of = func(v float64) float64 {
			if v < d {
				return c*v + f
			}
			return power(v) + e
		}
	}
	return func(v float64) float64 {
		if v = of(v); v >= 0 && v <= 1 {
			return v
		} else if v > 1 {
			return 1
		}
		return 0 // NaN too
	}, nil
}
