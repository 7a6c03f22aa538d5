package photo

import (
	"testing"
	"time"
)

func TestMomentString(t *testing.T) {
	wall := time.Date(2024, 1, 31, 18, 4, 55, 120_000_000, time.UTC)
	tests := []struct {
		name string
		m    Moment
		want string
	}{
		{"unknown", Moment{}, ""},
		{"wall clock", Moment{Time: wall}, "2024-01-31T18:04:55.12"},
		{
			"with offset",
			Moment{Time: wall.In(time.FixedZone("", 3600)), HasOffset: true},
			"2024-01-31T19:04:55.12+01:00",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.m.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStatusDone(t *testing.T) {
	tests := []struct {
		name string
		s    Status
		want bool
	}{
		{"empty library", Status{}, true},
		{"looking", Status{Scanning: true}, false},
		{"some to go", Status{Photos: 3, Encoded: 2}, false},
		{"all encoded", Status{Photos: 3, Encoded: 3}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.Done(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
