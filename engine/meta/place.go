package meta

import (
	"math"
	"strconv"
	"strings"

	"recollect/engine/photo"
)

// placeAt is the place, or nil where it is not one on earth, or the one in the
// sea that stands for none.
func placeAt(latitude, longitude float64) *photo.Place {
	// Written so that what is not a number is no place either.
	if !(math.Abs(latitude) <= 90 && math.Abs(longitude) <= 180) || latitude == 0 && longitude == 0 {
		return nil
	}
	return &photo.Place{Latitude: latitude, Longitude: longitude}
}

// lift sets the altitude of a place, which may be nil, unless it is none.
func lift(p *photo.Place, metres float64, below bool) {
	const highest = 100_000 // above all that flies
	if p == nil || !(math.Abs(metres) <= highest) {
		return
	}
	if below {
		metres = -math.Abs(metres)
	}
	p.AltitudeM, p.HasAltitude = metres, true
}

// xmpDegrees reads a coordinate as XMP writes it: "26,34.951N", "26,34,57N", and,
// as some programs have it, "-26.5825".
func xmpDegrees(s string) float64 {
	s = strings.TrimSpace(s)
	number := strings.TrimRight(s, "NSEWnsew")
	total, parts := 0.0, 1.0
	for part := range strings.SplitSeq(number, ",") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return math.NaN()
		}
		total += n / parts
		parts *= 60
	}
	if strings.ContainsAny(s[len(number):], "SWsw") {
		return -total
	}
	return total
}
