package things

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/held"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// card is one thing: its cover, and below it its name and count.
type card struct {
	widget.BaseWidget
	held.Focus
	p       *Page
	thing   photo.Thing
	row     *fyne.Container // that the card lies in
	picture *canvas.Image
	inside  bool
}

func newCard(p *Page, t photo.Thing, img image.Image) *card {
	c := &card{p: p, thing: t, picture: &canvas.Image{Image: img, FillMode: canvas.ImageFillCover, CornerRadius: 8}}
	c.picture.Hidden = img == nil
	c.OnFocus = c.Refresh
	c.ExtendBaseWidget(c)
	return c
}

// countWidth is how wide a count can be.
const countWidth = CoverWidth + 2*coverInset - 16

// cardSize returns that of every card of a page. Where large text needs it, counts have two lines.
func cardSize(things []photo.Thing) fyne.Size {
	height := CoverHeight + fynetheme.TextSize() + fynetheme.CaptionTextSize() + 34
	if slices.ContainsFunc(things, func(t photo.Thing) bool {
		return fyne.MeasureText(countText(t), fynetheme.CaptionTextSize(), fyne.TextStyle{}).Width > countWidth
	}) {
		height += 1.4 * fynetheme.CaptionTextSize()
	}
	return fyne.NewSize(CoverWidth+2*coverInset, height)
}

func (c *card) setCover(img image.Image) {
	c.picture.Image = img
	c.picture.Hidden = img == nil
	c.picture.Refresh()
	frame.Ask()
}

// countText says how many photos show a thing, and how many of them are only
// suggested.
func countText(t photo.Thing) string {
	switch all := t.Confirmed + t.Suggested; {
	case t.Confirmed == 0:
		return phrases.Say("things:suggested", "n", t.Suggested)
	case t.Suggested == 0:
		return phrases.Say("count:photos", "n", all)
	default:
		return phrases.Say("things:both", "n", all, "suggested", t.Suggested)
	}
}

// Tapped is called by Fyne.
func (c *card) Tapped(*fyne.PointEvent) { call.With(c.p.OnOpen, c.thing.Name) }

// MouseIn is called by Fyne.
func (c *card) MouseIn(*desktop.MouseEvent) { c.hover(true) }

// MouseMoved is called by Fyne.
func (c *card) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (c *card) MouseOut() { c.hover(false) }

func (c *card) hover(inside bool) {
	c.inside = inside
	c.Refresh()
}

// TypedRune is called by Fyne.
func (c *card) TypedRune(r rune) {
	switch r {
	case '/':
		call.If(c.p.OnSearch)
	case '?':
		call.If(c.p.OnHelp)
	}
}

// TypedKey is called by Fyne.
func (c *card) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.Tapped(nil)
	case fyne.KeyEscape:
		call.If(c.p.OnLeave)
	}
}

// CreateRenderer is called by Fyne.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{
		c: c, ground: canvas.NewRectangle(color.Transparent), behind: canvas.NewRectangle(nil),
		name: widget.NewLabel(c.thing.Name), count: widget.NewLabel(countText(c.thing)), ring: theme.NewRing(),
	}
	r.ring.Round(12)
	r.ground.CornerRadius, r.behind.CornerRadius = 12, 8
	r.name.Truncation, r.count.Wrapping = fyne.TextTruncateEllipsis, fyne.TextWrapWord
	r.count.Importance, r.count.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	r.name.TextStyle.Bold = c.thing.Confirmed > 0
	r.colour()
	return r
}

type cardRenderer struct {
	c              *card
	ground, behind *canvas.Rectangle
	ring           *theme.Ring
	name, count    *widget.Label
}

func (r *cardRenderer) colour() {
	r.behind.FillColor = theme.Colour(theme.ColorNameRaised)
	r.ground.FillColor = color.Transparent
	if r.c.inside {
		r.ground.FillColor = theme.Colour(fynetheme.ColorNameHover)
	}
	r.ring.Show(r.c.Focused)
}

func (r *cardRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.ring.Place(fyne.Position{}, size)
	for _, o := range []fyne.CanvasObject{r.behind, r.c.picture} {
		o.Move(fyne.NewPos(coverInset, coverInset))
		o.Resize(fyne.NewSize(CoverWidth, CoverHeight))
	}
	pad := fynetheme.InnerPadding()
	y := CoverHeight + 10 - pad
	r.name.Move(fyne.NewPos(8-pad, y+2))
	r.name.Resize(fyne.NewSize(size.Width-16+2*pad, r.name.MinSize().Height))
	y += fynetheme.TextSize() + 7
	r.count.Move(fyne.NewPos(8-pad, y+2))
	r.count.Resize(fyne.NewSize(countWidth+2*pad, size.Height-y))
}

func (r *cardRenderer) MinSize() fyne.Size { return r.c.p.size }

func (r *cardRenderer) Refresh() {
	r.colour()
	r.ground.Refresh()
	r.behind.Refresh()
	r.name.Refresh()
	r.count.Refresh()
}

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	return r.ring.Over([]fyne.CanvasObject{r.ground, r.behind, r.c.picture, r.name, r.count})
}

func (r *cardRenderer) Destroy() {}
