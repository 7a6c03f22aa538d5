package scrubber

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"recollect/ui/theme"
)

func TestBar(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	s := New()
	offset := -1
	s.OnGo, s.Month = func(o int) { offset = o }, func() string { return "June 2024" }
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(Wide, 600))
	s.Follow(View{Height: 6000, Screen: 600})
	s.SetYears([]Mark{{0, 2024}, {100, 2024}, {200, 2023}, {3000, 2022}})
	if len(s.years) != 2 { // 2023 is too near
		t.Errorf("%d years are written", len(s.years))
	}
	at := func(y float32) fyne.PointEvent { return fyne.PointEvent{Position: fyne.NewPos(50, y)} }
	s.MouseDown(&desktop.MouseEvent{PointEvent: at(10)})
	s.Dragged(&fyne.DragEvent{PointEvent: at(10000)})
	if offset != 5400 || !s.month.Visible() || s.month.Text != "June 2024" {
		t.Errorf("dragged to %d, month %q", offset, s.month.Text)
	}
	if s.DragEnd(); s.month.Visible() {
		t.Error("the month stays after the drag")
	}
	s.Follow(View{Height: 500, Screen: 600})
	if s.handle.Visible() {
		t.Error("there is a handle where all is on screen")
	}
}
