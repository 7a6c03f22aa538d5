package details

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/heaptest"
	"recollect/ui/theme"
)

// Photo after photo is shown with what it shows, which takes no fonts of its own.
func TestMarksNeedNoFonts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	p := New()
	p.OnTag = func(photo.ID) {}
	p.Object().Show()
	w := test.NewTempWindow(t, p.Object())
	w.Resize(fyne.NewSize(900, 600))
	p.Await(1)
	show := func() {
		p.SetMarks(1, Marks{Things: []photo.Shown{{Thing: "dog", Verdict: photo.Suggested}}, Tags: []string{"garden"}})
		w.Canvas().Capture()
	}
	show()
	heaptest.AtMost(t, 16<<20, func() {
		for range 8 {
			show()
		}
	})
}
