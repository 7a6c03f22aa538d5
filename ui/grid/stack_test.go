package grid

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
)

// stackedGrid is a grid of ten photos in no order of time; 5, 2 and 3 look alike, and so do 7 and 8.
func stackedGrid(t *testing.T) *Grid {
	t.Helper()
	g, _ := shownGrid(t, 0)
	g.SetRoll(roll.Of(rolltest.Tiles(10), false).Stacked([][]photo.ID{{5, 2, 3}, {7, 8}}))
	return g
}

// order is what the grid shows.
func order(g *Grid) (ids []photo.ID) {
	for i := range g.roll.Len() {
		t, _ := g.roll.At(i)
		ids = append(ids, t.ID)
	}
	return ids
}

func wantOrder(t *testing.T, g *Grid, want ...photo.ID) {
	t.Helper()
	if got := order(g); !slices.Equal(got, want) {
		t.Errorf("shown: %v, want %v", got, want)
	}
}

func TestStacksOpenAndClose(t *testing.T) {
	g := stackedGrid(t)
	left, folds := 0, 0
	var opened []int
	g.OnLeave, g.OnFold = func() { left++ }, func() { folds++ }
	g.OnOpen = func(at int) { opened = append(opened, at) }
	wantOrder(t, g, 1, 5, 4, 6, 7, 9, 10)
	g.Select(1)
	press(g, fyne.KeyReturn)
	wantOrder(t, g, 1, 5, 2, 3, 4, 6, 7, 9, 10)
	if g.Selected() != 5 || len(opened) > 0 {
		t.Errorf("selected %d, opened %v", g.Selected(), opened)
	}
	press(g, fyne.KeyRight, fyne.KeyReturn) // a photo of an open stack
	if !slices.Equal(opened, []int{2}) {
		t.Errorf("opened %v", opened)
	}
	press(g, fyne.KeyEscape)
	wantOrder(t, g, 1, 5, 4, 6, 7, 9, 10)
	if g.Selected() != 5 || left > 0 {
		t.Errorf("after Esc: selected %d, left %d times", g.Selected(), left)
	}
	press(g, fyne.KeySpace) // shows the cover
	if !slices.Equal(opened, []int{2, 1}) {
		t.Errorf("opened %v", opened)
	}
	press(g, fyne.KeyEscape)
	if left != 1 || folds != 2 {
		t.Errorf("left %d times, folded %d", left, folds)
	}
}

// A click on the sign of a stack opens it, and one more closes it.
func TestStackSign(t *testing.T) {
	g := stackedGrid(t)
	sign := func() fyne.Position {
		return g.cells[5].signs.stack.Area().At.AddXY(4, 4)
	}
	if s := g.cells[5].signs.stack; s.Text() != "3" || !s.Area().Shown || s.Marked() {
		t.Errorf("the sign says %q, shown %v", s.Text(), s.Area().Shown)
	}
	if g.cells[1].signs.stack != nil {
		t.Error("a photo that is in no stack has a sign")
	}
	g.Tapped(&fyne.PointEvent{Position: sign()})
	wantOrder(t, g, 1, 5, 2, 3, 4, 6, 7, 9, 10)
	for _, id := range []photo.ID{5, 2, 3} {
		if !g.cells[id].signs.stack.Marked() {
			t.Errorf("photo %d of an open stack is not marked", id)
		}
	}
	g.Tapped(&fyne.PointEvent{Position: sign()})
	wantOrder(t, g, 1, 5, 4, 6, 7, 9, 10)
	g.Tapped(&fyne.PointEvent{Position: sign()})
	g.Top()
	wantOrder(t, g, 1, 5, 4, 6, 7, 9, 10)
}

// A closed stack is selected whole.
func TestSelectionOfStacks(t *testing.T) {
	g := stackedGrid(t)
	want := func(name string, ids ...photo.ID) {
		t.Helper()
		if got := g.Selection(); !slices.Equal(got, ids) {
			t.Errorf("%s: %v, want %v", name, got, ids)
		}
	}
	g.SelectAll()
	want("all", 1, 5, 2, 3, 4, 6, 7, 8, 9, 10)
	g.SelectID(3)
	want("what lies under a cover", 5, 2, 3)
	press(g, fyne.KeyReturn)
	want("the cover of an open stack", 5)
	press(g, fyne.KeyRight)
	want("one of an open stack", 2)
	g.toggleStack(2)
	want("after it was closed", 5, 2, 3)
	var marked []photo.ID
	g.OnFavourite = func(ids []photo.ID) { marked = ids }
	g.TypedRune('f')
	if !slices.Equal(marked, []photo.ID{5, 2, 3}) {
		t.Errorf("favourites: %v", marked)
	}
	g.SetFavourites(map[photo.ID]bool{3: true})
	if !g.favourite(5) || g.favourite(7) || g.favourite(1) {
		t.Error("a stack is a favourite if one of its photos is")
	}
}

// A stack that closes is marked if all of it was, and not for some of it.
func TestMarksOfStacks(t *testing.T) {
	for _, tt := range []struct {
		name  string
		marks []photo.ID
		want  []photo.ID // after the stack of 5, 2 and 3 was closed
		count int
	}{
		{"one", []photo.ID{1, 2}, []photo.ID{1}, 1},
		{"the cover", []photo.ID{1, 5, 4}, []photo.ID{1, 4}, 2},
		{"all", []photo.ID{1, 2, 3, 5}, []photo.ID{1, 5, 2, 3}, 4},
	} {
		g := stackedGrid(t)
		g.toggleStack(5)
		g.SelectID(tt.marks[0])
		for _, id := range tt.marks[1:] {
			g.toggle(g.tile(g.indexOf(id)))
		}
		g.toggleStack(5)
		if got := g.Selection(); !slices.Equal(got, tt.want) || g.Marked() != tt.count {
			t.Errorf("%s: %v of %d, want %v", tt.name, got, g.Marked(), tt.want)
		}
		g.toggleStack(5)
		if got := g.Selection(); len(got) != len(tt.want) || g.Marked() != tt.count {
			t.Errorf("%s, open again: %v of %d", tt.name, got, g.Marked())
		}
	}
	g := stackedGrid(t)
	g.toggleStack(5)
	g.SelectID(2)
	g.toggle(g.tile(g.indexOf(3)))
	g.toggleStack(5) // no mark is left
	if g.Marked() != 0 || g.Selected() != 5 {
		t.Errorf("%d are marked, the keyboard is at %d", g.Marked(), g.Selected())
	}
}

// Stacks can be switched off, and come later than the photos. Nothing that is selected is lost.
func TestStacksComeAndGo(t *testing.T) {
	g := stackedGrid(t)
	g.SetStacked(false)
	wantOrder(t, g, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	g.SelectID(8)
	g.SetStacked(true)
	if g.Selected() != 7 {
		t.Errorf("selected %d, want the cover", g.Selected())
	}
	plain := roll.Of(rolltest.Tiles(10), false)
	g.SetRoll(plain)
	if g.Roll() != plain {
		t.Error("a roll without stacks is shown as another")
	}
	g.SelectAll()
	g.SetRoll(plain.Stacked([][]photo.ID{{3, 2, 1}}))
	wantOrder(t, g, 3, 4, 5, 6, 7, 8, 9, 10)
	if got := g.Selection(); len(got) != 10 {
		t.Errorf("selected: %v", got)
	}
}
