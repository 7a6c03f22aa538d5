package grid

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
)

func TestBeyond(t *testing.T) {
	g, _ := shownGrid(t, 1)
	g.SetRoll(roll.Of(rolltest.Tiles(40), false))
	below := func(i int) photo.ID { return photo.ID(g.plan.Beside(i, 1, g.plan.Centre(i)) + 1) }
	above := func(i int) photo.ID { return photo.ID(g.plan.Beside(i, -1, g.plan.Centre(i)) + 1) }
	for _, tt := range []struct {
		name     string
		selected []photo.ID
		key      fyne.KeyName
		before   photo.ID
		ok       bool
	}{
		{"nothing", nil, fyne.KeyHome, 0, false},
		{"left", []photo.ID{5}, fyne.KeyLeft, 4, true},
		{"right", []photo.ID{5}, fyne.KeyRight, 7, true},
		{"the first to the left", []photo.ID{1}, fyne.KeyLeft, 0, false},
		{"the last but one to the right", []photo.ID{39}, fyne.KeyRight, 0, true},
		{"the last to the right", []photo.ID{40}, fyne.KeyRight, 0, false},
		{"home", []photo.ID{7}, fyne.KeyHome, 1, true},
		{"end", []photo.ID{7}, fyne.KeyEnd, 0, true},
		{"up", []photo.ID{20}, fyne.KeyUp, above(19), true},
		{"up in the first row", []photo.ID{1}, fyne.KeyUp, 0, false},
		{"down", []photo.ID{5}, fyne.KeyDown, below(4) + 1, true},
		{"several to the left", []photo.ID{5, 6}, fyne.KeyLeft, 4, true},
		{"several that lie apart are gathered", []photo.ID{5, 8}, fyne.KeyLeft, 4, true},
		{"the first and another", []photo.ID{1, 3}, fyne.KeyLeft, 2, true},
		{"several to the right", []photo.ID{5, 8}, fyne.KeyRight, 10, true},
	} {
		g.selectNone()
		for _, id := range tt.selected {
			g.toggle(g.tile(int(id) - 1))
		}
		before, ok := g.Beyond(tt.key)
		if before != tt.before || ok != tt.ok {
			t.Errorf("%s: before %d, %v; want %d, %v", tt.name, before, ok, tt.before, tt.ok)
		}
	}
}

// The rows stay where they are while photos are moved by keys, and the moved one stays in sight.
func TestRearrange(t *testing.T) {
	g, _ := shownGrid(t, 1)
	g.SetRoll(roll.Of(rolltest.Tiles(200), false))
	g.Select(100)
	was := g.offset
	g.Rearrange(g.All().Moved([]photo.ID{101}, 100))
	if g.offset != was || g.Selected() != 101 || g.indexOf(101) != 99 {
		t.Errorf("scrolled by %d, the selected photo is at %d", g.offset-was, g.indexOf(g.Selected()))
	}
	g.Rearrange(g.All().Moved([]photo.ID{101}, 1))
	if g.offset != 0 || fmt.Sprint(g.Roll().IDs(3)) != "[101 1 2]" {
		t.Errorf("the first photos are %v, %d pixels scrolled", g.Roll().IDs(3), g.offset)
	}
}
