package tip

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// clock is a Timer that the test lets go.
type clock struct{ waiting func() }

func (c *clock) After(_ time.Duration, do func()) { c.waiting = do }
func (c *clock) Stop()                            { c.waiting = nil }

func (c *clock) pass() {
	if do := c.waiting; do != nil {
		c.waiting = nil
		do()
	}
}

// shownButton is a button in the lower right corner of a window of 300 x 200.
func shownButton(t *testing.T) (*Button, *Layer, *clock) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	c := &clock{}
	b, l := New(fynetheme.InfoIcon(), "Information about this photo", "I", func() {}), NewLayer(c)
	w := test.NewTempWindow(t, container.NewWithoutLayout(b, l))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 200))
	b.Resize(fyne.NewSize(40, 40))
	b.Move(fyne.NewPos(256, 156))
	l.Resize(fyne.NewSize(300, 200))
	return b, l, c
}

// A button says what it does, and with which key, after the pointer has rested on it, within the window.
func TestAButtonSaysWhatItDoes(t *testing.T) {
	b, l, c := shownButton(t)
	b.MouseIn(&desktop.MouseEvent{})
	if l.Text() != "" {
		t.Error("it says so at once")
	}
	c.pass()
	if got := l.Text(); got != "Information about this photo   (I)" || b.AccessibilityLabel() != got {
		t.Errorf("it says %q", got)
	}
	at, size := l.ground.Position(), l.ground.Size()
	if at.X < 0 || at.X+size.Width > 300 || at.Y+size.Height > 156 {
		t.Errorf("it says so at %v, %v", at, size)
	}
	b.MouseOut()
	if l.Text() != "" {
		t.Error("it goes on when the pointer has left")
	}
	for what, end := range map[string]func(){
		"a click": func() { test.Tap(b) }, "a pointer that left": b.MouseOut, "a button that is hidden": b.Hide,
	} {
		b.MouseIn(&desktop.MouseEvent{})
		end()
		if c.pass(); l.Text() != "" {
			t.Errorf("it says what it does after %s", what)
		}
	}
}
