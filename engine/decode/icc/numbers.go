package icc

import "math"

// ByNumbers returns the conversion to sRGB of colours declared by numbers of ITU-T H.273 (the same
// as those of ISO/IEC 23091-2): ColourPrimaries and TransferCharacteristics. It is nil if they are
// sRGB within 1 of 255. ok is false if both are unspecified (2), or one is unknown: then another
// source in the file may say more.
func ByNumbers(primaries, transfer int) (t *Transform, ok bool) {
	const unspecified = 2
	if primaries == unspecified && transfer == unspecified {
		return nil, false
	}
	c, known := chromaticitiesOf(primaries)
	if !known {
		return nil, false
	}
	columns, known := c.columns()
	if !known {
		return nil, false
	}
	var made *Transform
	switch transfer {
	case transferPQ:
		made = newHDR(pq, columns, nil)
	case transferHLG:
		scene, _ := c.toXYZ()
		made = newHDR(hlg, columns, &scene[1])
	default:
		light, known := curveOf(transfer)
		if !known {
			return nil, false
		}
		made = newTransform([3]curve{light, light, light}, columns)
	}
	return made.orNil(), true
}

// OfBoxes returns the conversion of the pixels of HEIC and AVIF: by their profile, or by numbers of
// H.273 if that is missing or unusable. It is nil if they are sRGB, or the file declares nothing
// usable.
func OfBoxes(profile []byte, grey bool, primaries, transfer int) *Transform {
	space := spaceRGB
	if grey {
		space = spaceGrey
	}
	if t, err := ofSpace(profile, space); err == nil {
		return t
	}
	t, _ := ByNumbers(primaries, transfer)
	return t
}

// Numbers of H.273, table 3, that need more than a curve.
const (
	transferPQ  = 16
	transferHLG = 18
)

// curveOf returns the curve of a number of H.273, table 3. The camera curve of BT.709, BT.601 and
// BT.2020 is taken for that of sRGB, as in browsers: still pictures that declare it were made for
// the same screens, and few encoders distinguish the two.
func curveOf(transfer int) (curve, bool) {
	switch transfer {
	case 1, 2, 6, 13, 14, 15:
		return srgb, true
	case 4:
		return gamma(2.2), true
	case 5:
		return gamma(2.8), true
	case 8:
		return gamma(1), true
	}
	return nil, false
}

// chromaticities are x and y (CIE 1931) of white, red, green and blue.
type chromaticities [4][2]float64

var d65 = [2]float64{0.3127, 0.3290}

// chromaticitiesOf returns the chromaticities of a number of H.273, table 2.
func chromaticitiesOf(primaries int) (chromaticities, bool) {
	switch primaries {
	case 1, 2:
		return chromaticities{d65, {0.640, 0.330}, {0.300, 0.600}, {0.150, 0.060}}, true
	case 4:
		return chromaticities{{0.310, 0.316}, {0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}}, true
	case 5:
		return chromaticities{d65, {0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}}, true
	case 6, 7:
		return chromaticities{d65, {0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}}, true
	case 8:
		return chromaticities{{0.310, 0.316}, {0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}}, true
	case 9:
		return chromaticities{d65, {0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}}, true
	case 11:
		return chromaticities{{0.314, 0.351}, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}, true
	case 12:
		return chromaticities{d65, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}, true
	case 22:
		return chromaticities{d65, {0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}}, true
	}
	return chromaticities{}, false
}

// toXYZ takes light of the primaries to XYZ, where all of it is white of Y = 1 (SMPTE RP
// 177). ok is false if they span no triangle.
func (c chromaticities) toXYZ() (m matrix3, ok bool) {
	var all [4][3]float64
	for i, xy := range c {
		if all[i], ok = whole(xy); !ok {
			return m, false
		}
	}
	for row := range m {
		m[row] = [3]float64{all[1][row], all[2][row], all[3][row]}
	}
	inverse, ok := m.inverse()
	share := inverse.times(all[0])
	for row := range m {
		for i := range share {
			m[row][i] *= share[i]
		}
	}
	return m, ok
}

// columns returns XYZ of the primaries, adapted to D50. ok is as that of toXYZ.
func (c chromaticities) columns() (columns primaries, ok bool) {
	m, ok := c.toXYZ()
	if !ok {
		return columns, false
	}
	white, _ := whole(c[0])
	adapt := adaptation(white)
	for i := range columns {
		columns[i] = adapt.times([3]float64{m[0][i], m[1][i], m[2][i]})
	}
	return columns, true
}

// whole returns the colour of a chromaticity, scaled to Y = 1.
func whole(c [2]float64) (v [3]float64, ok bool) {
	x, y := c[0], c[1]
	if !(x >= 0 && y > 0.001 && x <= 1 && y <= 1) {
		return v, false
	}
	return [3]float64{x / y, 1, (1 - x - y) / y}, true
}

// adaptation takes XYZ under a white to that under D50, the white of profiles, by the
// linear Bradford transform (ICC.1:2022, annex E).
func adaptation(white [3]float64) matrix3 {
	cone := matrix3{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	back, _ := cone.inverse()
	from, to := cone.times(white), cone.times([3]float64{0.9642, 1, 0.8249})
	var scaled matrix3
	for i := range 3 {
		for k := range 3 {
			scaled[i][k] = to[i] / from[i] * cone[i][k]
		}
	}
	var out matrix3
	for k := range 3 {
		column := back.times([3]float64{scaled[0][k], scaled[1][k], scaled[2][k]})
		out[0][k], out[1][k], out[2][k] = column[0], column[1], column[2]
	}
	return out
}

// matrix3 is a matrix by rows.
type matrix3 [3][3]float64

func (m matrix3) times(v [3]float64) (out [3]float64) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

// inverse returns the inverse, by cofactors; ok is false if the matrix is singular or nearly so.
func (m matrix3) inverse() (out matrix3, ok bool) {
	cofactor := func(i, k int) float64 {
		a, b, c, d := (i+1)%3, (i+2)%3, (k+1)%3, (k+2)%3
		return m[a][c]*m[b][d] - m[a][d]*m[b][c]
	}
	det := m[0][0]*cofactor(0, 0) + m[0][1]*cofactor(0, 1) + m[0][2]*cofactor(0, 2)
	if math.Abs(det) < 1e-9 || math.IsNaN(det) {
		return out, false
	}
	for i := range 3 {
		for k := range 3 {
			out[k][i] = cofactor(i, k) / det
		}
	}
	return out, true
}
