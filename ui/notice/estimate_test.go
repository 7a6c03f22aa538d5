package notice

import (
	"fmt"
	"testing"
	"time"
)

func TestEstimateIsToldInPlainSteps(t *testing.T) {
	tests := []struct {
		in   time.Duration
		want string
	}{
		{300 * time.Millisecond, "about 2 s"},
		{7500 * time.Millisecond, "about 8 s"},
		{33 * time.Second, "about 30 s"},
		{170 * time.Second, "about 3 min"},
		{14 * time.Minute, "about 15 min"},
		{71 * time.Minute, "about 70 min"},
		{100 * time.Minute, "about 2 h"},
		{30 * time.Hour, "about 30 h"},
	}
	for _, tt := range tests {
		t.Run(tt.in.String(), func(t *testing.T) {
			var e estimate
			if got := About(e.next(tt.in)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	var e estimate
	if got := e.next(0); got != 0 {
		t.Errorf("of an unknown time %v is shown", got)
	}
	e.next(time.Minute)
	if got := e.next(0); got != 0 {
		t.Errorf("when it is over %v is shown", got)
	}
}

// An estimate that wavers by a tenth must not be seen to waver, and one that
// runs down must be seen to run down, never up.
func TestEstimateDoesNotJump(t *testing.T) {
	var e estimate
	var reported []string
	for tick := range 600 { // ten a second
		left := time.Minute - time.Duration(tick)*100*time.Millisecond
		left += time.Duration(tick%3-1) * left / 20
		if s := About(e.next(left)); len(reported) == 0 || reported[len(reported)-1] != s {
			reported = append(reported, s)
		}
	}
	want := "[about 60 s about 50 s about 40 s about 30 s about 20 s about 18 s about 16 s about 14 s about 12 s " +
		"about 10 s about 8 s about 6 s about 4 s about 2 s]"
	if got := fmt.Sprint(reported); got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
}

// Work that turns out to be slower is told too.
func TestEstimateRises(t *testing.T) {
	var e estimate
	e.next(time.Minute)
	if got := About(e.next(65 * time.Second)); got != "about 60 s" {
		t.Errorf("of a little more: %q, want no change", got)
	}
	if got := About(e.next(4 * time.Minute)); got != "about 4 min" {
		t.Errorf("of much more: %q, want about 4 min", got)
	}
}
