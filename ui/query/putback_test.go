package query

import (
	"testing"

	"recollect/engine/query"
)

// What a box held is put back as it was, without a word, and its chips still work.
func TestALineIsPutBack(t *testing.T) {
	b, _ := shownBox(t)
	b.AddPicture("/tmp/a.jpg", nil)
	b.AddLike(7, "b.jpg", nil)
	b.SetText("beach without people")
	b.setAsTyped(true)
	want, line := b.Query(), b.Line()
	b.remove(b.chips[0])
	b.SetText("dog")
	reported := 0
	b.OnChanged = func(query.Query) { reported++ }
	b.SetLine(line)
	if got := b.Query(); !got.Same(want) || reported > 0 {
		t.Fatalf("put back %+v and told %d times, want %+v", got, reported, want)
	}
	if b.clear.Hidden || !b.scroll.Visible() || len(b.row.Objects) != 3 {
		t.Errorf("shown are %d chips, the cross: %v", len(b.row.Objects), !b.clear.Hidden)
	}
	b.chips[0].drop()
	if got := b.Query(); len(got.Images) > 0 || reported != 1 {
		t.Errorf("a chip that was put back cannot be taken out: %+v", got)
	}
	if b.SetLine(line); !b.Query().Same(want) {
		t.Errorf("the second time it is %+v", b.Query())
	}
	if b.SetLine(Line{}); !b.Query().Empty() || !b.clear.Hidden {
		t.Errorf("emptied it is %+v", b.Query())
	}
}
