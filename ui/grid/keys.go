package grid

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
)

// sizeStep is what + and - change the row height by.
const sizeStep = 1.2

// FocusGained is called when the grid gains the focus. After the Tab key it
// outlines the tile where the keys will begin.
func (g *Grid) FocusGained() {
	g.cursor = !g.quiet
	g.placeOutline()
}

// FocusLost is called when the grid loses the focus.
func (g *Grid) FocusLost() {
	g.cursor = false
	g.placeOutline()
}

// Quietly calls focus, which focuses the grid without the Tab key: no cursor is
// shown before a key is pressed.
func (g *Grid) Quietly(focus func()) {
	g.quiet, g.cursor = true, false
	focus()
	g.quiet = false
}

// outlined returns the tile of the keyboard cursor, or -1.
func (g *Grid) outlined() int {
	if len(g.plan.x) != len(g.tiles) {
		return -1
	}
	if i, selected := g.at(); selected || g.cursor && i < len(g.tiles) {
		return i
	}
	return -1
}

// TypedRune handles typed characters.
func (g *Grid) TypedRune(r rune) {
	act := g.actOf(r)
	if g.OnRune != nil {
		g.OnRune(r, act)
		return
	}
	call.If(act)
}

// actOf returns the action of a character on the photos that are selected now; nil if it has none.
func (g *Grid) actOf(r rune) func() {
	switch r {
	case '/':
		return g.OnSearch
	case '?':
		return g.OnHelp
	case '+', '=':
		return func() { g.SetRowSize(g.row * sizeStep) }
	case '-', '_':
		return func() { g.SetRowSize(g.row / sizeStep) }
	}
	if g.selected == 0 {
		return nil
	}
	id, ids := g.selected, g.Selection()
	switch r {
	case 'm', 'M':
		return func() { call.With(g.OnMore, []photo.ID{id}) }
	case 'r', 'R':
		return func() { call.With(g.OnReveal, id) }
	case 'f', 'F':
		return func() { call.With(g.OnFavourite, ids) }
	case 't', 'T':
		return func() { call.With(g.OnTag, ids) }
	case 'y', 'Y', 'x', 'X':
		if g.OnJudge != nil {
			return func() { g.OnJudge(ids, r == 'y' || r == 'Y') }
		}
	}
	return nil
}

// TypedKey handles the keys that move and open.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		g.move(-1)
	case fyne.KeyRight:
		g.move(1)
	case fyne.KeyUp:
		g.moveLine(-1)
	case fyne.KeyDown:
		g.moveLine(1)
	case fyne.KeyPageUp:
		g.movePage(-1)
	case fyne.KeyPageDown:
		g.movePage(1)
	case fyne.KeyHome:
		g.selectAt(0)
		g.scrollTo(0)
	case fyne.KeyEnd:
		g.selectAt(len(g.tiles) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		g.open()
	case fyne.KeyEscape:
		call.If(g.OnLeave)
	}
}

// Copy asks for the path of the selected photo to be copied.
func (g *Grid) Copy() { g.act(g.OnCopy) }

// Select moves the selection to the photo at index at in Tiles, if there is one, and scrolls to it.
func (g *Grid) Select(at int) { g.selectAt(at) }

// SelectShown selects the first photo on screen, unless one is selected.
func (g *Grid) SelectShown() {
	if i, selected := g.at(); !selected {
		g.selectAt(i)
	}
}

func (g *Grid) open() {
	if i := g.outlined(); i >= 0 {
		call.With(g.OnOpen, i)
	}
}

func (g *Grid) openID(id photo.ID) {
	if i := g.indexOf(id); i >= 0 {
		call.With(g.OnOpen, i)
	}
}

// act calls f with the selected photo.
func (g *Grid) act(f func(photo.ID)) {
	if g.selected != 0 && f != nil {
		f(g.selected)
	}
}

// selectAt selects the photo at index i alone or, with Shift, all up to it.
func (g *Grid) selectAt(i int) {
	if i < 0 || i >= len(g.tiles) {
		return
	}
	if g.modifiers()&fyne.KeyModifierShift != 0 && g.selected != 0 {
		g.extend(i)
	} else {
		g.selectOnly(g.tiles[i].ID)
	}
	if len(g.plan.x) == len(g.tiles) {
		g.goal = g.plan.centre(i)
		g.reveal(i)
	}
}

// at returns the index of the selected tile, or that of the first tile on screen if none is
// selected.
func (g *Grid) at() (i int, selected bool) {
	if i := g.indexOf(g.selected); i >= 0 {
		return i, true
	}
	first, _ := g.plan.between(g.offset, g.offset+g.heightPx())
	return first, false
}

func (g *Grid) move(by int) {
	i, ok := g.at()
	if ok {
		i += by
	}
	g.selectAt(i)
}

func (g *Grid) moveLine(by int) {
	i, ok := g.at()
	if !ok {
		g.selectAt(i)
		return
	}
	goal := g.goal // unchanged, so that Down and Up return to the same tile
	g.selectAt(g.plan.beside(i, by, goal))
	g.goal = goal
}

// movePage moves by as many lines as fit the window.
func (g *Grid) movePage(by int) {
	i, _ := g.at()
	if len(g.tiles) == 0 {
		return
	}
	from, goal := g.plan.tile(i).y, g.goal
	for {
		next := g.plan.beside(i, by, goal)
		if next == i || (g.plan.tile(next).y-from)*by > g.heightPx() {
			break
		}
		i = next
	}
	g.selectAt(i)
	g.goal = goal
}
