// Package tick has a box to tick whose text takes several lines where it needs them: that of the toolkit cuts it off.
package tick

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Check is a box to tick with a text. It belongs to the UI goroutine.
type Check struct{ widget.Check }

// New returns a box that is not ticked. changed is called when it is ticked or not, by a person or by SetChecked.
func New(text string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// MinSize implements fyne.CanvasObject. The toolkit's also bounds where a tap counts, to a text of one line.
func (c *Check) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	return c.BaseWidget.MinSize()
}

// Tapped implements fyne.Tappable: beside the text it does nothing.
func (c *Check) Tapped(e *fyne.PointEvent) {
	text := fyne.MeasureText(c.Text, c.Theme().Size(fynetheme.SizeNameText), fyne.TextStyle{})
	if e.Position.X <= c.indent()+text.Width {
		c.Check.Tapped(e)
	}
}

// indent is where the text begins.
func (c *Check) indent() float32 {
	th := c.Theme()
	return th.Size(fynetheme.SizeNameInlineIcon) + th.Size(fynetheme.SizeNameInnerPadding) +
		2*th.Size(fynetheme.SizeNameInputBorder)
}

// CreateRenderer implements fyne.Widget: the toolkit's renderer draws the box, a label the text.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := &renderer{WidgetRenderer: c.Check.CreateRenderer(), check: c, text: widget.NewLabel(c.Text)}
	r.text.Wrapping = fyne.TextWrapWord
	all := r.WidgetRenderer.Objects()
	r.objects = append(append(r.objects, all[:len(all)-1]...), r.text) // the last one is the toolkit's text
	r.Refresh()
	return r
}

type renderer struct {
	fyne.WidgetRenderer // of the toolkit, for the box
	check               *Check
	text                *widget.Label
	objects             []fyne.CanvasObject
}

// Objects implements fyne.WidgetRenderer.
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize implements fyne.WidgetRenderer. Its height is that of the text in the width that it has now.
func (r *renderer) MinSize() fyne.Size {
	text := r.text.MinSize()
	return fyne.NewSize(r.check.indent()+text.Width, text.Height)
}

// Layout implements fyne.WidgetRenderer. The box is beside the first line.
func (r *renderer) Layout(size fyne.Size) {
	padding := r.check.Theme().Size(fynetheme.SizeNameInnerPadding)
	line := fyne.MeasureText(r.check.Text, r.check.Theme().Size(fynetheme.SizeNameText), fyne.TextStyle{}).Height
	r.WidgetRenderer.Layout(fyne.NewSize(size.Width, line+2*padding))
	x := r.check.indent() - padding // the label has its own
	r.text.Move(fyne.NewPos(x, 0))
	r.text.Resize(fyne.NewSize(size.Width-x, size.Height))
}

// Refresh implements fyne.WidgetRenderer.
func (r *renderer) Refresh() {
	r.text.Importance = widget.MediumImportance
	if r.check.Disabled() {
		r.text.Importance = widget.LowImportance
	}
	r.text.SetText(r.check.Text)
	r.WidgetRenderer.Refresh()
}
