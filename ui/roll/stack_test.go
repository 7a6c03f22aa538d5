package roll

import (
	"slices"
	"testing"

	"recollect/engine/photo"
)

func ids(tiles []photo.Tile) (all []photo.ID) {
	for _, t := range tiles {
		all = append(all, t.ID)
	}
	return all
}

func TestFold(t *testing.T) {
	closed := func(photo.ID) bool { return false }
	of := func(cover photo.ID) func(photo.ID) bool { return func(id photo.ID) bool { return id == cover } }
	for _, tt := range []struct {
		name   string
		groups [][]photo.ID
		open   func(photo.ID) bool
		want   []photo.ID
	}{
		{"none", nil, closed, []photo.ID{1, 2, 3, 4, 5, 6}},
		{"one", [][]photo.ID{{5, 2, 3}}, closed, []photo.ID{1, 5, 4, 6}},
		{"two", [][]photo.ID{{5, 2}, {1, 6}}, closed, []photo.ID{1, 5, 3, 4}},
		{"one of two is open", [][]photo.ID{{5, 2}, {6, 1}}, of(6), []photo.ID{6, 1, 5, 3, 4}},
		{"a part is elsewhere", [][]photo.ID{{9, 4, 2}, {8, 1}}, closed, []photo.ID{1, 4, 3, 5, 6}},
	} {
		r := Of(shots(6, 24), false).Stacked(tt.groups)
		p := r.Pages[0].Fold(tt.open)
		if got := ids(p.Tiles); !slices.Equal(got, tt.want) || p.Photos != len(got) {
			t.Errorf("%s: got %v, %d photos, want %v", tt.name, got, p.Photos, tt.want)
		}
		for _, g := range tt.groups {
			for _, id := range g {
				s := p.Folded()[id]
				if shown := r.Find(id) >= 0; (s != nil) != (shown && (len(g) > 2 || r.Find(g[0]) >= 0)) {
					t.Errorf("%s: photo %d is in %+v", tt.name, id, s)
				}
			}
		}
		if len(tt.groups) == 0 && p != r.Pages[0] {
			t.Error("a page without stacks is another one")
		}
	}
}

// In the order of time photos of different days are not shown as one.
func TestStackedByDate(t *testing.T) {
	r := Of(shots(6, 8), true) // three a day, but for the first day
	var got [][]photo.ID
	for _, p := range r.Stacked([][]photo.ID{{6, 5, 4, 2, 1}}).Pages {
		got = append(got, p.Stacks...)
	}
	for _, stack := range got {
		var days []int
		for _, id := range stack {
			at, _ := r.At(r.Find(id))
			days = append(days, at.Taken.YearDay())
		}
		if slices.Max(days) != slices.Min(days) {
			t.Errorf("%v are of %v", stack, days)
		}
	}
	if len(got) != 2 {
		t.Errorf("got %v", got)
	}
}

// Stacks of before are guessed for pages whose own are not known, also where those begin on another day.
func TestGuess(t *testing.T) {
	was := Of(shots(6, 8), true).Stacked([][]photo.ID{{1, 2}, {5, 3}})
	known := was.Pages[0].With(was.Pages[0].Tiles)
	now := New([]*Page{known}, true).Guess(was).Pages[0]
	if !slices.EqualFunc(now.Stacks, was.Pages[0].Stacks, slices.Equal) || !now.Guessed {
		t.Errorf("got %v, guessed: %v, want %v", now.Stacks, now.Guessed, was.Pages[0].Stacks)
	}
	if now.With(now.Tiles).Guessed || now.Stacked(nil).Guessed || now.Without().Guessed {
		t.Error("guessed, and other tiles or stacks")
	}
	other := New([]*Page{known.Stacked(nil)}, true)
	if got := other.Guess(was).Pages[0]; got != other.Pages[0] {
		t.Errorf("known stacks are guessed: %v", got.Stacks)
	}
	away := New([]*Page{known.Without()}, true)
	if got := away.Guess(was).Pages[0]; got != away.Pages[0] {
		t.Errorf("a page without tiles has stacks: %v", got.Stacks)
	}
	short := known.With(known.Tiles[1:])
	if got := New([]*Page{short}, true).Guess(was).Pages[0]; len(got.Stacks) != 1 || got.Stacks[0][0] != 5 {
		t.Errorf("a stack of photos that are not there: %v", got.Stacks)
	}
}

// A page that is loaded anew has no stacks yet.
func TestStacksAreOfTheTiles(t *testing.T) {
	p := Of(shots(3, 1), false).Pages[0].Stacked([][]photo.ID{{1, 2}})
	if p.With(p.Tiles).Stacks != nil || p.Without().Stacks != nil || p.Without().With(p.Tiles).Stacks != nil {
		t.Error("stacks of other tiles")
	}
	if len(p.Stacks) != 1 || p.Stacked(nil).Stacks == nil {
		t.Errorf("got %v", p.Stacks)
	}
}
