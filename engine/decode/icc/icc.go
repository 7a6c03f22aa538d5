// Package icc converts pictures from the colours that their file names, by an ICC
// profile, by numbers (H.273) or by PNG's own chunks, to sRGB, so that pictures of phones
// (Display P3), of cameras set to Adobe RGB and of high dynamic range (PQ, HLG) do not
// look washed out.
//
// It knows the profiles that photos have: three primaries and a curve for each
// (matrix/TRC), or one curve of grey. That is relative colorimetric, without black point
// compensation. What lies outside of sRGB is clipped channel by channel: a screen could
// not show it, and any other mapping would change the colours inside. Profiles that
// consist of tables alone, as for printers, and profiles of CMYK are refused.
//
// The package finds the profiles of JPEG, PNG, WebP and TIFF files itself; it decodes no
// pixels.
package icc

import (
	"errors"
	"image"
	"math"
)

// ErrUnsupported: a profile that is neither of primaries nor of grey.
var ErrUnsupported = errors.New("icc: kind of profile not supported")

// Transform converts colours to sRGB. It may be used by several goroutines at once.
type Transform struct {
	light  [3][256]float32 // of each channel: from a sample to light, 0 to 1
	matrix [3][3]float32   // from light of the profile's primaries to that of sRGB's
	curves [3]curve        // what light is made of
	hdr    *tone           // what is done to light before matrix; nil: nothing
}

// New reads a profile of version 2 or 4 (ICC.1:2022). It returns nil if the profile is sRGB, within
// 1 of 255. The error is ErrUnsupported or says what is broken.
func New(profile []byte) (*Transform, error) {
	p, err := parse(profile)
	if err != nil {
		return nil, err
	}
	t, err := p.transform()
	if err != nil {
		return nil, err
	}
	return t.orNil(), nil
}

// orNil returns t, or nil if t changes nothing.
func (t *Transform) orNil() *Transform {
	if t == nil || t.isSRGB() {
		return nil
	}
	return t
}

// primaries are the columns XYZ of red, green and blue, adapted to D50.
type primaries [3][3]float64

// fromXYZ takes XYZ adapted to D50 by Bradford, as profiles hold it, to light of
// the primaries of IEC 61966-2-1 (the inverse of the columns in the ICC's sRGB profile).
var fromXYZ = [3][3]float64{
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}

func newTransform(curves [3]curve, p primaries) *Transform {
	t := &Transform{curves: curves}
	for c, light := range curves {
		for i := range t.light[c] {
			t.light[c][i] = float32(light(float64(i) / 255))
		}
		for out, row := range fromXYZ {
			t.matrix[out][c] = float32(row[0]*p[c][0] + row[1]*p[c][1] + row[2]*p[c][2])
		}
	}
	return t
}

// newGrey returns a transform by which grey stays grey.
func newGrey(c curve) *Transform {
	t := &Transform{curves: [3]curve{c, c, c}, matrix: [3][3]float32{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}
	for i := range t.light[0] {
		t.light[0][i] = float32(c(float64(i) / 255))
	}
	t.light[1], t.light[2] = t.light[0], t.light[0]
	return t
}

// Toned reports whether t changes greys so much that the stored picture looks wrong: too pale, as
// with PQ and HLG, or too dark, as with linear light.
func (t *Transform) Toned() bool {
	const much = 32 // of 255; the profiles of cameras and screens differ by 18 at most
	if t == nil {
		return false
	}
	samples := encoded()
	for v := range 256 {
		if d := int(t.convert(samples, uint8(v), uint8(v), uint8(v))[1]) - v; d > much || d < -much {
			return true
		}
	}
	return false
}

// isSRGB reports whether t changes nothing by more than 1 of 255.
func (t *Transform) isSRGB() bool {
	samples := encoded()
	for r := 0; r < 256; r += 17 {
		for g := 0; g < 256; g += 17 {
			for b := 0; b < 256; b += 17 {
				got := t.convert(samples, uint8(r), uint8(g), uint8(b))
				for c, want := range [3]int{r, g, b} {
					if d := int(got[c]) - want; d > 1 || d < -1 {
						return false
					}
				}
			}
		}
	}
	return true
}

// Apply converts img in place. Its colours are multiplied with alpha, before and after.
func (t *Transform) Apply(img *image.RGBA) {
	samples := encoded()
	var last, converted [4]byte // pictures have many runs of one colour
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:img.Rect.Dx()*4]
		for ; len(row) >= 4; row = row[4:] {
			p := (*[4]byte)(row)
			if *p != last {
				last, converted = *p, t.pixel(samples, *p)
			}
			*p = converted
		}
	}
}

func (t *Transform) pixel(samples *[steps]uint8, p [4]byte) [4]byte {
	switch alpha := uint32(p[3]); alpha {
	case 0:
		return p
	case 255:
		c := t.convert(samples, p[0], p[1], p[2])
		return [4]byte{c[0], c[1], c[2], 255}
	default:
		straight := func(v byte) byte { return byte(min((uint32(v)*255+alpha/2)/alpha, 255)) }
		c := t.convert(samples, straight(p[0]), straight(p[1]), straight(p[2]))
		multiplied := func(v byte) byte { return byte((uint32(v)*alpha + 127) / 255) }
		return [4]byte{multiplied(c[0]), multiplied(c[1]), multiplied(c[2]), p[3]}
	}
}

func (t *Transform) convert(samples *[steps]uint8, r, g, b uint8) (out [3]uint8) {
	return t.encode(samples, t.light[0][r], t.light[1][g], t.light[2][b])
}

// encode returns the samples of sRGB for light of the profile's primaries.
func (t *Transform) encode(samples *[steps]uint8, r, g, b float32) (out [3]uint8) {
	if t.hdr != nil {
		r, g, b = t.hdr.screen(r, g, b)
	}
	for c := range out {
		m := &t.matrix[c]
		v := m[0]*r + m[1]*g + m[2]*b
		out[c] = samples[int(min(max(v, 0), 1)*(steps-1)+0.5)]
	}
	return out
}

// steps is the number of steps of light: enough for dark tones, where the curve of sRGB is steepest
// (12.92).
const steps = 1 << 14

// curve takes a sample of 0 to 1 to light, of 0 to 1 but for high dynamic range.
type curve func(float64) float64

// srgb returns the curve of IEC 61966-2-1.
func srgb(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func gamma(g float64) curve {
	return func(v float64) float64 { return math.Pow(v, g) }
}
