package session

import (
	"fmt"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// An album that was made by hand is in its own order: without months and stacks. What is put in order is shown until
// the library has it, and what the library was asked before does not undo it.
func TestAnAlbumInItsOwnOrder(t *testing.T) {
	onStage(t, func(s *stage) {
		s.stacks = &slowStacks{}
		s.own = true
		s.Ask(query.Parse("album:Trip", query.Options{}), false)
		s.pass(time.Second)
		st := s.State()
		if !st.Own || st.ByDate() || st.Found.ByDate || st.Found.Pages[0].Stacks != nil {
			t.Fatalf("own %v, by date %v, the pages %+v", st.Own, st.ByDate(), st.Found.Pages[0])
		}
		s.Refresh()
		s.pass(againTime / 2)
		s.did()
		s.Arrange(st.Found.Moved([]photo.ID{3}, 1))
		s.pass(10 * againTime)
		if got := fmt.Sprint(s.State().Found.IDs(9), s.did()); got != "[3 1 2]1250 updated, 2000 looked" {
			t.Errorf("shown %s", got)
		}
		s.Refresh()
		s.pass(2 * againTime)
		if got := fmt.Sprint(s.State().Found.IDs(9)); got != "[1 2 3]" {
			t.Errorf("after the library was asked again %s", got)
		}
	}, "album:Trip a", "album:Trip b", "album:Trip c")
}
