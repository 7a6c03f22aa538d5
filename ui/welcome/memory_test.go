package welcome

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/ui/heaptest"
	"recollect/ui/theme"
)

// The first page is made anew each time that it is shown. It is drawn with the fonts of the
// program.
func TestFirstPageNeedsNoFonts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	do := func() {}
	w := test.NewTempWindow(t, New(Actions{AddPictures: do, TrySamples: do, AddOther: do}))
	w.Resize(fyne.NewSize(600, 400))
	w.Canvas().Capture()
	heaptest.AtMost(t, 16<<20, func() {
		for range 4 {
			w.SetContent(New(Actions{AddPictures: do, TrySamples: do, AddOther: do}))
			w.Resize(fyne.NewSize(600, 400))
			w.Canvas().Capture()
		}
	})
}
