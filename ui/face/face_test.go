package face

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

func TestUnknownColourIsTheThemes(t *testing.T) {
	test.NewTempApp(t)
	if got := ground(photo.RGB{R: 1, G: 2, B: 3}); got != (color.NRGBA{1, 2, 3, 255}) {
		t.Errorf("a known colour is painted as %v", got)
	}
	if got := ground(photo.UnknownColour); got == (color.NRGBA{128, 128, 128, 255}) {
		t.Error("an unknown colour is painted as mid grey")
	}
}
