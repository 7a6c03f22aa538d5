package trace

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/over"
)

// On returns s with what can be clicked in a window.
func (s Shown) On(c fyne.Canvas) Shown {
	s.Controls, s.Over = Controls(c), c.Overlays().Top() != nil
	return s
}

// Controls returns what can be clicked or typed into, by its name, in the order of the window: of a dialog or a menu
// over the window if there is one, else of the window; of a dialog none before it was painted. It does not look into
// widgets that draw several controls, such as the grid and the search box.
func Controls(c fyne.Canvas) []Button {
	o := c.Content()
	if top := c.Overlays().Top(); top != nil {
		o = over.Within(top)
	}
	if o == nil || fyne.CurrentApp().Driver().CanvasForObject(o) == nil { // the toolkit tells no place before a frame
		return nil
	}
	f := finder{canvas: c, high: fyne.NewPos(c.Size().Components())}
	f.walk(o, fyne.CurrentApp().Driver().AbsolutePositionForObject(o))
	return f.found
}

// finder finds controls. It adds positions up: asking the driver for each takes a walk through the window.
type finder struct {
	canvas    fyne.Canvas
	low, high fyne.Position // of what can be seen
	found     []Button
}

// walk looks at an object that lies at a place.
func (f *finder) walk(o fyne.CanvasObject, at fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		f.all(o.Objects, at)
	case *container.Scroll:
		inside := finder{canvas: f.canvas, low: at, high: at.Add(o.Size())}
		inside.all([]fyne.CanvasObject{o.Content}, at)
		f.found = append(f.found, inside.found...)
	case *container.ThemeOverride:
		f.all([]fyne.CanvasObject{o.Content}, at)
	case *widget.PopUpMenu:
		f.all(o.Items, at)
	case *widget.RadioGroup:
		f.radio(o, at)
	case *widget.Check:
		f.add(o.Text, o, at)
	case *widget.Select:
		f.add(o.Selected, o, at)
	case *widget.Entry:
		f.add(o.PlaceHolder, o, at)
	case *widget.Label, *widget.Icon, *widget.Separator:
	default:
		f.add(name(o), o, at)
	}
}

func (f *finder) all(objects []fyne.CanvasObject, at fyne.Position) {
	for _, o := range objects {
		if o != nil {
			f.walk(o, at.Add(o.Position()))
		}
	}
}

// radio adds the choices of a group, which lie beside or below each other and are of one size.
func (f *finder) radio(r *widget.RadioGroup, at fyne.Position) {
	n, size := len(r.Options), r.MinSize()
	step, choice := fyne.NewDelta(0, size.Height/float32(max(n, 1))), size
	choice.Height = step.DY
	if r.Horizontal {
		step = fyne.NewDelta(size.Width/float32(max(n, 1)), 0)
		choice = fyne.NewSize(step.DX, size.Height)
	}
	for _, option := range r.Options {
		if r.Selected != option {
			f.place(option, at, choice)
		}
		at = at.Add(step)
	}
}

func (f *finder) add(name string, o fyne.CanvasObject, at fyne.Position) { f.place(name, at, o.Size()) }

// place adds a control, unless it has no name or its middle cannot be seen.
func (f *finder) place(name string, at fyne.Position, size fyne.Size) {
	x, y := at.X+size.Width/2, at.Y+size.Height/2
	if name == "" || x < f.low.X || y < f.low.Y || x >= f.high.X || y >= f.high.Y {
		return
	}
	px := func(v float32) int { return int(v*f.canvas.Scale() + 0.5) }
	f.found = append(f.found, Button{name, px(at.X), px(at.Y), px(size.Width), px(size.Height)})
}

// name is the name of a control that can be used, as screen readers say it.
func name(o fyne.CanvasObject) string {
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return ""
	}
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return item(o)
}

// item is the name of an item of a menu, whose type the toolkit keeps to itself.
func item(o fyne.CanvasObject) string {
	v := reflect.Indirect(reflect.ValueOf(o))
	for i := 0; v.Kind() == reflect.Struct && i < v.NumField(); i++ {
		if !v.Field(i).CanInterface() {
			continue
		}
		if m, ok := v.Field(i).Interface().(*fyne.MenuItem); ok && m != nil && !m.Disabled {
			return m.Label
		}
	}
	return ""
}
