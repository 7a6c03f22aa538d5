package watch

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestUntilDue(t *testing.T) {
	o := Options{Debounce: time.Second, MaxWait: 3 * time.Second}
	tests := []struct {
		name             string
		first, last, now time.Duration
		want             time.Duration
	}{
		{"just marked", 0, 0, 0, time.Second},
		{"half settled", 0, 0, 500 * time.Millisecond, 500 * time.Millisecond},
		{"settled", 0, 0, time.Second, 0},
		{"goes on", 0, 1500 * time.Millisecond, 1500 * time.Millisecond, time.Second},
		{"goes on up to the ceiling", 0, 2800 * time.Millisecond, 2800 * time.Millisecond, 200 * time.Millisecond},
		{"over the ceiling", 0, 4 * time.Second, 4 * time.Second, -time.Second},
	}
	at := func(d time.Duration) time.Time { return time.Unix(1000, 0).Add(d) }
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := untilDue(at(tt.now), at(tt.first), at(tt.last), o); got != tt.want {
				t.Errorf("want %v, got %v", tt.want, got)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	o := Options{}.withDefaults()
	got := []time.Duration{o.Debounce, o.MaxWait, o.PollEvery, o.RereadEvery, o.ReconcileEvery}
	want := []time.Duration{time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Minute, 6 * time.Hour}
	if !slices.Equal(got, want) || o.Skip("/any") {
		t.Errorf("want %v and nothing skipped, got %+v", want, o)
	}
}

// system is a stand-in for the events of the operating system.
type system struct {
	events chan event
	opened atomic.Int32
	deep   bool

	mu      sync.Mutex
	watched map[string]bool
	refuse  func(dir string) error
}

// fake replaces the operating system's events until the test ends.
func fake(t *testing.T) *system {
	t.Helper()
	real := open
	t.Cleanup(func() { open = real })
	s := &system{
		events:  make(chan event),
		watched: map[string]bool{},
		refuse:  func(string) error { return nil },
	}
	open = s.open
	return s
}

func (s *system) open() (source, error) {
	s.opened.Add(1)
	return source{add: s.add, remove: s.remove, close: s.close, events: s.events, deep: s.deep}, nil
}

func (s *system) add(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refuse(dir); err != nil {
		return err
	}
	if _, err := os.Lstat(dir); err != nil {
		return err
	}
	s.watched[dir] = true
	return nil
}

func (s *system) remove(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.watched, dir)
	return nil
}

func (s *system) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.watched)
}

func (s *system) allow(refuse func(string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = refuse
}

// wantWatched waits until exactly dirs are watched.
func (s *system) wantWatched(t *testing.T, w *Watcher, dirs ...string) {
	t.Helper()
	slices.Sort(dirs)
	var got []string
	until(t, w, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		got = nil
		for dir := range s.watched {
			got = append(got, dir)
		}
		slices.Sort(got)
		return slices.Equal(got, dirs)
	}, func() string { return fmt.Sprintf("want watched %q, got %q", dirs, got) })
}

// until receives dirty folders, which come at least as often as PollEvery, until ok.
func until(t *testing.T, w *Watcher, ok func() bool, complaint func() string) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !ok() {
		select {
		case <-w.Dirty():
		case <-tick.C:
		case <-deadline:
			t.Fatal(complaint())
		}
	}
}

// folders makes folders in a new root, as if they had been there for long, and
// returns it.
func folders(t *testing.T, names ...string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "root")
	for _, name := range append(names, ".") {
		if err := os.MkdirAll(filepath.Join(root, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	age(t, root)
	return root
}

// age sets the times of root and all below it back.
func age(t *testing.T, root string) {
	t.Helper()
	old := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, old, old)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFollowsFolders(t *testing.T) {
	s := fake(t)
	root := folders(t, "a/b", "out/c")
	if err := os.Symlink(root, filepath.Join(root, "a", "round")); err != nil {
		t.Skipf("this system makes no symbolic links: %v", err)
	}
	w := start(t, quick())
	w.Add(root + "/")
	s.wantWatched(t, w, root, root+"/a", root+"/a/b")
	w.Remove(root)
	s.wantWatched(t, w)
}

func TestRootsInEachOther(t *testing.T) {
	s := fake(t)
	root := folders(t, "a/b", "c", "out/d")
	w := start(t, quick())
	w.Add(root)
	w.Add(root + "/a")
	w.Add(root + "/out")
	all := []string{root, root + "/a", root + "/a/b", root + "/c", root + "/out", root + "/out/d"}
	s.wantWatched(t, w, all...)
	w.Remove(root + "/a")
	w.Add(root + "/a")
	s.wantWatched(t, w, all...)
	w.Remove(root)
	s.wantWatched(t, w, root+"/a", root+"/a/b", root+"/out", root+"/out/d")
	w.Add(root)
	w.Remove(root + "/a")
	s.wantWatched(t, w, all...)
}

func TestAddAgainLooksAgain(t *testing.T) {
	fake(t)
	root := folders(t)
	w := start(t, quick())
	for range 3 {
		w.Add(root)
		await(t, w, root, func(l Dirty) bool { return slices.Equal(dirs(l), []string{root}) && !l.All })
	}
}

func TestRemovedRootIsNotLookedAt(t *testing.T) {
	s := fake(t)
	root, other := folders(t, "a"), folders(t)
	w := start(t, quick())
	w.Add(root)
	w.Add(other)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) && covers(l, other) })
	w.Remove(root)
	s.wantWatched(t, w, other)
	s.events <- event{created, root + "/a/1.jpg"}
	s.events <- event{created, other + "/1.jpg"}
	await(t, w, other, func(l Dirty) bool {
		if covers(l, root) {
			t.Errorf("want no look at %s, got %q", root, dirs(l))
		}
		return covers(l, other)
	})
}

func TestMissingRootAppears(t *testing.T) {
	s := fake(t)
	root := filepath.Join(t.TempDir(), "disk")
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) })
	if err := os.MkdirAll(root+"/a", 0o777); err != nil {
		t.Fatal(err)
	}
	await(t, w, root, func(l Dirty) bool { return slices.Equal(dirs(l), []string{root}) })
	s.wantWatched(t, w, root, root+"/a")
	if err := os.Rename(root, root+"2"); err != nil { // no event tells, as when a folder above is renamed
		t.Fatal(err)
	}
	await(t, w, root, func(l Dirty) bool { return slices.Equal(dirs(l), []string{root}) })
	s.wantWatched(t, w)
}

// A folder that goes is looked at with all below it, also if it came and went before anybody followed it: a scan
// of what is around it may have met it.
func TestFolderThatCameAndWent(t *testing.T) {
	s := fake(t)
	root := folders(t)
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) })
	s.events <- event{created, root + "/a"}
	s.events <- event{folder, root + "/a"}
	await(t, w, root+"/a", func(l Dirty) bool { return slices.Equal(l.Deep, []string{root + "/a"}) })
	s.events <- event{folder, root + "/out"} // left out
	await(t, w, root, func(l Dirty) bool { return len(l.Deep) == 0 && slices.Equal(l.Shallow, []string{root}) })
}

func TestSlowReceiverLosesNothing(t *testing.T) {
	s := fake(t)
	root := folders(t)
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) })
	want := map[string]bool{}
	for i := range 40 {
		dir := fmt.Sprintf("%s/%d", root, i)
		want[dir] = true
		s.events <- event{written, dir + "/1.jpg"} // taken although nobody receives what is dirty
	}
	await(t, w, "all folders", func(l Dirty) bool {
		for _, dir := range dirs(l) {
			delete(want, dir)
		}
		return len(want) == 0
	})
}

func TestRunEnds(t *testing.T) {
	before := runtime.NumGoroutine()
	w := New(quick())
	ctx, cancel := context.WithCancel(t.Context())
	w.Add(folders(t, "a"))
	go func() {
		<-w.Dirty()
		cancel()
	}()
	w.Run(ctx)
	if _, open := <-w.Dirty(); open {
		t.Error("want the channel of looks closed, got a look")
	}
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("want %d goroutines as before, got %d", before, runtime.NumGoroutine())
		}
	}
	w.Add("/late") // must not wait for anybody
	w.Add("/later")
}
