package power

import (
	"testing"
	"testing/fstest"
)

func TestDischarging(t *testing.T) {
	supply := func(kind, scope, status string) fstest.MapFS {
		m := fstest.MapFS{"AC/type": {Data: []byte("Mains\n")}, "AC/online": {Data: []byte("0\n")}}
		m["BAT0/type"] = &fstest.MapFile{Data: []byte(kind + "\n")}
		m["BAT0/status"] = &fstest.MapFile{Data: []byte(status + "\n")}
		if scope != "" {
			m["BAT0/scope"] = &fstest.MapFile{Data: []byte(scope + "\n")}
		}
		return m
	}
	tests := []struct {
		name     string
		supplies fstest.MapFS
		want     bool
	}{
		{"no supply is known", fstest.MapFS{}, false},
		{"a battery that is emptied", supply("Battery", "", "Discharging"), true},
		{"a battery of the system", supply("Battery", "System", "Discharging"), true},
		{"a battery that is filled", supply("Battery", "", "Charging"), false},
		{"a full one", supply("Battery", "", "Full"), false},
		{"a mouse's", supply("Battery", "Device", "Discharging"), false},
		{"no battery", supply("USB", "", "Discharging"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := discharging(tt.supplies); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
