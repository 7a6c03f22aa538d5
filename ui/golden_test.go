package ui

import (
	"image"
	"testing"
	"testing/synctest"

	"recollect/ui/theme"
)

// looks are how views are looked at.
var looks = []look{
	{"dark-small", theme.Dark, theme.SmallText},
	{"light-large", theme.Light, theme.LargeText},
}

// In all views each text can be read, and none is cut off.
func TestViewsLookAsTheyDid(t *testing.T) {
	unwatched(t)
	for _, p := range parts() {
		for _, k := range looks {
			t.Run(p.name+"-"+k.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newStand(t, p, k)
					painted := s.win.Canvas().Capture().(*image.NRGBA)
					for _, fault := range append(s.pale(painted), cutOff(s.Window)...) {
						t.Error(fault)
					}
				})
			})
		}
	}
}
