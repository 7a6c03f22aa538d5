package theme_test

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/heaptest"
	"recollect/ui/theme"
)

// Text that is apart is drawn with the fonts of the program, however many overrides there
// are around it.
func TestApartNeedsNoFonts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	w := test.NewTempWindow(t, widget.NewLabel("the fonts of the program are parsed once"))
	w.Canvas().Capture()
	heaptest.AtMost(t, 16<<20, func() {
		for i := range 8 {
			button := theme.Apart(widget.NewButton(strconv.Itoa(i), nil))
			w.SetContent(container.NewThemeOverride(container.NewHScroll(button), theme.Plain{}))
			w.Resize(fyne.NewSize(200, 100))
			w.Canvas().Capture()
		}
	})
}
