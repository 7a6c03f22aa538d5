package ask

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Any of many values is found by a part of it, and taken by Enter; Esc takes none.
func TestPick(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, widget.NewLabel(""))
	w.Resize(fyne.NewSize(800, 600))
	var values []string
	for i := range 1000 {
		values = append(values, fmt.Sprintf("/Pictures/%d Trip", i))
	}
	var given []string
	pick := func() *Line { return Pick(w, "Folder", values, func(v string) { given = append(given, v) }) }
	l := pick()
	l.SetText("nothing has this")
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(given) > 0 || w.Canvas().Overlays().Top() == nil {
		t.Errorf("what is none: %v", given)
	}
	l.SetText(" 987 trip")
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(given) != 1 || given[0] != "/Pictures/987 Trip" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("got %v", given)
	}
	l = pick()
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(given) != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("after Esc: %v", given)
	}
}
