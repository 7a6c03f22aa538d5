package roll

import (
	"fmt"
	"testing"

	"recollect/engine/photo"
)

func TestMovedAndLess(t *testing.T) {
	tiles := make([]photo.Tile, 5)
	for i := range tiles {
		tiles[i].ID = photo.ID(i + 1)
	}
	r := Of(tiles, false)
	ids := func(r *Roll) string { return fmt.Sprint(r.IDs(r.Len())) }
	for _, tt := range []struct {
		ids    []photo.ID
		before photo.ID
		want   string
	}{
		{[]photo.ID{4}, 1, "[4 1 2 3 5]"},
		{[]photo.ID{1, 3}, 5, "[2 4 1 3 5]"},
		{[]photo.ID{3, 1}, 5, "[2 4 3 1 5]"},
		{[]photo.ID{2}, 0, "[1 3 4 5 2]"},
		{[]photo.ID{2, 9, 2}, 77, "[1 3 4 5 2]"},
		{[]photo.ID{2, 3}, 3, "[1 4 5 2 3]"}, // before itself
		{nil, 1, "[1 2 3 4 5]"},
	} {
		if got := ids(r.Moved(tt.ids, tt.before)); got != tt.want {
			t.Errorf("%v before %d: %s, want %s", tt.ids, tt.before, got, tt.want)
		}
	}
	if got := ids(r.Less([]photo.ID{5, 1, 9})); got != "[2 3 4]" {
		t.Errorf("without two: %s", got)
	}
	if got := ids(r); got != "[1 2 3 4 5]" {
		t.Errorf("the roll itself is %s now", got)
	}
	var none *Roll
	if n := none.Moved([]photo.ID{1}, 0).Len() + none.Less(nil).Len(); n != 0 {
		t.Errorf("the nil roll has %d photos", n)
	}
}
