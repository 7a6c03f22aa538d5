package watch

import (
	"testing"
	"time"
)

func TestSlept(t *testing.T) {
	before := time.Now()
	tests := []struct {
		name string
		now  time.Time
		want bool
	}{
		{"in time", before.Add(20 * time.Second), false},
		{"late", before.Add(30 * time.Second), false},
		{"an hour late", before.Add(time.Hour), true},
		// A time without its monotonic part stands for one whose wall clock went on alone.
		{"wall clock only", before.Round(0).Add(time.Hour), true},
		{"clock set back", before.Round(0).Add(-time.Hour), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := slept(before, tt.now, 20*time.Second); got != tt.want {
				t.Errorf("want %v, got %v", tt.want, got)
			}
		})
	}
}

func TestAbout(t *testing.T) {
	least, most := time.Duration(1<<62), time.Duration(0)
	for range 1000 {
		d := about(time.Hour)
		least, most = min(least, d), max(most, d)
	}
	if least < 54*time.Minute || most > 66*time.Minute || most-least < 6*time.Minute {
		t.Errorf("want spread over 54m to 66m, got %v to %v", least, most)
	}
}
