package icc

import "math"

// Pictures of high dynamic range are shown on a screen of standard range.
//
// Their light is scaled so that HDR reference white, 203 cd/m², which is 58 % of the signal of PQ
// and 75 % of that of HLG (ITU-R BT.2408-7, table 1), is the white of the screen, and light below
// 90 % of that stays as it is: SDR content in such a picture keeps its look (BT.2408-7, 5.1,
// "direct mapping"). Brighter light is compressed by the curve of method C of ITU-R BT.2446-1, a
// line and then a logarithm, with its constants chosen so that the two meet at 90 % and
// differences end at 1,000 cd/m². Reference white is 97 % of the screen's light then, 248 of 255.
//
// The curve is applied to the largest of red, green and blue, and the others are scaled with it,
// so that no hue changes on the way (as "maxRGB" of SMPTE ST 2094-10 does).
const (
	whiteNits = 203.0  // HDR reference white
	peakNits  = 1000.0 // the nominal peak of HLG, and of most displays that PQ is graded on
	knee      = 0.9    // of the screen's light: where the logarithm begins
)

// Constants of the curve of BT.2446-1, 6.1.4, in units of reference white: k1 is 1, and k3
// is what makes the peak 1.
const (
	curveK3 = 0.97936
	curveK2 = knee * (1 - curveK3)
)

// compressed returns the light on the screen, 0 to 1, of light in units of reference white.
func compressed(v float64) float64 {
	if v <= knee {
		return v
	}
	// k4 of the paper is what makes the two parts meet: the division by 1 - k3 does it too.
	return min(knee+curveK2*math.Log((v/knee-curveK3)/(1-curveK3)), 1)
}

// pq takes a sample to light in units of reference white (BT.2100-2, table 4).
func pq(v float64) float64 {
	const (
		m1, m2     = 2610.0 / 16384, 2523.0 / 4096 * 128
		c1, c2, c3 = 3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32
	)
	p := math.Pow(v, 1/m2)
	return 10_000 / whiteNits * math.Pow(max(p-c1, 0)/(c2-c3*p), 1/m1)
}

// hlg takes a sample to light of the scene, 0 to 1: the inverse of the OETF of BT.2100-2,
// table 5.
func hlg(v float64) float64 {
	const a, b, c = 0.17883277, 0.28466892, 0.55991073
	if v <= 0.5 {
		return v * v / 3
	}
	return (math.Exp((v-c)/a) + b) / 12
}

// tone is how light of high dynamic range becomes that of the screen.
type tone struct {
	// luma are the weights of luminance of what is light of the scene; nil: it is that of
	// a display.
	luma *[3]float64
	// gain is what the display adds to light of the scene, by the fourth root of luminance.
	gain [gains]float32
}

const gains = 1 << 12

// newHDR returns a transform of light by c, whose luma is that of scenes, or nil.
func newHDR(c curve, p primaries, luma *[3]float64) *Transform {
	t := newTransform([3]curve{c, c, c}, p)
	t.hdr = &tone{luma: luma}
	if luma != nil {
		// BT.2100-2, table 5: the OOTF of a display of 1,000 cd/m², whose gamma is 1.2.
		for i := range t.hdr.gain {
			y := math.Pow(float64(i)/(gains-1), 4)
			t.hdr.gain[i] = float32(peakNits / whiteNits * math.Pow(y, 1.2-1))
		}
	}
	return t
}

// screen returns the light on the screen.
func (t *tone) screen(r, g, b float32) (float32, float32, float32) {
	scale := float32(1)
	if t.luma != nil {
		y := float64(r)*t.luma[0] + float64(g)*t.luma[1] + float64(b)*t.luma[2]
		scale = t.gain[int(min(math.Sqrt(math.Sqrt(max(y, 0))), 1)*(gains-1)+0.5)]
	}
	if most := max(r, g, b) * scale; most > knee {
		scale *= float32(compressed(float64(most))) / most
	}
	return r * scale, g * scale, b * scale
}
