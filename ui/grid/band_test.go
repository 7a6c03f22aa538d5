package grid

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
)

// inTile returns a point of tile i, at shares of its width and height.
func inTile(g *Grid, i int, across, down float32) fyne.Position {
	r := g.plan.Tile(i)
	return fyne.NewPos(float32(r.X)+across*float32(r.W), float32(r.Y-g.offset)+down*float32(r.H))
}

// drag moves the mouse along points with its button down.
func drag(g *Grid, held fyne.KeyModifier, along ...fyne.Position) {
	g.modifiers = func() fyne.KeyModifier { return held }
	for i, at := range along[1:] {
		e := &fyne.DragEvent{Dragged: fyne.NewDelta(at.X-along[i].X, at.Y-along[i].Y)}
		e.Position = at
		g.Dragged(e)
	}
	g.DragEnd()
	g.modifiers = func() fyne.KeyModifier { return 0 }
}

func TestABandSelects(t *testing.T) {
	ctrl := fyne.KeyModifierShortcutDefault
	g, _ := shownGrid(t, 200)
	second := g.beside(0, 1, g.plan.Centre(0)) // below the first tile
	across := func(i, j int) []fyne.Position {
		return []fyne.Position{inTile(g, i, 0.5, 0.5), inTile(g, j, 0.5, 0.5)}
	}
	tests := []struct {
		name  string
		held  fyne.KeyModifier
		along []fyne.Position
		want  string
	}{
		{"in a row", 0, across(0, 2), "[1 2 3]"},
		{"backwards", 0, across(2, 1), "[2 3]"},
		{"and back again", 0, append(across(0, 2), inTile(g, 1, 0.5, 0.5)), "[1 2]"},
		{"within one", 0, []fyne.Position{inTile(g, 1, 0.2, 0.2), inTile(g, 1, 0.8, 0.8)}, "[2]"},
		{"beside what is selected", ctrl, across(3, 3), "[4 5]"},
		{
			"two rows", 0,
			[]fyne.Position{inTile(g, 0, 0.1, 0.1), inTile(g, second, 0.2, 0.2)},
			fmt.Sprint([]photo.ID{1, photo.ID(second + 1)}),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g.Top()
			if tt.held != 0 {
				tapAt(g, 4, 0)
			}
			drag(g, tt.held, tt.along...)
			if got := fmt.Sprint(g.Selection()); got != tt.want {
				t.Errorf("selected %s, want %s", got, tt.want)
			}
			if g.Marked() != len(g.Selection()) || g.lasso.Visible() {
				t.Errorf("%d marked of %d; the frame is shown: %v", g.Marked(), len(g.Selection()), g.lasso.Visible())
			}
		})
	}
}

// Photos that a band has passed stay in it while it goes on, with the rows scrolled by the wheel.
func TestABandGoesOnWhileRowsScroll(t *testing.T) {
	g, _ := shownGrid(t, 400)
	from := inTile(g, 0, 0.1, 0.1)
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from}})
	for range 10 {
		e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -200)}
		e.Position = fyne.NewPos(800, 400)
		g.Scrolled(e)
	}
	to := fyne.NewPos(820, 400)
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	g.DragEnd()
	ids := g.Selection()
	if len(ids) < 40 {
		t.Fatalf("%d selected", len(ids))
	}
	for i, id := range ids {
		if id != photo.ID(i+1) {
			t.Fatalf("photo %d is number %d of the selection", id, i)
		}
	}
}

func TestAHeadingMarksItsPhotos(t *testing.T) {
	g, _ := shownGrid(t, 20)
	if len(g.plan.Sections) < 1 {
		t.Fatal("there is no heading")
	}
	_, end := g.plan.Sections[0].Tiles()
	at := g.sticky.Name().At.AddXY(4, 4)
	g.hover(at)
	if h := g.headingAt(at); !h.Ticked().Shown {
		t.Error("under the pointer a heading has no tick")
	}
	g.Tapped(&fyne.PointEvent{Position: at})
	if g.Marked() != end || g.Selected() == 0 {
		t.Fatalf("marked %d of %d", g.Marked(), end)
	}
	g.Tapped(&fyne.PointEvent{Position: at})
	if g.Marked() != 0 || g.Selected() != 0 {
		t.Errorf("a second click leaves %d", g.Marked())
	}
}

// The photos of a heading may be on pages that are not loaded.
func TestAHeadingMarksPhotosThatAreNotLoaded(t *testing.T) {
	g, _ := shownGrid(t, 20)
	whole := roll.Of(rolltest.Tiles(20), true)
	var names func(*photo.Set)
	g.OnIDs = func(_ []*roll.Page, take func(*photo.Set)) { names = take }
	g.SetRoll(whole.With(0, whole.Pages[0].Without()))
	g.toggleSection(0)
	all := new(photo.Set)
	for _, x := range whole.Pages[0].Tiles {
		all.Add(x.ID)
	}
	if names == nil {
		t.Fatal("nobody was asked for the photos")
	}
	names(all)
	if g.Marked() < all.Len() {
		t.Errorf("%d marked of %d", g.Marked(), all.Len())
	}
}

func TestEscTakesMarksAwayFirst(t *testing.T) {
	g, _ := shownGrid(t, 20)
	left := 0
	g.OnLeave = func() { left++ }
	tapAt(g, 2, 0)
	tapAt(g, 4, fyne.KeyModifierShortcutDefault)
	press(g, fyne.KeyEscape)
	if g.Marked() != 0 || g.Selected() != 5 || left != 0 {
		t.Errorf("%d marked, the keyboard at %d, left %d times", g.Marked(), g.Selected(), left)
	}
	press(g, fyne.KeyEscape)
	if left != 1 {
		t.Error("Esc does not leave")
	}
}

func TestTheTickOfATile(t *testing.T) {
	g, _ := shownGrid(t, 20)
	g.hover(inTile(g, 3, 0.5, 0.5))
	tick := g.cells[4].signs.tick
	if !tick.Area().Shown {
		t.Fatal("under the pointer a tile has no tick")
	}
	g.Tapped(&fyne.PointEvent{Position: tick.Area().At.AddXY(4, 4)})
	if g.Marked() != 1 || !g.also.Has(4) {
		t.Errorf("%d marked", g.Marked())
	}
}
