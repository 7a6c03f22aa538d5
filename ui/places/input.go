package places

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/ui/call"
)

// step is how far an arrow key moves the map, as a part of its size.
const step = 0.2

// move moves the map so that what is at a distance from the middle comes there.
func (c *chart) move(dx, dy float32) {
	c.fitted = nil
	c.x += float64(dx) / c.scale()
	c.y += float64(dy) / c.scale()
	c.ask()
}

// zoomBy zooms by powers of two, and keeps what is under a place there.
func (c *chart) zoomBy(levels float64, at fyne.Position) {
	off := at.Subtract(c.middle())
	was := c.scale()
	c.fitted = nil
	c.zoom += levels
	c.settle()
	c.x += float64(off.X) * (1/was - 1/c.scale())
	c.y += float64(off.Y) * (1/was - 1/c.scale())
	c.picked = 0
	c.ask()
}

// Dragged is called by Fyne.
func (c *chart) Dragged(e *fyne.DragEvent) { c.move(-e.Dragged.DX, -e.Dragged.DY) }

// DragEnd is called by Fyne.
func (c *chart) DragEnd() {}

// Scrolled is called by Fyne.
func (c *chart) Scrolled(e *fyne.ScrollEvent) {
	const levels = 1.0 / 50 // of one of Fyne's units: a notch of a wheel is half a level
	c.zoomBy(math.Max(-1, math.Min(1, float64(e.Scrolled.DY)*levels)), e.Position)
}

// Tapped is called by Fyne.
func (c *chart) Tapped(e *fyne.PointEvent) {
	if c.p.choice != nil {
		c.chooseAt(e.Position)
		return
	}
	if b := c.under(e.Position); b != nil {
		c.open(b)
		return
	}
	c.p.Canvas.Focus(c)
}

func (c *chart) open(b *bubble) {
	c.picked = b.ID
	call.With(c.p.OnOpen, b.Cluster)
}

// MouseIn is called by Fyne.
func (c *chart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved is called by Fyne.
func (c *chart) MouseMoved(e *desktop.MouseEvent) {
	was := c.hovered
	c.hovered = 0
	if b := c.under(e.Position); b != nil {
		c.hovered = b.ID
	}
	if c.hovered != was {
		c.mark()
	}
}

// MouseOut is called by Fyne.
func (c *chart) MouseOut() {
	c.hovered = 0
	c.mark()
}

// Cursor is called by Fyne.
func (c *chart) Cursor() desktop.Cursor {
	switch {
	case c.p.choice != nil:
		return desktop.CrosshairCursor
	case c.hovered != 0:
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// FocusGained is called by Fyne.
func (c *chart) FocusGained() { c.focused = true; c.mark() }

// FocusLost is called by Fyne.
func (c *chart) FocusLost() { c.focused = false; c.mark() }

// AcceptsTab is called by Fyne: Tab goes through the bubbles before it leaves the map.
func (c *chart) AcceptsTab() bool { return true }

// TypedRune is called by Fyne.
func (c *chart) TypedRune(r rune) {
	switch r {
	case '+', '=':
		c.zoomBy(1, c.target())
	case '-', '_':
		c.zoomBy(-1, c.target())
	case '0':
		c.p.All()
	case '/':
		call.If(c.p.OnSearch)
	case '?':
		call.If(c.p.OnHelp)
	}
}

// target returns where the keys zoom: at the bubble that Tab has picked, or else in the middle.
func (c *chart) target() fyne.Position {
	if b := c.current(); b != nil && b.ID == c.picked {
		return c.at(b)
	}
	return c.middle()
}

// TypedKey is called by Fyne.
func (c *chart) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		c.move(-step*c.size.Width, 0)
	case fyne.KeyRight:
		c.move(step*c.size.Width, 0)
	case fyne.KeyUp:
		c.move(0, -step*c.size.Height)
	case fyne.KeyDown:
		c.move(0, step*c.size.Height)
	case fyne.KeyHome:
		c.p.All()
	case fyne.KeyTab:
		c.tab()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if c.p.choice != nil {
			c.chooseAt(c.target())
			return
		}
		if b := c.current(); b != nil {
			c.open(b)
		}
	case fyne.KeyEscape:
		call.If(c.p.OnLeave)
	}
}

// tab picks the next bubble, with Shift the one before, and leaves the map after the last.
func (c *chart) tab() {
	back := false
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		back = d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	var all []*bubble
	at := -1
	for _, b := range c.bubbles {
		if c.on(c.at(b)) {
			if b.ID == c.picked {
				at = len(all)
			}
			all = append(all, b)
		}
	}
	switch {
	case !back:
		at++
	case at < 0:
		at = len(all) - 1
	default:
		at--
	}
	if at >= 0 && at < len(all) {
		c.picked = all[at].ID
		c.mark()
		return
	}
	c.picked = 0
	if back {
		c.p.Canvas.FocusPrevious()
	} else {
		c.p.Canvas.FocusNext()
	}
}

// CreateRenderer is called by Fyne.
func (c *chart) CreateRenderer() fyne.WidgetRenderer { return &renderer{c} }

type renderer struct{ c *chart }

// Layout is called by Fyne.
func (r *renderer) Layout(size fyne.Size) {
	r.c.ground.Resize(size)
	if size == r.c.size {
		return
	}
	r.c.size = size
	r.c.cross.place(size)
	if a := r.c.fitted; a != nil {
		r.c.fit(*a)
	}
	r.c.recolour()
}

// MinSize is called by Fyne.
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(200, 160) }

// Refresh is called by Fyne.
func (r *renderer) Refresh() { r.c.ground.Refresh() }

// Objects is called by Fyne.
func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.ground, r.c.layer, r.c.cross.ring, r.c.cross.dot}
}

// Destroy is called by Fyne.
func (r *renderer) Destroy() {}

var _ fyne.Tabbable = (*chart)(nil)
