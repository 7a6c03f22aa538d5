package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/frame"
	"recollect/ui/sign"
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
	g.outline.Refresh()
	g.sticky.Refresh()
	for _, h := range g.headings {
		h.Refresh()
	}
	g.scrubber.Refresh()
	g.layout(g.anchor())
	canvas.Refresh(g)
}

func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.g.ground, r.g.clip, r.g.scrubber}
}

func (r *renderer) Destroy() {}

func (g *Grid) placeOutline() {
	defer frame.Ask()
	i := g.outlined()
	if i < 0 {
		g.outline.Hide()
		return
	}
	g.outline.Place(g.area(i))
}

// placeCaption shows the name of the photo under the pointer.
func (g *Grid) placeCaption() {
	defer frame.Ask()
	i := g.indexOf(g.hovered)
	if i < 0 || g.name == "" || !g.planned() {
		g.caption.Hide()
		return
	}
	at, size := g.area(i)
	if g.cells[g.hovered] != nil && g.cells[g.hovered].signs.rated.Area().Shown {
		size.Height -= sign.RatedRoom
	}
	g.caption.Place(g.name, at, size)
}

// area returns where tile i is drawn.
func (g *Grid) area(i int) (fyne.Position, fyne.Size) {
	r := g.plan.Tile(i)
	return fyne.NewPos(g.dp(r.X), g.dp(r.Y-g.offset)), fyne.NewSize(g.dp(r.W), g.dp(r.H))
}
