package photo

import (
	"slices"
	"testing"
)

func TestRests(t *testing.T) {
	for _, c := range []struct {
		pace  Pace
		works []int // of some hours
	}{
		{Pace{}, []int{0, 6, 7, 12, 21, 22, 23}},
		{Pace{From: 9, To: 10}, []int{0, 6, 7, 12, 21, 22, 23}}, // hours alone ask for nothing
		{Pace{AtNight: true}, []int{0, 6, 22, 23}},
		{Pace{AtNight: true, From: 7, To: 22}, []int{7, 12, 21}},
		{Pace{AtNight: true, From: 23, To: 0}, []int{23}},
		{Pace{AtNight: true, From: 0, To: 7}, []int{0, 6}},
		{Pace{AtNight: true, From: 12, To: 12}, []int{0, 6, 7, 12, 21, 22, 23}}, // around the clock
	} {
		var works []int
		for _, hour := range []int{0, 6, 7, 12, 21, 22, 23} {
			if !c.pace.Rests(hour) {
				works = append(works, hour)
			}
		}
		if !slices.Equal(works, c.works) {
			t.Errorf("%+v works at %v, want %v", c.pace, works, c.works)
		}
	}
}
