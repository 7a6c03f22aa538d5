// Package link has a link in a colour of the theme.
package link

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/theme"
)

// Link is a text that does something when it is clicked on. A widget.Hyperlink has only the
// colour that its theme has for links, and each container.ThemeOverride around one makes Fyne
// parse all fonts again and retain them, some 9 MB. A Link belongs to the UI goroutine.
type Link struct {
	widget.BaseWidget
	text             *widget.RichText
	name             string
	do               func()
	hovered, focused bool
}

// New returns a link with the text name in a colour of the theme. do is called when it is
// clicked on, or chosen with a key.
func New(name string, colour fyne.ThemeColorName, do func()) *Link {
	l := &Link{name: name, do: do, text: widget.NewRichText(&widget.TextSegment{
		Text: name, Style: widget.RichTextStyle{ColorName: colour, Inline: true},
	})}
	l.ExtendBaseWidget(l)
	return l
}

// Truncate makes the link as narrow as its row: an ellipsis ends a text that does not fit. It
// returns l.
func (l *Link) Truncate() *Link {
	l.text.Truncation = fyne.TextTruncateEllipsis
	return l
}

// CreateRenderer is called by Fyne.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{l, canvas.NewRectangle(color.Transparent), theme.NewRing()}
	r.Refresh()
	return r
}

// AccessibilityLabel is called by Fyne.
func (l *Link) AccessibilityLabel() string { return l.name }

// AccessibilityRole is called by Fyne.
func (l *Link) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// area returns the area of the text, with some space around it. The link itself may be wider.
func (l *Link) area() (fyne.Position, fyne.Size) {
	pad := l.Theme().Size(fynetheme.SizeNameInnerPadding)
	text := fyne.MeasureText(l.name, l.Theme().Size(fynetheme.SizeNameText), fyne.TextStyle{})
	width := min(text.Width, l.Size().Width-2*pad)
	return fyne.NewSquareOffsetPos(pad / 2), fyne.NewSize(width+pad, text.Height+pad)
}

// over reports whether at lies in the area of the text.
func (l *Link) over(at fyne.Position) bool {
	from, size := l.area()
	in := at.Subtract(from)
	return in.X >= 0 && in.Y >= 0 && in.X <= size.Width && in.Y <= size.Height
}

// Tapped is called by Fyne.
func (l *Link) Tapped(e *fyne.PointEvent) {
	if l.over(e.Position) {
		l.do()
	}
}

// Cursor is called by Fyne.
func (l *Link) Cursor() desktop.Cursor {
	if l.hovered {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// MouseIn is called by Fyne.
func (l *Link) MouseIn(e *desktop.MouseEvent) { l.hover(l.over(e.Position)) }

// MouseMoved is called by Fyne.
func (l *Link) MouseMoved(e *desktop.MouseEvent) { l.hover(l.over(e.Position)) }

// MouseOut is called by Fyne.
func (l *Link) MouseOut() { l.hover(false) }

func (l *Link) hover(over bool) {
	if l.hovered != over {
		l.hovered = over
		l.Refresh()
	}
}

// FocusGained is called by Fyne.
func (l *Link) FocusGained() { l.focused = true; l.Refresh() }

// FocusLost is called by Fyne.
func (l *Link) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune is called by Fyne.
func (l *Link) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (l *Link) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		l.do()
	}
}

type renderer struct {
	l     *Link
	under *canvas.Rectangle
	ring  *theme.Ring
}

// Layout is called by Fyne.
func (r *renderer) Layout(size fyne.Size) {
	r.l.text.Resize(size)
	at, area := r.l.area()
	r.ring.Place(at, area)
	r.under.Move(fyne.NewPos(2*at.X, area.Height))
	r.under.Resize(fyne.NewSize(area.Width-2*at.X, 1))
}

// MinSize is called by Fyne.
func (r *renderer) MinSize() fyne.Size { return r.l.text.MinSize() }

// Refresh is called by Fyne.
func (r *renderer) Refresh() {
	v := fyne.CurrentApp().Settings().ThemeVariant()
	style := r.l.text.Segments[0].(*widget.TextSegment).Style
	r.under.FillColor = r.l.Theme().Color(style.ColorName, v)
	r.under.Hidden = !r.l.hovered
	r.ring.Show(r.l.focused)
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// Objects is called by Fyne.
func (r *renderer) Objects() []fyne.CanvasObject {
	return r.ring.Over([]fyne.CanvasObject{r.l.text, r.under})
}

// Destroy is called by Fyne.
func (r *renderer) Destroy() {}
