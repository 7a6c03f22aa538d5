package watch

import (
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestLostEvents(t *testing.T) {
	s := fake(t)
	root, other := folders(t, "a"), folders(t)
	w := start(t, quick())
	w.Add(root)
	w.Add(other)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) && covers(l, other) })
	if err := os.Rename(root+"/a", root+"/b"); err != nil { // unseen
		t.Fatal(err)
	}
	s.events <- event{op: lost}
	both := []string{root, other}
	slices.Sort(both)
	await(t, w, "all", func(l Dirty) bool { return l.All && slices.Equal(l.Deep, both) })
	if got := s.opened.Load(); got != 2 {
		t.Errorf("want events opened twice, got %d times", got)
	}
	s.wantWatched(t, w, root, root+"/b", other)
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) && !l.All })
	s.events <- event{lost, root + "/b"}
	await(t, w, root+"/b", func(l Dirty) bool { return slices.Equal(l.Deep, []string{root + "/b"}) && !l.All })
}

func TestReconcilesRegularly(t *testing.T) {
	s := fake(t)
	root := folders(t)
	o := quick()
	o.ReconcileEvery = 100 * time.Millisecond
	w := start(t, o)
	w.Add(root)
	for range 3 {
		await(t, w, root, func(l Dirty) bool { return l.All && slices.Equal(l.Deep, []string{root}) })
	}
	if got := s.opened.Load(); got < 3 {
		t.Errorf("want folders followed anew each time, got %d", got)
	}
}

func TestLooksEverywhereAfterSleep(t *testing.T) {
	fake(t)
	root := folders(t)
	w := New(quick())
	ctx := t.Context()
	r := newRun(ctx, w)
	defer r.stopClocks()
	r.tree.follow(ctx, root)
	r.check(ctx)
	if r.all || len(r.dirty) > 0 {
		t.Errorf("want nothing to look at, got %v", r.dirty)
	}
	r.ticked = r.ticked.Add(-time.Hour)
	r.check(ctx)
	if !r.all || !r.dirty[root] {
		t.Errorf("want everything to be looked at, got %v", r.dirty)
	}
}

func TestDeepSource(t *testing.T) {
	s := fake(t)
	s.deep = true
	root := folders(t, "a/b", "out/c")
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) })
	s.wantWatched(t, w, root)
	s.events <- event{written, root + "/out/c/1.jpg"}
	s.events <- event{folder, root + "/out/c"}
	s.events <- event{folder, root + "/out"}
	s.events <- event{written, root + "/a/b/1.jpg"}
	await(t, w, root+"/a/b", func(l Dirty) bool {
		return slices.Equal(l.Shallow, []string{root + "/a/b"}) && len(l.Deep) == 0
	})
	s.events <- event{folder, root + "/a/b"}
	s.events <- event{written, root + "/1.jpg"}
	await(t, w, root+"/a/b", func(l Dirty) bool {
		return slices.Equal(l.Shallow, []string{root}) && slices.Equal(l.Deep, []string{root + "/a/b"})
	})
	s.events <- event{ended, root}
	await(t, w, root, func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) })
	s.events <- event{lost, "/"} // a system that lost events higher up
	await(t, w, root, func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) && !l.All })
	w.Remove(root)
	s.wantWatched(t, w)
}

// Where one watch tells of all below a root, what lies in a folder that asks to
// be left out is not looked at.
func TestDeepSourceOfAFolderThatAsksToBeLeftOut(t *testing.T) {
	s := fake(t)
	s.deep = true
	root := folders(t, "a/b", "c")
	write(t, root+"/a/.nomedia")
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) })
	s.events <- event{written, root + "/a/b/1.jpg"}
	s.events <- event{written, root + "/a/b/.nomedia"}
	s.events <- event{written, root + "/.nomedia"}
	s.events <- event{written, root + "/c/1.jpg"}
	await(t, w, root+"/c", func(l Dirty) bool { return slices.Equal(dirs(l), []string{root + "/c"}) })
	s.events <- event{written, root + "/a/.nomedia"}
	await(t, w, root+"/a", func(l Dirty) bool { return slices.Equal(l.Deep, []string{root + "/a"}) })
}

// When Skip gives other answers, what is followed is made anew.
func TestRewatchAll(t *testing.T) {
	s := fake(t)
	root := folders(t, "a", "b")
	var left atomic.Value
	left.Store(root + "/a")
	o := quick()
	o.Skip = func(dir string) bool { return dir == left.Load() }
	w := start(t, o)
	w.Add(root)
	s.wantWatched(t, w, root, root+"/b")
	left.Store(root + "/b")
	w.RewatchAll()
	await(t, w, root, func(l Dirty) bool { return l.All && slices.Equal(l.Deep, []string{root}) })
	s.wantWatched(t, w, root, root+"/a")
}
