package ui

import (
	"flag"
	"image"
	"testing"
	"testing/synctest"

	"recollect/engine/unwatched"
	"recollect/ui/theme"
	"recollect/ui/uitest"
)

var _ = flag.Bool("update", false, "write the pictures in testdata/golden anew, to be looked at")

// looks are how views are looked at.
var looks = []look{
	{"dark-small", theme.Dark, theme.SmallText},
	{"light-large", theme.Light, theme.LargeText},
}

// All views look as they did when they were looked at.
func TestViewsLookAsTheyDid(t *testing.T) {
	unwatched.Run(t)
	for _, p := range parts() {
		for _, k := range looks {
			t.Run(p.name+"-"+k.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newStand(t, p, k)
					painted := s.win.Canvas().Capture().(*image.NRGBA)
					for _, fault := range append(s.pale(painted), cutOff(s.Window)...) {
						t.Error(fault)
					}
					uitest.Golden(t, p.name+"-"+k.name+".png", painted)
				})
			})
		}
	}
}
