package grid

import (
	"image"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
)

// band is a rectangle that a person draws round photos with the mouse, and the photos in it.
type band struct {
	from   image.Point // where it began, in pixels of the plan
	at     fyne.Position
	before photo.Set // what was selected
	in     photo.Set // what it marks
	first  int       // the tiles [first, end) of the rows that it has touched last
	end    int
}

// Dragged carries the photo that it begins on, with all that are selected with it. Elsewhere, or if the key for that is
// held, it draws a band round photos: those in it are selected, beside the others if the key for that is held.
func (g *Grid) Dragged(e *fyne.DragEvent) {
	if !g.planned() {
		return
	}
	if from := e.Position.Subtract(e.Dragged); g.lifted != notLifted || g.band == nil && g.lift(from) {
		g.carry(e)
		return
	} else if g.band == nil {
		g.beginBand(from)
	}
	g.band.at = e.Position
	g.drawBand()
	g.edge.At(e.Position.Y, g.Size().Height-g.below())
}

func (g *Grid) beginBand(at fyne.Position) {
	g.focus()
	call.If(g.OnPick)
	g.band = &band{from: g.inPlan(at), first: -1}
	if g.modifiers()&(fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift) != 0 {
		if g.selected != 0 {
			g.also.Add(g.selected)
		}
		g.band.before = *g.also.Clone()
	} else {
		g.selectNone()
	}
}

// inPlan returns a point of the grid in pixels of the plan.
func (g *Grid) inPlan(at fyne.Position) image.Point {
	return image.Pt(toPx(at.X, g.scale), toPx(at.Y, g.scale)+g.offset)
}

// drawBand selects the photos in the band, and draws it.
func (g *Grid) drawBand() {
	b := g.band
	area := image.Rectangle{Min: b.from, Max: g.inPlan(b.at)}.Canon()
	area.Max = area.Max.Add(image.Pt(1, 1))
	first, end := g.plan.Between(area.Min.Y, area.Max.Y)
	from, to := first, end
	if b.first >= 0 { // what it has left is no longer in it
		from, to = min(first, b.first), max(end, b.end)
	}
	b.first, b.end = first, end
	changed := false
	for i := from; i < to; i++ {
		t, loaded := g.roll.At(i)
		if !loaded {
			continue // it stays as it was when it was on screen
		}
		r := g.plan.Tile(i)
		in := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).Overlaps(area)
		switch {
		case in == b.in.Has(t.ID):
			continue
		case in:
			b.in.Add(t.ID)
			g.selected, g.spot, g.pivot = t.ID, t, t
		default:
			b.in.Remove(t.ID)
		}
		changed = true
	}
	at := fyne.NewPos(g.dp(area.Min.X), g.dp(area.Min.Y-g.offset))
	g.lasso.Place(at, fyne.NewSize(g.dp(area.Dx()), g.dp(area.Dy())))
	if changed {
		g.also = *b.before.Clone()
		g.also.Or(&b.in)
		g.keepCursor()
		g.turned()
		g.stay()
		g.selectionChanged()
	}
	frame.Ask()
}

// slide scrolls while something is dragged to an edge.
func (g *Grid) slide(by float32) {
	was := g.offset
	g.scrollTo(g.offset + toPx(by, g.scale))
	switch {
	case g.offset == was:
	case g.band != nil:
		g.drawBand()
	case g.lifted == carrying:
		g.Carrier.Move(g.point)
	}
}

// DragEnd ends the band, of which stays what it has selected, or lets the photos fall that are carried.
func (g *Grid) DragEnd() {
	g.drop()
	if g.band == nil {
		return
	}
	g.band = nil
	g.lasso.Hide()
	frame.Ask()
}
