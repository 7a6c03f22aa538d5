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
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func TestCoalesce(t *testing.T) {
	many := func(root string, n int) []string {
		var dirs []string
		for i := range n {
			dirs = append(dirs, fmt.Sprintf("%s/%03d", root, i))
		}
		return dirs
	}
	tests := []struct {
		name  string
		roots []string
		dirty []string
		want  []string
	}{
		{"nothing", []string{"/p"}, nil, nil},
		{"one", []string{"/p"}, []string{"/p/a"}, []string{"/p/a"}},
		{"sorted", []string{"/p"}, []string{"/p/b", "/p/a"}, []string{"/p/a", "/p/b"}},
		{"inside another", []string{"/p"}, []string{"/p/a/b/c", "/p/a", "/p/a/d"}, []string{"/p/a"}},
		{"only looks like inside another", []string{"/p"}, []string{"/p/a", "/p/a-b", "/p/ab/c"}, []string{"/p/a", "/p/a-b", "/p/ab/c"}},
		{"root covers all", []string{"/p"}, []string{"/p/a", "/p", "/p/b/c"}, []string{"/p"}},
		{"two roots", []string{"/p", "/q"}, []string{"/q/a", "/p", "/p/a"}, []string{"/p", "/q/a"}},
		{"as many as may be", []string{"/p"}, many("/p", mostDirs), many("/p", mostDirs)},
		{"too many", []string{"/p", "/q"}, append(many("/p", mostDirs+1), "/q/a"), []string{"/p", "/q/a"}},
		{"too many in an inner root", []string{"/p", "/p/in"}, append(many("/p/in", mostDirs+1), "/p/a"), []string{"/p/a", "/p/in"}},
		{"too many in the outer root", []string{"/p", "/p/in"}, append(many("/p", mostDirs+1), "/p/in/a"), []string{"/p"}},
		{"root of the file system", []string{"/"}, []string{"/a/b", "/a"}, []string{"/a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			roots, dirty := map[string]fs.FileInfo{}, map[string]bool{}
			for _, root := range tt.roots {
				roots[root] = nil
			}
			for _, dir := range tt.dirty {
				dirty[dir] = true
			}
			if got := coalesce(roots, dirty); !slices.Equal(got, tt.want) {
				t.Errorf("want %q\n got %q", tt.want, got)
			}
		})
	}
}

func TestUntilDue(t *testing.T) {
	o := Options{Settle: time.Second, Ceiling: 3 * time.Second}
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
	if o.Settle != 500*time.Millisecond || o.Ceiling != 2*time.Second || o.PollEvery != 20*time.Second || o.Skip("/any") {
		t.Errorf("want 500ms, 2s, 20s and nothing skipped, got %+v", o)
	}
}

// system is a stand-in for the events of the operating system.
type system struct {
	told    chan fsnotify.Event
	trouble chan error
	opened  atomic.Int32

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
		told:    make(chan fsnotify.Event),
		trouble: make(chan error),
		watched: map[string]bool{},
		refuse:  func(string) error { return nil },
	}
	open = s.open
	return s
}

func (s *system) open() (events, error) {
	s.opened.Add(1)
	return events{add: s.add, remove: s.remove, close: s.close, told: s.told, trouble: s.trouble}, nil
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

func (s *system) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.watched)
	return nil
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

// until receives Looks, which come at least as often as PollEvery, until ok.
func until(t *testing.T, w *Watcher, ok func() bool, complaint func() string) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !ok() {
		select {
		case <-w.Look():
		case <-tick.C:
		case <-deadline:
			t.Fatal(complaint())
		}
	}
}

// folders makes folders in a new root and returns it.
func folders(t *testing.T, names ...string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "root")
	for _, name := range append(names, ".") {
		if err := os.MkdirAll(filepath.Join(root, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return root
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
		await(t, w, root, func(l Look) bool { return slices.Equal(l.Dirs, []string{root}) && !l.All })
	}
}

func TestRemovedRootIsNotLookedAt(t *testing.T) {
	s := fake(t)
	root, other := folders(t, "a"), folders(t)
	w := start(t, quick())
	w.Add(root)
	w.Add(other)
	await(t, w, root, func(l Look) bool { return covers(l, root) && covers(l, other) })
	w.Remove(root)
	s.wantWatched(t, w, other)
	s.told <- fsnotify.Event{Name: root + "/a/1.jpg", Op: fsnotify.Create}
	s.told <- fsnotify.Event{Name: other + "/1.jpg", Op: fsnotify.Create}
	await(t, w, other, func(l Look) bool {
		if covers(l, root) {
			t.Errorf("want no look at %s, got %q", root, l.Dirs)
		}
		return covers(l, other)
	})
}

func TestOverflow(t *testing.T) {
	tests := []struct {
		name   string
		err    error
		opened int32
	}{
		{"overflow", fsnotify.ErrEventOverflow, 2},
		{"other trouble", syscall.EIO, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := fake(t)
			root, other := folders(t, "a"), folders(t)
			w := start(t, quick())
			w.Add(root)
			w.Add(other)
			await(t, w, root, func(l Look) bool { return covers(l, root) && covers(l, other) })
			if err := os.Rename(root+"/a", root+"/b"); err != nil { // unseen
				t.Fatal(err)
			}
			s.trouble <- tt.err
			await(t, w, "all", func(l Look) bool { return l.All && covers(l, root) && covers(l, other) })
			if got := s.opened.Load(); got != tt.opened {
				t.Errorf("want events opened %d times, got %d", tt.opened, got)
			}
			if tt.opened > 1 {
				s.wantWatched(t, w, root, root+"/b", other)
			}
			w.Add(root)
			await(t, w, root, func(l Look) bool { return covers(l, root) && !l.All })
		})
	}
}

func TestLimitOfWatches(t *testing.T) {
	for _, limit := range []error{syscall.ENOSPC, syscall.EMFILE, syscall.EACCES} {
		t.Run(limit.Error(), func(t *testing.T) {
			s := fake(t)
			root := folders(t, "a/b", "c")
			s.allow(func(dir string) error {
				if covers(Look{Dirs: []string{root + "/a"}}, dir) {
					return limit
				}
				return nil
			})
			w := start(t, quick())
			w.Add(root)
			s.wantWatched(t, w, root, root+"/c")
			for range 3 { // again and again, with no event
				await(t, w, root+"/a", func(l Look) bool { return slices.Equal(l.Dirs, []string{root + "/a"}) })
			}
			if got := w.Polled(); got != 2 {
				t.Errorf("want 2 polled folders, got %d", got)
			}
			if err := os.Mkdir(root+"/a/new", 0o777); err != nil {
				t.Fatal(err)
			}
			s.allow(func(string) error { return nil })
			s.wantWatched(t, w, root, root+"/a", root+"/a/b", root+"/a/new", root+"/c")
			until(t, w, func() bool { return w.Polled() == 0 }, func() string { return fmt.Sprint("still polled: ", w.Polled()) })
		})
	}
}

func TestNoEventsAtAll(t *testing.T) {
	s := fake(t)
	broken := atomic.Bool{}
	broken.Store(true)
	open = func() (events, error) {
		if broken.Load() {
			return events{}, syscall.EMFILE
		}
		return s.open()
	}
	root := folders(t, "a")
	w := start(t, quick())
	w.Add(root)
	for range 3 {
		await(t, w, root, func(l Look) bool { return covers(l, root) })
	}
	if got := w.Polled(); got != 2 {
		t.Errorf("want 2 polled folders, got %d", got)
	}
	broken.Store(false)
	s.wantWatched(t, w, root, root+"/a")
	until(t, w, func() bool { return w.Polled() == 0 }, func() string { return fmt.Sprint("still polled: ", w.Polled()) })
}

func TestPolledFolderVanishes(t *testing.T) {
	s := fake(t)
	root := folders(t, "a")
	s.allow(func(dir string) error {
		if _, err := os.Lstat(dir); err == nil && dir == root+"/a" {
			return syscall.ENOSPC
		}
		return nil
	})
	w := start(t, quick())
	w.Add(root)
	await(t, w, root+"/a", func(l Look) bool { return slices.Equal(l.Dirs, []string{root + "/a"}) })
	if err := os.Remove(root + "/a"); err != nil {
		t.Fatal(err)
	}
	until(t, w, func() bool { return w.Polled() == 0 }, func() string { return fmt.Sprint("still polled: ", w.Polled()) })
}

func TestMissingRootAppears(t *testing.T) {
	s := fake(t)
	root := filepath.Join(t.TempDir(), "disk")
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Look) bool { return covers(l, root) })
	if err := os.MkdirAll(root+"/a", 0o777); err != nil {
		t.Fatal(err)
	}
	await(t, w, root, func(l Look) bool { return slices.Equal(l.Dirs, []string{root}) })
	s.wantWatched(t, w, root, root+"/a")
	if err := os.Rename(root, root+"2"); err != nil { // no event tells, as when a folder above is renamed
		t.Fatal(err)
	}
	await(t, w, root, func(l Look) bool { return slices.Equal(l.Dirs, []string{root}) })
	s.wantWatched(t, w)
}

func TestSlowReceiverLosesNothing(t *testing.T) {
	s := fake(t)
	root := folders(t)
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Look) bool { return covers(l, root) })
	want := map[string]bool{}
	for i := range 40 {
		dir := fmt.Sprintf("%s/%d", root, i)
		want[dir] = true
		s.told <- fsnotify.Event{Name: dir + "/1.jpg", Op: fsnotify.Write} // taken although nobody receives Looks
	}
	await(t, w, "all folders", func(l Look) bool {
		for _, dir := range l.Dirs {
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
		<-w.Look()
		cancel()
	}()
	w.Run(ctx)
	if _, open := <-w.Look(); open {
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

func TestFollowing20kFolders(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 20,000 folders")
	}
	root := t.TempDir()
	for i := range 100 {
		for j := range 200 {
			if err := os.MkdirAll(fmt.Sprintf("%s/%d/%d", root, i, j), 0o777); err != nil {
				t.Fatal(err)
			}
		}
	}
	began := time.Now()
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Look) bool { return covers(l, root) })
	t.Logf("20,101 folders followed in %v, %d of them polled", time.Since(began), w.Polled())
	if err := os.WriteFile(root+"/99/199/1.jpg", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	await(t, w, root+"/99/199", func(l Look) bool { return covers(l, root+"/99/199") && !slices.Contains(l.Dirs, root) })
}
