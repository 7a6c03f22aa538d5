package tick

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/uitest"
)

// The text takes the lines that it needs, a click on any of them ticks the box, and one beside them does not.
func TestCheck(t *testing.T) {
	test.NewTempApp(t)
	var told []bool
	c := New(strings.Repeat("photo ", 20), func(on bool) { told = append(told, on) })
	w := test.NewTempWindow(t, container.NewVBox(c))
	w.Resize(fyne.NewSize(2000, 400))
	uitest.Arrange(w.Canvas())
	line := c.MinSize().Height
	if one := widget.NewCheck(c.Text, nil).MinSize(); line < one.Height-1 || line > one.Height+1 {
		t.Errorf("a line is %v high, that of the toolkit %v", line, one.Height)
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(1990, 5)})
	w.Resize(fyne.NewSize(200, 400))
	uitest.Arrange(w.Canvas())
	if h := c.MinSize().Height; h < 3*line || c.Size().Height < h {
		t.Errorf("in a narrow window it is %v high and needs %v, a line is %v", c.Size().Height, h, line)
	}
	if len(told) > 0 {
		t.Error("a click beside the text ticks the box")
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(190, 3*line)})
	w.Canvas().Focus(c)
	c.TypedRune(' ')
	c.Disable()
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	if len(told) != 2 || !told[0] || told[1] || c.Checked {
		t.Errorf("told %v", told)
	}
}
