package viewer

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/heaptest"
	"recollect/ui/roll"
)

// Photo after photo is shown with what it shows, which takes no fonts of its own.
func TestMarksNeedNoFonts(t *testing.T) {
	test.NewTempApp(t)
	v := New()
	v.OnTag = func(photo.ID) {}
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(900, 600))
	v.Open(roll.Of([]photo.Tile{{ID: 1, WidthPx: 4, HeightPx: 3}}, false), 0)
	v.info.box.Show()
	show := func() {
		v.SetMarks(1, Marks{Things: []photo.Shown{{Thing: "dog", Verdict: photo.Suggested}}, Tags: []string{"garden"}})
		w.Canvas().Capture()
	}
	show()
	heaptest.AtMost(t, 16<<20, func() {
		for range 8 {
			show()
		}
	})
}
