package grid

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/roll"
)

// A menu acts on what was clicked, or on the selection if that was clicked.
func TestTheMenuActsOnWhatWasClicked(t *testing.T) {
	ctrl := fyne.KeyModifierShortcutDefault
	tests := []struct {
		name    string
		taps    []int // the first alone, the others with Ctrl
		clicked int
		item    string
		want    string
	}{
		{"the first of a selection", []int{0, 2}, 0, "More like this", "more [1]"},
		{"the selection", []int{0, 2}, 0, "More like these 2", "more [1 3]"},
		{"open", []int{0, 2}, 0, "Open", "open 0"},
		{"reveal", []int{0, 2}, 0, "Show in folder", "reveal 1"},
		{"copy", []int{0, 2}, 0, "Copy 2 paths", "copy [1 3]"},
		{"favour the selection", []int{0, 2}, 0, "Favourite these 2", "favourite [1 3]"},
		{"tag the selection", []int{0, 2}, 2, "Tag these 2…", "tag [1 3]"},
		{"beside the selection", []int{0, 2}, 4, "Favourite", "favourite [5]"},
		{"more beside the selection", []int{0, 2}, 4, "More like this", "more [5]"},
		{"without a selection", nil, 3, "Tag…", "tag [4]"},
		{"one selected", []int{1}, 1, "More like this", "more [2]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, _ := shownGrid(t, 20)
			var got string
			many := func(what string) func([]photo.ID) {
				return func(ids []photo.ID) { got = fmt.Sprint(what, " ", ids) }
			}
			one := func(what string) func(photo.ID) { return func(id photo.ID) { got = fmt.Sprint(what, " ", id) } }
			g.OnMore, g.OnFavourite, g.OnTag = many("more"), many("favourite"), many("tag")
			g.OnReveal, g.OnCopy = one("reveal"), many("copy")
			g.OnOpen = func(at int) { got = fmt.Sprint("open ", at) }
			var held fyne.KeyModifier
			for _, i := range tt.taps {
				tapAt(g, i, held)
				held = ctrl
			}
			menu := g.menu(tt.clicked)
			g.SetRoll(roll.Of(tilesOf(g)[:10], true)) // the library changes while the menu is open
			for _, item := range menu.Items {
				if label, _, _ := strings.Cut(item.Label, "   "); label == tt.item {
					item.Action()
				}
			}
			if got != tt.want {
				t.Errorf("%q did %q, want %q", tt.item, got, tt.want)
			}
		})
	}
}

func TestTheMenuMovesTheCursorAndKeepsTheSelection(t *testing.T) {
	g, _ := shownGrid(t, 20)
	tapAt(g, 0, 0)
	tapAt(g, 2, fyne.KeyModifierShortcutDefault)
	g.menu(0)
	if got := fmt.Sprint(g.Selected(), g.Selection()); got != "1 [1 3]" {
		t.Errorf("selected %s, want 1 [1 3]", got)
	}
	g.menu(4)
	if got := fmt.Sprint(g.Selected(), g.Selection()); got != "5 [5]" {
		t.Errorf("selected %s, want 5 [5]", got)
	}
	g.SelectAll()
	for _, item := range g.menu(2).Items {
		if item.Label == fmt.Sprintf("More like these %d", 20) {
			t.Error("a search by 20 pictures is offered")
		}
	}
}
