package grid

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/plan"
	"recollect/ui/roll"
)

// Rearrange replaces the photos by the same in another order, or by some of them. Nothing scrolls but for the photo
// that the keyboard is at, which stays in sight.
func (g *Grid) Rearrange(r *roll.Roll) {
	if g.planned() {
		g.coming = &anchor{scale: g.scale} // the rows stay, not the photos
	}
	g.SetRoll(r)
	g.coming = nil
	if i := g.indexOf(g.selected); i >= 0 && g.planned() {
		g.reveal(i)
		g.goal = g.plan.Centre(i)
		if i == 0 {
			g.scrollTo(0)
		}
	}
}

// steps are what keys say of the selected photos.
var steps = map[fyne.KeyName]plan.Step{
	fyne.KeyLeft: plan.Left, fyne.KeyRight: plan.Right, fyne.KeyUp: plan.Up, fyne.KeyDown: plan.Down,
	fyne.KeyHome: plan.First, fyne.KeyEnd: plan.Last,
}

// Beyond is that of the plan for the selected photos and a key: an arrow, Home or End.
func (g *Grid) Beyond(key fyne.KeyName) (before photo.ID, ok bool) {
	if !g.planned() {
		return 0, false
	}
	return g.plan.Beyond(func(id photo.ID) bool { return id == g.selected || g.also.Has(id) }, steps[key])
}
