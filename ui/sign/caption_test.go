package sign

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestFit(t *testing.T) {
	test.NewTempApp(t)
	long := "a-very-long-name-of-a-photo-that-no-tile-can-hold.jpeg"
	got := fit(long, 12, 120)
	if width := fyne.MeasureText(got, 12, fyne.TextStyle{}).Width; width > 120 || got == "" {
		t.Errorf("fit = %q of width %v, want at most 120", got, width)
	}
	if got := fit("a.jpg", 12, 120); got != "a.jpg" {
		t.Errorf("fit = %q, want it as it was", got)
	}
}
