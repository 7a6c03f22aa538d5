package grid

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/roll"
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
	if !g.planned() {
		return -1
	}
	if i, selected := g.at(); selected || g.cursor && i < g.roll.Len() {
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

// Act does what a character does that was typed, on the photos that are selected now.
func (g *Grid) Act(r rune) { call.If(g.actOf(r)) }

// actOf returns the action of a character on the photos that are selected now; nil if it has none.
func (g *Grid) actOf(r rune) func() {
	switch r {
	case '/':
		return g.OnSearch
	case '?':
		return g.OnHelp
	case 'i', 'I':
		return g.OnInfo
	case '+', '=':
		return func() { g.SetRowSize(g.row * sizeStep) }
	case '-', '_':
		return func() { g.SetRowSize(g.row / sizeStep) }
	}
	act := g.markOf(r)
	switch {
	case act == nil:
		return nil
	case !g.complete():
		asked := g.asked
		return func() {
			if asked == g.asked {
				g.onceComplete(func() { act(g.selected, g.Selection()) })
			}
		}
	case g.selected == 0:
		return nil
	}
	id, ids := g.selected, g.Selection()
	return func() { act(id, ids) }
}

// markOf returns the action of a character on the photo that the keyboard is at and on all that are
// selected; nil if it has none.
func (g *Grid) markOf(r rune) func(photo.ID, []photo.ID) {
	switch r {
	case 'm', 'M':
		return func(id photo.ID, _ []photo.ID) { call.With(g.OnMore, []photo.ID{id}) }
	case 'c', 'C':
		return func(_ photo.ID, ids []photo.ID) { call.With(g.OnCompare, ids) }
	case 'r', 'R':
		return func(id photo.ID, _ []photo.ID) { call.With(g.OnReveal, id) }
	case 'f', 'F':
		return func(_ photo.ID, ids []photo.ID) { call.With(g.OnFavourite, ids) }
	case 't', 'T':
		return func(_ photo.ID, ids []photo.ID) { call.With(g.OnTag, ids) }
	case 'b', 'B':
		if g.OnAlbum != nil {
			return func(_ photo.ID, ids []photo.ID) { g.OnAlbum(ids) }
		}
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if g.OnDigit != nil {
			return func(_ photo.ID, ids []photo.ID) { g.OnDigit(ids, r) }
		}
	case 'y', 'Y', 'x', 'X':
		if g.OnJudge != nil {
			return func(_ photo.ID, ids []photo.ID) { g.OnJudge(ids, r == 'y' || r == 'Y') }
		}
	}
	return nil
}

// TypedKey handles the keys that move and open.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	call.With(g.OnKey, e)
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
		g.selectAt(g.roll.Len() - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if !g.openStack() {
			g.open()
		}
	case fyne.KeySpace:
		g.open()
	case fyne.KeyDelete:
		call.If(g.OnDelete)
	case fyne.KeyF11:
		call.If(g.OnFullScreen)
	case fyne.KeyEscape:
		if g.putBack() || g.closeStack() {
			return
		}
		if g.Marked() > 0 {
			g.Unmark()
			return
		}
		call.If(g.OnLeave)
	}
}

// With calls do with the selected photos, if there are any, once it is known which they are.
func (g *Grid) With(do func([]photo.ID)) {
	g.onceComplete(func() {
		if ids := g.Selection(); len(ids) > 0 {
			do(ids)
		}
	})
}

// Select moves the selection to the photo at index at of the roll, if there is one, and scrolls to it.
func (g *Grid) Select(at int) { g.selectAt(at) }

// SelectShown selects the first photo on screen, unless one is selected.
func (g *Grid) SelectShown() {
	if i, selected := g.at(); !selected {
		g.selectAt(i)
	}
}

func (g *Grid) open() {
	if i := g.outlined(); i >= 0 && g.tile(i).ID > 0 {
		call.With(g.OnOpen, i)
	}
}

// planned reports whether the plan is that of the roll: not before the grid has a size.
func (g *Grid) planned() bool { return g.roll.Len() > 0 && g.plan.Roll == g.roll }

func (g *Grid) openID(id photo.ID) {
	if i := g.indexOf(id); i >= 0 {
		call.With(g.OnOpen, i)
	}
}

// selectAt selects the photo at index i alone or, with Shift, all up to it; once it is loaded, if it is
// not.
func (g *Grid) selectAt(i int) {
	if i < 0 || i >= g.roll.Len() {
		return
	}
	shift := g.modifiers()&fyne.KeyModifierShift != 0
	if _, loaded := g.roll.At(i); !loaded {
		if !g.planned() {
			return
		}
		g.stay()
		g.asked++
		g.pending, g.pendingRange, g.goal = i, shift, g.plan.Tile(i).Centre()
		g.reveal(i)
		g.need()
		return
	}
	g.selectLoaded(i, shift)
}

// selectLoaded is selectAt for a photo that is loaded.
func (g *Grid) selectLoaded(i int, extend bool) {
	if extend && g.selected != 0 {
		g.extend(i)
	} else {
		g.selectOnly(i)
	}
	if g.planned() {
		g.reveal(i)
		g.goal = g.plan.Centre(i)
	}
}

// selectPending selects the photo that was to be selected once it is loaded, if it is.
func (g *Grid) selectPending() {
	i, goal, then, asked := g.pending, g.goal, g.then, g.asked
	if _, loaded := g.roll.At(i); i < 0 || !loaded {
		return
	}
	g.selectLoaded(i, g.pendingRange)
	g.goal, g.asked = goal, asked // it is what the person has selected
	if then != nil {
		g.onceComplete(then)
	}
}

// keepPending finds in another roll the photo that is to be selected once it is loaded, as far as it is
// known which one it is: the last stays the last.
func (g *Grid) keepPending(next *roll.Roll) {
	i := g.pending
	switch {
	case i < 0 || i >= g.roll.Len():
	case !g.byDate() || !next.ByDate || next.Len() == 0:
		g.stay()
	case i == g.roll.Len()-1:
		g.pending = next.Len() - 1
	default:
		was := g.roll.PageOf(i)
		k := next.PageAt(g.roll.Pages[was].Start)
		g.pending = min(next.First(k)+i-g.roll.First(was), next.First(k+1)-1)
	}
}

// at returns the index of the selected tile, or that of the first tile on screen if none is
// selected.
func (g *Grid) at() (i int, selected bool) {
	if g.pending >= 0 && g.pending < g.roll.Len() {
		return g.pending, true
	}
	if i := g.indexOf(g.selected); i >= 0 {
		return i, true
	}
	first, _ := g.plan.Between(g.offset, g.offset+g.heightPx())
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
	g.selectAt(g.beside(i, by, goal))
	g.goal = goal
}

// movePage moves by as many lines as fit the window.
func (g *Grid) movePage(by int) {
	i, _ := g.at()
	if !g.planned() {
		return
	}
	goal, moved := g.goal, 0
	for {
		next := g.beside(i, by, goal)
		// Making rows may move both.
		moved += (g.plan.Tile(next).Y - g.plan.Tile(i).Y) * by
		if next == i || moved > g.heightPx() {
			break
		}
		i = next
	}
	g.selectAt(i)
	g.goal = goal
}

// beside is that of the plan; it makes the rows there.
func (g *Grid) beside(i, by int, goal int32) int {
	if !g.planned() {
		return i
	}
	k := g.plan.BlockOf(i)
	g.ready(k - 1)
	g.ready(k)
	g.ready(k + 1)
	return g.plan.Beside(i, by, goal)
}
