package ask

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/theme"
)

// Check is a widget.Check for a sheet; make one with NewCheck.
type Check struct {
	widget.Check
	keys func(*fyne.KeyEvent) bool
}

// NewCheck returns a check.
func NewCheck(text string) *Check {
	c := &Check{}
	c.Text = text
	c.ExtendBaseWidget(c)
	return c
}

// Heed is called by the sheet.
func (c *Check) Heed(keys func(*fyne.KeyEvent) bool) { c.keys = keys }

// TypedKey is called by Fyne.
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	if c.keys == nil || !c.keys(e) {
		c.Check.TypedKey(e)
	}
}

// Select is a widget.Select for a sheet, with the border that a line to type into has; make one with NewSelect.
type Select struct {
	widget.Select
	keys    func(*fyne.KeyEvent) bool
	focused bool
}

// NewSelect returns a select.
func NewSelect(options []string) *Select {
	s := &Select{}
	s.Options = options
	s.ExtendBaseWidget(s)
	return s
}

// Heed is called by the sheet.
func (s *Select) Heed(keys func(*fyne.KeyEvent) bool) { s.keys = keys }

// TypedKey is called by Fyne.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	if s.keys == nil || !s.keys(e) {
		s.Select.TypedKey(e)
	}
}

// FocusGained is called by Fyne.
func (s *Select) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost is called by Fyne.
func (s *Select) FocusLost() { s.focused = false; s.Refresh() }

// CreateRenderer is called by Fyne.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectRenderer{s.Select.CreateRenderer(), s, canvas.NewRectangle(color.Transparent), theme.NewRing()}
	r.paint()
	return r
}

// selectRenderer is the renderer of a widget.Select with a border and a ring.
type selectRenderer struct {
	fyne.WidgetRenderer
	s      *Select
	border *canvas.Rectangle
	ring   *theme.Ring
}

// Layout is called by Fyne.
func (r *selectRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.border.Resize(size)
	r.ring.Place(fyne.Position{}, size)
}

// Refresh is called by Fyne.
func (r *selectRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

func (r *selectRenderer) paint() {
	r.border.StrokeWidth = fynetheme.Size(fynetheme.SizeNameInputBorder)
	r.border.CornerRadius = fynetheme.Size(fynetheme.SizeNameInputRadius)
	r.border.StrokeColor = fynetheme.Color(fynetheme.ColorNameInputBorder)
	r.border.Hidden = r.s.Disabled()
	r.border.Refresh()
	r.ring.Show(r.s.focused)
}

// Objects is called by Fyne.
func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return r.ring.Over(append(slices.Clone(r.WidgetRenderer.Objects()), r.border))
}
