package grid

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/theme"
)

// Near the upper and the lower edge a band scrolls the rows, by so many units with each frame at most.
const (
	edge      float32 = 40
	edgeSpeed float32 = 18
)

// band is a rectangle that a person draws round photos with the mouse, and the photos in it.
type band struct {
	from   image.Point // where it began, in pixels of the plan
	at     fyne.Position
	before photo.Set // what was selected
	in     photo.Set // what it marks
	first  int       // the tiles [first, end) of the rows that it has touched last
	end    int
	turns  *fyne.Animation // while it scrolls
}

func newLasso() *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.StrokeWidth = 1
	r.Hide()
	return r
}

// Dragged draws a band round photos: those in it are selected, beside the others if the key for that is held.
func (g *Grid) Dragged(e *fyne.DragEvent) {
	if !g.planned() {
		return
	}
	if g.band == nil {
		g.beginBand(e.Position.Subtract(e.Dragged))
	}
	g.band.at = e.Position
	g.drawBand()
	g.turnAtEdge()
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
	g.placeLasso(area)
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

func (g *Grid) placeLasso(area image.Rectangle) {
	g.lasso.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	g.lasso.FillColor = theme.Colour(fynetheme.ColorNameSelection)
	g.lasso.Move(fyne.NewPos(g.dp(area.Min.X), g.dp(area.Min.Y-g.offset)))
	g.lasso.Resize(fyne.NewSize(g.dp(area.Dx()), g.dp(area.Dy())))
	g.lasso.Show()
	g.lasso.Refresh()
}

// turnAtEdge scrolls while the pointer is at an edge, also while it rests there.
func (g *Grid) turnAtEdge() {
	b := g.band
	if g.edgeStep(b.at) == 0 || b.turns != nil {
		return
	}
	b.turns = fyne.NewAnimation(time.Second, func(float32) {
		step := g.edgeStep(b.at)
		if g.band != b || step == 0 {
			b.stop()
			return
		}
		was := g.offset
		g.scrollTo(g.offset + step)
		if g.offset != was {
			g.drawBand()
		}
	})
	b.turns.RepeatCount = fyne.AnimationRepeatForever
	b.turns.Start()
}

// edgeStep returns how many pixels a pointer at a point scrolls with each frame.
func (g *Grid) edgeStep(at fyne.Position) int {
	into := max(edge-at.Y, 0)
	if low := at.Y - (g.Size().Height - g.below() - edge); low > 0 {
		into = -low
	}
	return -toPx(min(max(into, -edge), edge)/edge*edgeSpeed, g.scale)
}

func (b *band) stop() {
	if b.turns != nil {
		b.turns.Stop()
		b.turns = nil
	}
}

// DragEnd ends the band; what it has selected stays.
func (g *Grid) DragEnd() {
	if g.band == nil {
		return
	}
	g.band.stop()
	g.band = nil
	g.lasso.Hide()
	frame.Ask()
}
