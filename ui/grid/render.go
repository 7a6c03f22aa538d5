package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/frame"
	"recollect/ui/theme"
)

// CreateRenderer is called by Fyne.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer { return &renderer{g: g} }

type renderer struct{ g *Grid }

func (r *renderer) Layout(size fyne.Size) {
	g := r.g
	g.ground.Resize(size)
	a := g.anchor()
	if size.Width != g.clip.Size().Width {
		g.unpin()
	}
	g.clip.Resize(size)
	g.layout(a)
}

func (r *renderer) MinSize() fyne.Size { return r.g.MinSize() }

// Refresh is called when the theme or the scale has changed.
func (r *renderer) Refresh() {
	g := r.g
	g.ground.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	g.ground.Refresh()
	g.outline.refresh()
	g.sticky.refresh()
	for _, h := range g.headings {
		h.refresh()
	}
	g.scrubber.Refresh()
	g.layout(g.anchor())
	canvas.Refresh(g)
}

func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.g.ground, r.g.clip, r.g.scrubber}
}

func (r *renderer) Destroy() {}

// outline shows which photo is selected: the accent, and within it a thin line
// of the background, so that it stands out from any picture.
type outline struct{ outer, inner *canvas.Rectangle }

func newOutline() *outline {
	o := &outline{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)}
	o.outer.StrokeWidth = 3
	o.inner.StrokeWidth = 1
	o.outer.Hide()
	o.inner.Hide()
	o.refresh()
	return o
}

func (o *outline) refresh() {
	o.outer.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	o.inner.StrokeColor = theme.Colour(fynetheme.ColorNameBackground)
	o.outer.Refresh()
	o.inner.Refresh()
}

func (g *Grid) placeOutline() {
	defer frame.Ask()
	i := g.outlined()
	if i < 0 {
		g.outline.outer.Hide()
		g.outline.inner.Hide()
		return
	}
	r := g.plan.Tile(i)
	at, size := fyne.NewPos(g.dp(r.X), g.dp(r.Y-g.offset)), fyne.NewSize(g.dp(r.W), g.dp(r.H))
	g.outline.outer.Move(at)
	g.outline.outer.Resize(size)
	g.outline.inner.Move(at.AddXY(3, 3))
	g.outline.inner.Resize(size.SubtractWidthHeight(6, 6))
	g.outline.outer.Show()
	g.outline.inner.Show()
}

// caption is the name of the photo under the pointer.
type caption struct {
	text  string
	label *canvas.Text
	back  *canvas.Rectangle
}

func newCaption() *caption {
	c := &caption{label: canvas.NewText("", color.White), back: canvas.NewRectangle(shade())}
	c.back.CornerRadius = 4
	c.label.Hide()
	c.back.Hide()
	return c
}

func (g *Grid) placeCaption() {
	defer frame.Ask()
	c, i := g.caption, g.indexOf(g.hovered)
	if i < 0 || c.text == "" || !g.planned() {
		c.label.Hide()
		c.back.Hide()
		return
	}
	r := g.plan.Tile(i)
	c.label.TextSize = fynetheme.CaptionTextSize()
	c.label.Text = fit(c.text, c.label.TextSize, g.dp(r.W)-32)
	size := c.label.MinSize()
	at := fyne.NewPos(g.dp(r.X)+8, g.dp(r.Y+r.H-g.offset)-size.Height-12)
	c.label.Move(at.AddXY(8, 2))
	c.label.Resize(size)
	c.back.Move(at)
	c.back.Resize(size.AddWidthHeight(16, 4))
	c.back.Show()
	c.label.Show()
	c.label.Refresh()
}

// fit shortens name in its middle until it is no wider than width: the end of a file's name matters
// as much as its beginning.
func fit(name string, size, width float32) string {
	wide := func(s string) bool { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width > width }
	if !wide(name) {
		return name
	}
	runes := []rune(name)
	for n := len(runes) - 1; n > 2; n-- {
		tail := n / 3
		if s := string(runes[:n-tail]) + "…" + string(runes[len(runes)-tail:]); !wide(s) {
			return s
		}
	}
	return ""
}
