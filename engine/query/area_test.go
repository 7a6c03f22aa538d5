package query

import (
	"testing"

	"recollect/engine/photo"
)

// What AreaText writes is read back, a metre larger at most.
func TestAreaTextIsReadBack(t *testing.T) {
	for _, c := range []struct {
		area photo.Area
		want string
	}{
		{photo.Area{South: 43.36, West: -3.9, North: 43.52, East: -3.7}, "area:43.36,-3.9,43.52,-3.7"},
		{photo.Area{South: -20.123456, West: 176, North: -15, East: -178.1234567}, "area:-20.12346,176,-15,-178.12345"},
		{photo.Area{South: -90, West: -180, North: 90, East: 180}, "area:-90,-180,90,180"},
		{photo.Area{}, "area:0,0,0,0"},
	} {
		line := AreaText(c.area)
		if line != c.want {
			t.Errorf("got %s, want %s", line, c.want)
		}
		q := Parse(line, Options{})
		if len(q.Filters) != 1 || len(q.Mistakes) != 0 {
			t.Errorf("%s is read as %+v", line, q)
			continue
		}
		got, ok := q.Filters[0].Condition.(Area)
		if !ok || !got.Has(c.area.South, c.area.West) || !got.Has(c.area.North, c.area.East) ||
			got.Has(c.area.South-2/finest, c.area.West) || got.Has(c.area.North, c.area.East+2/finest) {
			t.Errorf("%s is read as %+v", line, q.Filters[0])
		}
	}
}

func TestAreaMistakes(t *testing.T) {
	for _, value := range []string{
		"1,2,3", "1,2,3,4,5", "44,0,43,1", "91,0,92,1", "0,NaN,1,1", "0,-181,1,0", "a,b,c,d",
	} {
		q := Parse("area:"+value, Options{})
		if len(q.Filters) != 0 || len(q.Mistakes) != 1 {
			t.Errorf("area:%s is read as %+v", value, q)
			continue
		}
		if code, _ := q.Mistakes[0].Reason.Split(); code != "query:no-area" {
			t.Errorf("area:%s: got %s", value, code)
		}
	}
}
