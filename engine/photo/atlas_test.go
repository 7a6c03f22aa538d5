package photo

import (
	"math"
	"testing"
)

// A point on the map leads back to the same place.
func TestOnMap(t *testing.T) {
	for _, c := range []struct{ latitude, longitude, x, y float64 }{
		{0, 0, 0.5, 0.5},
		{0, -180, 0, 0.5},
		{85.0511287798066, 90, 0.75, 0},
		{-85.0511287798066, -90, 0.25, 1},
		{40.979898, 0, 0.5, 0.375}, // the tile 3 of 8 of maps on the web begins there
	} {
		x, y := OnMap(c.latitude, c.longitude)
		if math.Abs(x-c.x) > 1e-7 || math.Abs(y-c.y) > 1e-7 {
			t.Errorf("%v, %v: got %v, %v, want %v, %v", c.latitude, c.longitude, x, y, c.x, c.y)
		}
		latitude, longitude := OnEarth(x, y)
		if math.Abs(latitude-c.latitude) > 1e-6 || math.Abs(longitude-c.longitude) > 1e-6 {
			t.Errorf("%v, %v comes back as %v, %v", c.latitude, c.longitude, latitude, longitude)
		}
	}
	if x, y := OnMap(90, 12); y > 1e-9 || math.Abs(x-12.0/360-0.5) > 1e-12 {
		t.Errorf("the pole is at %v, %v", x, y)
	}
	if _, longitude := OnEarth(1.25, 0.5); longitude != -90 {
		t.Errorf("a quarter beyond the date line is %v", longitude)
	}
}

func TestAreaHas(t *testing.T) {
	fiji := Area{South: -20, West: 176, North: -15, East: -178}
	for _, c := range []struct {
		area                Area
		latitude, longitude float64
		want                bool
	}{
		{Area{40, -5, 45, 5}, 43, 0, true},
		{Area{40, -5, 45, 5}, 45, 5, true},
		{Area{40, -5, 45, 5}, 46, 0, false},
		{Area{40, -5, 45, 5}, 43, 6, false},
		{fiji, -18, 178, true},
		{fiji, -18, -179, true},
		{fiji, -18, 0, false},
	} {
		if got := c.area.Has(c.latitude, c.longitude); got != c.want {
			t.Errorf("%+v has %v, %v: got %v", c.area, c.latitude, c.longitude, got)
		}
	}
}
