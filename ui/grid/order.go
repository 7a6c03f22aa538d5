package grid

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
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

// Beyond returns the photo before which the selected ones lie when a key has moved them, an arrow, Home or End; 0: at
// the end. They lie together then. ok is false if they lie there already.
func (g *Grid) Beyond(key fyne.KeyName) (before photo.ID, ok bool) {
	if !g.planned() || !g.roll.Complete() {
		return 0, false
	}
	var rest []photo.ID // that are not selected
	ahead := make([]int, g.roll.Len()+1)
	first, last := -1, -1
	for i := range g.roll.Len() {
		ahead[i] = len(rest)
		if id := g.tile(i).ID; id != g.selected && !g.also.Has(id) {
			rest = append(rest, id)
			continue
		}
		if last = i; first < 0 {
			first = i
		}
	}
	if first < 0 {
		return 0, false
	}
	ahead[g.roll.Len()] = len(rest)
	to := 0 // how many lie before them then
	switch key {
	case fyne.KeyLeft:
		to = ahead[first] - 1
	case fyne.KeyRight:
		to = ahead[last] + 1
	case fyne.KeyUp:
		to = ahead[g.beside(first, -1, g.plan.Centre(first))]
	case fyne.KeyDown:
		below := g.beside(last, 1, g.plan.Centre(last))
		to = ahead[below+1]
	case fyne.KeyEnd:
		to = len(rest)
	}
	to = min(max(to, 0), len(rest))
	if together := ahead[first] == ahead[last]; together && to == ahead[first] {
		return 0, false
	}
	if to < len(rest) {
		before = rest[to]
	}
	return before, true
}
