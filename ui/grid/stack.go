package grid

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/roll"
	"recollect/ui/sign"
	"recollect/ui/theme"
)

// SetStacked sets whether photos that look alike are shown as stacks.
func (g *Grid) SetStacked(stacked bool) {
	if g.piles.Flat == !stacked {
		return
	}
	g.piles.Flat = !stacked
	if g.given != nil {
		g.setShown(g.piles.Fold(g.given))
		call.If(g.OnFold)
	}
}

// toggleStack opens or closes the stack that a photo is in.
func (g *Grid) toggleStack(id photo.ID) {
	s := g.piles.Of(id)
	if s == nil {
		return
	}
	g.unpin()
	if s.Open {
		s.Gather(&g.also)
	} else if g.also.Has(s.Cover()) {
		s.Spread(&g.also)
	}
	g.piles.Toggle(s.Cover())
	g.setShown(g.piles.Fold(g.given))
	if i := g.indexOf(g.selected); i >= 0 && g.planned() {
		g.reveal(i)
	}
	call.If(g.OnFold)
}

// openStack opens the stack that the keyboard is at, and reports whether there is a closed one.
func (g *Grid) openStack() bool {
	i := g.outlined()
	if i < 0 {
		return false
	}
	id := g.tile(i).ID
	if g.piles.Of(id).Hides(id) == nil {
		return false
	}
	g.selectOnly(i)
	g.toggleStack(id)
	return true
}

// closeStack closes the stack that the keyboard is in, and reports whether there is an open one.
func (g *Grid) closeStack() bool {
	s := g.piles.Of(g.selected)
	if s == nil || !s.Open {
		return false
	}
	g.toggleStack(g.selected)
	return true
}

// shownFor returns the photo that stands for one: the cover of the closed stack that it is in, or itself.
func (g *Grid) shownFor(id photo.ID) photo.ID {
	if s := g.piles.Of(id); s != nil && !s.Open {
		return s.Cover()
	}
	return id
}

// selectCovers selects, instead of photos that are hidden by now, what stands for them. A stack is marked if all of its
// photos were, and not if some were: nobody has marked the others.
func (g *Grid) selectCovers() {
	if s := g.piles.Of(g.pivot.ID); s != nil && !s.Open {
		g.pivot = s.Tiles[0]
	}
	for id, s := range g.piles.All() {
		if !s.Open && id != s.Cover() && g.also.Has(id) {
			s.Gather(&g.also)
		}
	}
	if g.also.Len() > 0 {
		g.keepCursor()
	} else if s := g.piles.Of(g.selected); s != nil && !s.Open {
		g.selected, g.spot = s.Cover(), s.Tiles[0]
	}
}

// favourite reports whether a photo is a favourite, or one that lies under it.
func (g *Grid) favourite(id photo.ID) bool {
	if g.favourites[id] {
		return true
	}
	s := g.piles.Of(id)
	if s == nil || s.Open || len(g.favourites) == 0 {
		return false
	}
	for _, t := range s.Tiles {
		if g.favourites[t.ID] {
			return true
		}
	}
	return false
}

// stackItem returns the menu's item that opens or closes a stack.
func (g *Grid) stackItem(s *roll.Stack) *fyne.MenuItem {
	text, key := phrases.Say("photo:unstack", "n", len(s.Tiles)), phrases.Say("keys:key-enter")
	if s.Open {
		text, key = phrases.Say("photo:stack", "n", len(s.Tiles)), phrases.Say("keys:key-esc")
	}
	return MenuItem(text, theme.StackIcon(), key, func() { g.toggleStack(s.Cover()) })
}

// stackSign shows the sign of the stack that a photo is in, if it is in one, and returns how wide it is.
func (g *Grid) stackSign(s *signs, id photo.ID, at fyne.Position, size fyne.Size) (width float32) {
	stack := g.piles.Of(id)
	if stack == nil {
		s.stack.Hide()
		return 0
	}
	if s.stack == nil {
		s.stack = sign.NewStack(g.layer)
	}
	s.stack.Hide()
	if stack.Open {
		s.stack.Under(at, size)
	}
	if stack.Cover() != id {
		return 0
	}
	return s.stack.Place(stack, at, size)
}
