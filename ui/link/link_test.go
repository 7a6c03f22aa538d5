package link

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
)

// A link fills its row, but only its text is to be clicked on.
func TestLinkTakesClicksOnItsText(t *testing.T) {
	test.NewTempApp(t)
	taps := 0
	l := New("dog", fynetheme.ColorNameForeground, func() { taps++ }).Truncate()
	w := test.NewTempWindow(t, l)
	w.Resize(fyne.NewSize(400, 60))
	middle := l.MinSize().Height / 2
	on, beside := fyne.NewPos(20, middle), fyne.NewPos(350, middle)
	for _, c := range []struct {
		at     fyne.Position
		taps   int
		cursor desktop.Cursor
	}{{beside, 0, desktop.DefaultCursor}, {on, 1, desktop.PointerCursor}} {
		l.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: c.at}})
		test.TapAt(l, c.at)
		if taps != c.taps || l.Cursor() != c.cursor {
			t.Errorf("at %v: %d taps and cursor %v, want %d and %v", c.at, taps, l.Cursor(), c.taps, c.cursor)
		}
	}
	var _ fyne.Accessible = l
}
