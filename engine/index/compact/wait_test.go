package compact

import (
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

// longest begins searches again and again until stop is set, and returns how many, and how long one waited at most
// until it knew what to search.
func longest(x *Index, stop *atomic.Bool) (looks int, worst time.Duration) {
	for !stop.Load() {
		began := time.Now()
		m := x.now()
		worst = max(worst, time.Since(began))
		m.main.release()
		looks++
		time.Sleep(20 * time.Microsecond) // when its time is over, let that be here
	}
	return looks, worst
}

// No search waits for 5 ms because photos come and go, or because the file is written and replaced: such a wait
// would be there each time. What else the machine does makes searches wait, too, or keeps them from looking, so
// that one time without it is enough.
func TestSearchesDoNotWait(t *testing.T) {
	const n, dim, most, rounds, fewLooks = 8_000, 512, 5 * time.Millisecond, 40, 20
	vs := indextest.Vectors(n, dim, 1)
	x := New(dim, 0)
	defer x.Close()
	path := filepath.Join(t.TempDir(), "index")
	for round := range rounds {
		for i, v := range vs { // the first time they come, then they are replaced
			x.Add(photo.ID(i+1), v)
		}
		var stop atomic.Bool
		var g sync.WaitGroup
		var looks int
		var waited time.Duration
		g.Go(func() { looks, waited = longest(x, &stop) })
		for i, v := range vs[:200] {
			x.Add(photo.ID(n+i), v)
			x.Remove(photo.ID(i*7 + round + 1))
		}
		err := x.Save(t.Context(), path, Meta{}, false)
		stop.Store(true)
		g.Wait()
		if err != nil {
			t.Fatal(err)
		}
		if round > 0 && looks >= fewLooks && waited < most { // there was a file to replace
			return
		}
		t.Logf("one of %d searches waited for %v", looks, waited)
	}
	t.Errorf("%d times a search waited for %v and more", rounds, most)
}

// What is in memory is found whole, also when there is so much that codes are compared first, while photos come
// again and go.
func TestLargeTail(t *testing.T) {
	const n, dim = exactTail + 2000, 64
	f := newFlow(dim, clustered(n+100, dim), n)
	f.goAway(1000)
	for range 3 { // most of the memory is used again
		for _, id := range f.ids {
			f.Add(id, f.vs[id])
		}
	}
	if blocks := len(f.tail.blocks) - countNil(f.tail.blocks); blocks > 2*n/blockRows {
		t.Errorf("%d blocks of %d for %d photos", blocks, blockRows, f.Len())
	}
	if r := recall(t, f.Index, f.vs, f.fresh, nil); r < 0.99 {
		t.Errorf("recall@10 %.4f", r)
	}
	half := photo.NewSet(f.ids[:len(f.ids)/2]...)
	if r := recall(t, f.Index, f.vs, f.fresh, half); r < 0.99 {
		t.Errorf("half: recall@10 %.4f", r)
	}
}

func countNil(blocks []*block) (n int) {
	for _, b := range blocks {
		if b == nil {
			n++
		}
	}
	return n
}
