package query

import (
	"math"
	"strconv"
	"strings"
	"time"

	"recollect/engine/photo"
)

// Area asks for pictures taken within an area of the map.
type Area struct{ photo.Area }

func (Area) condition() {}

// finest is the fraction of a degree to which AreaText writes bounds: a metre.
const finest = 1e5

// AreaText writes the filter for an area, such as area:43.36,-3.9,43.52,-3.7: from the south-western corner to the
// north-eastern one. Bounds are rounded outwards by a metre at most.
func AreaText(a photo.Area) string {
	down := func(v float64) float64 { return math.Floor(v*finest) / finest }
	up := func(v float64) float64 { return math.Ceil(v*finest) / finest }
	var parts []string
	for _, v := range []float64{
		max(-90, down(a.South)), max(-180, down(a.West)), min(90, up(a.North)), min(180, up(a.East)),
	} {
		parts = append(parts, strconv.FormatFloat(v, 'f', -1, 64))
	}
	return "area:" + strings.Join(parts, ",")
}

func readArea(value string, _ time.Time) (Condition, error) {
	noArea := wrong{reason: photo.NewReason("query:no-area", photo.Args{"value": strconv.Quote(value)})}
	parts := strings.Split(value, ",")
	if len(parts) != 4 {
		return nil, noArea
	}
	var v [4]float64
	for i, p := range parts {
		most := 90.0
		if i%2 == 1 {
			most = 180
		}
		x, err := strconv.ParseFloat(p, 64)
		if err != nil || !(x >= -most && x <= most) { // NaN too
			return nil, noArea
		}
		v[i] = x
	}
	a := photo.Area{South: v[0], West: v[1], North: v[2], East: v[3]}
	if a.South > a.North {
		return nil, noArea
	}
	return Area{a}, nil
}
