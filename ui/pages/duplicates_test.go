package pages

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"recollect/ui/uitest"
	"recollect/ui/work"
)

// tally counts how often groups are counted.
type tally struct {
	Copies
	n int
}

func (c *tally) Count(context.Context) (int, error) {
	c.n++
	return 7, nil
}

// Groups are counted once, when nothing has changed for a while.
func TestDuplicatesAreCountedWhenItIsQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ui := uitest.NewLoop(t)
		group := new(work.Group)
		group.Begin(t.Context())
		copies, told := &tally{}, 0
		p := &Duplicates{Group: group, Copies: copies, Timer: work.NewTimer(group), OnCount: func(n int) { told = n }}
		for range 5 {
			p.Count()
			ui.Settle(quiet / 2)
		}
		if copies.n != 0 {
			t.Errorf("counted %d times while photos change", copies.n)
		}
		ui.Settle(quiet + time.Second)
		if copies.n != 1 || told != 7 {
			t.Errorf("counted %d times, told %d", copies.n, told)
		}
	})
}
