package grid

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
)

// tapAt taps the middle of tile i with keys held.
func tapAt(g *Grid, i int, held fyne.KeyModifier) {
	g.modifiers = func() fyne.KeyModifier { return held }
	r := g.plan.Tile(i)
	g.Tapped(&fyne.PointEvent{Position: fyne.NewPos(float32(r.X+r.W/2), float32(r.Y-g.offset+r.H/2))})
	g.modifiers = func() fyne.KeyModifier { return 0 }
}

func TestSelectionOfSeveral(t *testing.T) {
	ctrl, shift := fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	type tap struct {
		tile int
		held fyne.KeyModifier
	}
	tests := []struct {
		name string
		taps []tap
		want string
	}{
		{"one", []tap{{2, 0}}, "[3]"},
		{"another instead", []tap{{2, 0}, {4, 0}}, "[5]"},
		{"beside each other", []tap{{2, 0}, {4, ctrl}, {0, ctrl}}, "[1 3 5]"},
		{"taken out again", []tap{{2, 0}, {4, ctrl}, {2, ctrl}}, "[5]"},
		{"the last taken out", []tap{{2, 0}, {2, ctrl}}, "[]"},
		{"up to", []tap{{2, 0}, {5, shift}}, "[3 4 5 6]"},
		{"back up to", []tap{{2, 0}, {5, shift}, {1, shift}}, "[2 3]"},
		{"up to without a beginning", []tap{{5, shift}}, "[6]"},
		{"alone again", []tap{{2, 0}, {5, shift}, {3, 0}}, "[4]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, _ := shownGrid(t, 20)
			reported := 0
			g.OnSelect = func() { reported++ }
			for _, tap := range tt.taps {
				tapAt(g, tap.tile, tap.held)
			}
			if got := fmt.Sprint(g.Selection()); got != tt.want {
				t.Errorf("selected %s, want %s", got, tt.want)
			}
			if reported < len(tt.taps) {
				t.Errorf("told %d times of %d changes", reported, len(tt.taps))
			}
		})
	}
}

func TestShiftAndArrowsSelect(t *testing.T) {
	g, _ := shownGrid(t, 20)
	press(g, fyne.KeyHome)
	g.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	press(g, fyne.KeyRight, fyne.KeyRight)
	if got := fmt.Sprint(g.Selection()); got != "[1 2 3]" {
		t.Errorf("selected %s", got)
	}
	g.SelectAll()
	if n := len(g.Selection()); n != 20 {
		t.Errorf("of all %d are selected", n)
	}
	g.SetRoll(roll.Of(rolltest.Tiles(5), true))
	if n := len(g.Selection()); n != 5 {
		t.Errorf("of those that are left %d are selected", n)
	}
}

func TestHearts(t *testing.T) {
	g, _ := shownGrid(t, 6)
	favoured := 0
	g.OnFavourite = func([]photo.ID) { favoured++ }
	visible := func(id photo.ID) bool {
		return g.cells[id].signs.heart.Area().Shown
	}
	g.SetFavourites(map[photo.ID]bool{2: true})
	if visible(1) || !visible(2) {
		t.Fatalf("hearts: %v and %v, want that of the favourite only", visible(1), visible(2))
	}
	tapAt(g, 0, 0)
	if !visible(1) {
		t.Error("the selected photo has no heart to click on")
	}
	g.Tapped(&fyne.PointEvent{Position: g.cells[2].signs.heart.Area().At.AddXY(4, 4)})
	if favoured != 1 || g.Selected() != 2 {
		t.Errorf("a click on a heart told %d times, with photo %d", favoured, g.Selected())
	}
	g.TypedRune('f')
	if favoured != 2 {
		t.Error("F told nothing")
	}
}

func TestCoveredTilesShowNothingUntilAsked(t *testing.T) {
	g, wanted := shownGrid(t, 1)
	now := time.Unix(0, 0)
	g.now = func() time.Time { return now }
	tile := photo.Tile{ID: 1, WidthPx: 400, HeightPx: 300}
	g.SetRoll(roll.Of([]photo.Tile{tile}, false))
	g.Take((*wanted)[0], painted((*wanted)[0]))
	tile.Flagged = true
	g.SetRoll(roll.Of([]photo.Tile{tile}, false))
	c := g.cells[1]
	if len(*wanted) != 1 || !(*wanted)[0].Covered || c.Cover.Hidden || !c.signs.eye.Area().Shown {
		t.Fatalf("flagged it wants %v, the picture of before is seen: %v", *wanted, c.Cover.Hidden)
	}
	g.Take((*wanted)[0], painted((*wanted)[0]))
	opened := false
	g.OnOpen = func(int) { opened = true }
	g.Tapped(&fyne.PointEvent{Position: c.signs.eye.Area().At.AddXY(24, 24)})
	if !g.Revealed(1) || (*wanted)[0].Covered || c.signs.eye.Area().Shown || opened {
		t.Errorf("after a click on the eye it wants %v, opened: %v", *wanted, opened)
	}
}

func TestKeysActOnTheSelection(t *testing.T) {
	g, _ := shownGrid(t, 6)
	var got string
	g.OnTag = func([]photo.ID) { got += "tag;" }
	g.OnHelp = func() { got += "help;" }
	g.OnJudge = func(ids []photo.ID, yes bool) { got += fmt.Sprint(ids, yes, ";") }
	for _, r := range "tyx?" {
		g.TypedRune(r)
	}
	tapAt(g, 0, 0)
	for _, r := range "tYX" {
		g.TypedRune(r)
	}
	if want := "help;tag;[1] true;[1] false;"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Tiles show what is said of their photos, and the name under the pointer lies above that.
func TestRatedTiles(t *testing.T) {
	g, _ := shownGrid(t, 6)
	g.SetRated(map[photo.ID]photo.Rated{2: {Stars: 4, Label: "Green"}, 3: {Stars: photo.RejectedRating}})
	for id, want := range map[photo.ID]string{1: "", 2: "● ★★★★", 3: "✕"} {
		if got := g.cells[id].signs.rated.Text(); got != want {
			t.Errorf("photo %d shows %q, want %q", id, got, want)
		}
	}
	name := func(tile int) float32 {
		r := g.plan.Tile(tile)
		g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{
			Position: fyne.NewPos(float32(r.X+r.W/2), float32(r.Y-g.offset+r.H/2)),
		}})
		g.SetName(g.tile(tile).ID, "name.jpg")
		return g.caption.Area().At.Y + g.caption.Area().Size.Height
	}
	if stars := g.cells[2].signs.rated.Area(); name(1) > stars.At.Y || name(0) <= stars.At.Y {
		t.Errorf("stars at %v, names end at %v, and without stars at %v", stars.At, name(1), name(0))
	}
	if ids := g.OnScreen(); len(ids) != 6 {
		t.Errorf("on screen are %d", ids)
	}
	g.SetRated(map[photo.ID]photo.Rated{3: {Stars: 1}})
	if got := g.cells[2].signs.rated.Text() + g.cells[3].signs.rated.Text(); got != "★" {
		t.Errorf("after a change they show %q", got)
	}
}
