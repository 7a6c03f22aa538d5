package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"recollect/ui/shell"
)

// A narrow window has no side bar unless it is asked for; a wide one has what was chosen.
func TestANarrowWindow(t *testing.T) {
	w, _, _ := shownWindow(t, newFake("/a.jpg"), nil)
	w.win.Resize(fyne.NewSize(600, 600))
	if w.shell.Side.Visible() {
		t.Error("it has a side bar")
	}
	w.shell.ToggleSide()
	if !w.shell.Side.Visible() {
		t.Error("the side bar cannot be opened")
	}
	w.win.Resize(fyne.NewSize(1100, 600))
	if !w.shell.Side.Visible() || !w.app.Preferences().BoolWithFallback(shell.Pref, true) {
		t.Error("a wide window has none")
	}
	w.shell.ToggleSide()
	w.win.Resize(fyne.NewSize(600, 600))
	w.win.Resize(fyne.NewSize(1100, 600))
	if w.shell.Side.Visible() {
		t.Error("what was chosen for a wide window is forgotten")
	}
}
