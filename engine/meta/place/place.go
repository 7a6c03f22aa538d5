// Package place reads where a picture was taken, as EXIF, XMP and Google Takeout write it.
package place

import (
	"math"
	"regexp"
	"strings"

	"recollect/engine/meta/words"
	"recollect/engine/photo"
)

// At returns the place, or nil if it is not one on earth, or the one in the sea
// that stands for none.
func At(latitude, longitude float64) *photo.Place {
	// Written so that what is not a number is no place either.
	if !(math.Abs(latitude) <= 90 && math.Abs(longitude) <= 180) || latitude == 0 && longitude == 0 {
		return nil
	}
	return &photo.Place{Latitude: latitude, Longitude: longitude}
}

// SetAltitude sets the altitude of a place, which may be nil, unless it is none.
func SetAltitude(p *photo.Place, metres float64, below bool) {
	const highest = 100_000 // above all that flies
	if p == nil || !(math.Abs(metres) <= highest) {
		return
	}
	if below {
		metres = -math.Abs(metres)
	}
	p.AltitudeM, p.HasAltitude = metres, true
}

// Degrees returns a coordinate of degrees, minutes and seconds on the half of the earth
// that ref names, "N", "S", "E" or "W", or a word that begins so. A part that is not a number
// is left out, but for the degrees. A negative one lies south or west whatever ref says.
func Degrees(parts [3]float64, ref string) float64 {
	total := math.Abs(parts[0])
	for i, n := range parts[1:] {
		if size := []float64{60, 3600}[i]; !math.IsNaN(n) {
			total += math.Abs(n) / size
		}
	}
	ref = strings.ToUpper(strings.TrimSpace(ref))
	if parts[0] < 0 || math.Signbit(parts[0]) || strings.HasPrefix(ref, "S") || strings.HasPrefix(ref, "W") {
		return -total
	}
	return total
}

// coordinate matches written degrees: numbers, or fractions of them.
var coordinate = regexp.MustCompile(`-?\d+(?:\.\d+)?(?:/\d+)?`)

// Parse reads a coordinate as XMP writes it, "26,34.951N" and "26,34,57N", and,
// as programs and cameras have it, "-26.5825", "26 deg 34' 57.06\" N" and, with commas for decimal
// points, "26,0000,34,0000,57,0600". ref says on which half of the earth, where the text does not.
func Parse(s, ref string) float64 {
	all := coordinate.FindAllString(s, 7)
	if len(all) == 6 && strings.Count(s, ",") == 5 {
		all = []string{all[0] + "." + all[1], all[2] + "." + all[3], all[4] + "." + all[5]}
	}
	if len(all) == 0 || len(all) > 3 {
		return math.NaN()
	}
	parts := [3]float64{math.NaN(), math.NaN(), math.NaN()}
	for i, number := range all {
		parts[i] = words.Number(number, 0)
	}
	if half := strings.TrimLeft(s, " "); half != "" && strings.ContainsAny(half[:1], "NSEWnsew") {
		ref = half[:1]
	}
	if half := strings.TrimRight(s, " "); half != "" && strings.ContainsAny(half[len(half)-1:], "NSEWnsew") {
		ref = half[len(half)-1:]
	}
	return Degrees(parts, ref)
}
