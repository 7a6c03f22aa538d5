package photo

import "math"

// Spot is where a photo was taken.
type Spot struct {
	ID                  ID
	Latitude, Longitude float64 // degrees north and east
}

// Area is what lies between two latitudes and two meridians, which belong to it, in degrees. If West is larger than
// East, it crosses the date line.
type Area struct{ South, West, North, East float64 }

// Has reports whether a point lies in the area.
func (a Area) Has(latitude, longitude float64) bool {
	if latitude < a.South || latitude > a.North {
		return false
	}
	if a.West > a.East {
		return longitude >= a.West || longitude <= a.East
	}
	return longitude >= a.West && longitude <= a.East
}

// Cluster is the photos that lie in one cell of the map: of level n, on which the map has 2^n times 2^n square cells.
type Cluster struct {
	Photos  int    // how many; at least 1
	Spot           // of one of them where most are
	City    string // that it belongs to; empty if none is near
	Flagged bool   // it is covered by screening
	Area    Area   // which has these photos of the library, and no others
}

// City is a city, town or village on a map.
type City struct {
	Name                string
	Latitude, Longitude float64 // of its centre
	Population          int
}

// Atlas says how many photos have a place, and where they are. Without photos the area is empty.
type Atlas struct {
	Photos int
	Area   Area
}

// mostNorth is the latitude at which the map ends: it is as high as wide.
var mostNorth = math.Atan(math.Sinh(math.Pi)) * 180 / math.Pi

// OnMap returns where a point lies on the map, from 0 in the west and north to 1: Mercator's projection of a sphere, as
// maps on the web have it. What lies beyond 85.05 degrees is at the edge.
func OnMap(latitude, longitude float64) (x, y float64) {
	latitude = min(mostNorth, max(-mostNorth, latitude)) * math.Pi / 180
	return longitude/360 + 0.5, min(1, max(0, 0.5-math.Asinh(math.Tan(latitude))/(2*math.Pi)))
}

// OnEarth is the inverse of OnMap. Longitudes are from -180 up to 180, also for x beyond 0 and 1.
func OnEarth(x, y float64) (latitude, longitude float64) {
	latitude = math.Atan(math.Sinh(2*math.Pi*(0.5-y))) * 180 / math.Pi
	return latitude, (x - math.Floor(x) - 0.5) * 360
}
