package grid

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Who comes with Tab sees where the keys begin, and can open that; nothing is
// selected by it. Who comes otherwise sees nothing before a key.
func TestTheCursorIsShownAfterTab(t *testing.T) {
	g, _ := shownGrid(t, 20)
	opened := -1
	g.OnOpen = func(at int) { opened = at }
	g.FocusGained()
	if !g.outline.Area().Shown || g.outline.Area().At != g.cells[1].Image.Position() || g.Selected() != 0 {
		t.Errorf("the cursor is shown: %v, at %v; selected is %d", g.outline.Area().Shown,
			g.outline.Area().At, g.Selected())
	}
	if press(g, fyne.KeyReturn); opened != 0 {
		t.Errorf("Enter opened %d", opened)
	}
	press(g, fyne.KeyRight)
	if g.Selected() != 1 {
		t.Errorf("the first arrow selects %d", g.Selected())
	}
	g.Top()
	g.FocusLost()
	if g.outline.Area().Shown {
		t.Error("the cursor stays without the focus")
	}
	opened = -1
	g.Quietly(g.FocusGained)
	if press(g, fyne.KeyReturn); g.outline.Area().Shown || opened >= 0 {
		t.Errorf("focus without Tab shows the cursor, or Enter opens %d", opened)
	}
}
