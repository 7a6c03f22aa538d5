package grid

import (
	"image"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
)

// Carrier carries photos under the pointer. Points are those of the window.
type Carrier interface {
	Begin(ids []photo.ID, picture image.Image)
	Move(at fyne.Position)
	Drop(at fyne.Position)
	Cancel()
}

// lifted says whether a drag carries photos.
type lifted int

const (
	notLifted lifted = iota
	carrying
	putBack // by Esc; the button is still held
)

// lift takes up the photo at a point with those that are selected with it, and reports whether there is one.
func (g *Grid) lift(at fyne.Position) bool {
	const beside = fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift // they ask for a band
	i := g.tileAt(at)
	if g.Carrier == nil || i < 0 || g.modifiers()&beside != 0 || !g.complete() {
		return false
	}
	g.focus()
	id := g.tile(i).ID
	if id != g.selected && !g.also.Has(id) {
		g.selectOnly(i)
	}
	g.lifted = carrying
	g.Carrier.Begin(g.Selection(), g.Picture(id))
	return true
}

// putBack ends carrying, and reports whether photos were carried.
func (g *Grid) putBack() bool {
	if g.lifted != carrying {
		return false
	}
	g.lifted = putBack
	g.edge.Stop()
	g.Carrier.Cancel()
	return true
}

// carry moves what is carried with the pointer.
func (g *Grid) carry(e *fyne.DragEvent) {
	if g.lifted != carrying {
		return
	}
	g.point = e.AbsolutePosition
	if e.Position.X >= 0 && e.Position.X < g.Size().Width {
		g.edge.At(e.Position.Y, g.Size().Height-g.below())
	} else {
		g.edge.Stop()
	}
	g.Carrier.Move(e.AbsolutePosition)
}

func (g *Grid) drop() {
	if g.edge.Stop(); g.lifted == carrying {
		g.Carrier.Drop(g.point)
	}
	g.lifted = notLifted
}

// Over shows between which photos others would fall at a point of the window, while they can be put in order.
func (g *Grid) Over(at fyne.Position, _ []photo.ID) (text string, fits bool) {
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(g))
	inside := at.X >= 0 && at.Y >= 0 && at.X < g.Size().Width && at.Y < g.Size().Height
	if !inside || !g.Visible() || g.Ordered == nil || !g.Ordered() || !g.planned() {
		return "", false
	}
	i, after := g.gapAt(at)
	r := g.plan.Tile(i)
	x := r.X - gap
	if after {
		x = r.X + r.W
	}
	g.caret.Place(fyne.NewPos(g.dp(x), g.dp(r.Y-g.offset)), g.dp(r.H))
	return "", true
}

// Out hides what Over has shown.
func (g *Grid) Out() { g.caret.Hide() }

// Drop calls OnMove with photos that fall at a point of the window.
func (g *Grid) Drop(at fyne.Position, ids []photo.ID) {
	i, after := g.gapAt(at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(g)))
	if after {
		i++
	}
	moved := photo.NewSet(ids...)
	for i < g.roll.Len() && moved.Has(g.tile(i).ID) {
		i++
	}
	before := photo.ID(0)
	if i < g.roll.Len() {
		before = g.tile(i).ID
	}
	g.OnMove(ids, before)
}

// gapAt is the plan's Gap at a point of the grid.
func (g *Grid) gapAt(at fyne.Position) (i int, after bool) {
	return g.plan.Gap(toPx(at.X, g.scale), toPx(at.Y, g.scale)+g.offset, gap)
}
