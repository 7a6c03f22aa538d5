package query

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/ui/heaptest"
)

// A box keeps the fonts that it began with: it is refreshed with every search.
func TestRefreshNeedsNoFonts(t *testing.T) {
	test.NewTempApp(t)
	b := New()
	w := test.NewTempWindow(t, b)
	w.Resize(fyne.NewSize(400, 60))
	show := func(text string) {
		b.SetText(text)
		b.Refresh()
		w.Canvas().Capture()
	}
	show("a boat")
	heaptest.AtMost(t, 16<<20, func() {
		for i := range 8 {
			show(strconv.Itoa(i))
		}
	})
}
