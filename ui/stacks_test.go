package ui

import (
	"context"
	"testing"

	"recollect/engine/photo"
)

// alike are photos that look alike: all that have an even number.
type alike struct{}

func (alike) Stacks(_ context.Context, ids []photo.ID) ([][]photo.ID, error) {
	var even []photo.ID
	for _, id := range ids {
		if id%2 == 0 {
			even = append(even, id)
		}
	}
	return [][]photo.ID{even}, nil
}

// Photos that look alike are shown as one in the library and in answers, the line above them says how many that
// are, and the setting shows each by itself.
func TestStacksAreShown(t *testing.T) {
	names := []string{"/a1.jpg", "/a2.jpg", "/a3.jpg", "/a4.jpg", "/a5.jpg", "/a6.jpg"}
	w, l, _ := shownWindow(t, newFake(names...), func(o *Options) { o.Stacks = alike{} })
	shown := func(n int) func() bool { return func() bool { return w.grid.Roll().Len() == n } }
	l.until(t, "the library", func() bool { return w.grid.All().Len() == 6 })
	all := w.grid.Roll().Len()
	if all != 6 && all != 4 { // of one day or of several
		t.Errorf("%d tiles in the library", all)
	}
	w.finder.Ask(asks("a"), false)
	l.until(t, "the answer", func() bool { return stateOf(w).Showing })
	l.until(t, "the stack", shown(4))
	if text := w.board.Line.Content().Text; text != "6 photos fit well, 4 shown." {
		t.Errorf("it says %q", text)
	}
	w.viewing.open(1)
	if at, _, ok := w.viewer.Current(); !ok || at.ID != w.grid.Roll().Pages[0].Tiles[1].ID {
		t.Errorf("the viewer shows %d", at.ID)
	}
	w.viewer.OnClose()
	w.settings.OnStacks(false)
	l.until(t, "all", shown(6))
	if text := w.board.Line.Content().Text; text != "6 photos fit well." {
		t.Errorf("it says %q", text)
	}
	if s := w.settingsState(); s.Stacks || !s.Stackable {
		t.Errorf("the setting: %+v", s)
	}
	w.settings.OnStacks(true)
	l.until(t, "the stack again", shown(4))
}
