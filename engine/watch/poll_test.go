package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"recollect/engine/photo"
)

// deny refuses to watch dir and all below it with err.
func (s *system) deny(dir string, err error) {
	s.allow(func(path string) error {
		if photo.Within(path, dir) {
			return err
		}
		return nil
	})
}

func wantPolled(t *testing.T, w *Watcher, want ...Polled) {
	t.Helper()
	var got []Polled
	until(t, w, func() bool {
		got = w.PolledFolders()
		return slices.Equal(got, want)
	}, func() string { return fmt.Sprintf("want polled %v, got %v", want, got) })
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(path), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		err  error
		want photo.Reason
	}{
		{syscall.ENOSPC, WatchLimit},
		{syscall.EMFILE, FileLimit},
		{syscall.ENFILE, FileLimit},
		{syscall.EACCES, Refused},
	}
	for _, tt := range tests {
		t.Run(tt.err.Error(), func(t *testing.T) {
			s := fake(t)
			root := folders(t, "a/b", "a/out", "c")
			a := root + "/a"
			s.deny(a, &os.PathError{Op: "watch", Path: a, Err: tt.err})
			w := start(t, quick())
			w.Add(root)
			s.wantWatched(t, w, root, root+"/c")
			wantPolled(t, w, Polled{a, 2, tt.want})
			write(t, a+"/b/1.jpg")
			await(t, w, a+"/b", func(l Dirty) bool {
				return slices.Equal(l.Shallow, []string{a + "/b"}) && len(l.Deep) == 0
			})
			if err := os.MkdirAll(a+"/new/newer", 0o777); err != nil {
				t.Fatal(err)
			}
			await(t, w, a+"/new", func(l Dirty) bool { return slices.Contains(l.Deep, a+"/new") })
			wantPolled(t, w, Polled{a, 4, tt.want})
			if err := os.RemoveAll(a + "/b"); err != nil {
				t.Fatal(err)
			}
			await(t, w, a+"/b", func(l Dirty) bool {
				return slices.Contains(l.Deep, a+"/b")
			})
			s.allow(func(string) error { return nil }) // the limit was raised
			await(t, w, a, func(l Dirty) bool { return slices.Equal(l.Deep, []string{a}) })
			s.wantWatched(t, w, root, a, a+"/new", a+"/new/newer", root+"/c")
			wantPolled(t, w)
			if got := w.Polled(); got != 0 {
				t.Errorf("want none polled, got %d", got)
			}
		})
	}
}

func TestRetryStopsAtTheLimit(t *testing.T) {
	s := fake(t)
	root := folders(t, "a", "b", "c", "d")
	var tried atomic.Int32
	s.allow(func(dir string) error {
		if dir == root {
			return nil
		}
		tried.Add(1)
		return syscall.ENOSPC
	})
	w := New(quick())
	tr := newTree(w.opts, w.polls)
	tr.reopen(t.Context())
	tr.follow(t.Context(), root)
	if got := len(tr.polled); got != 4 {
		t.Fatalf("want 4 polled folders, got %d", got)
	}
	tried.Store(0)
	if got := tr.retry(t.Context()); len(got) != 0 || tried.Load() != 1 {
		t.Errorf("want one try and nothing watched, got %d and %q", tried.Load(), got)
	}
}

func TestNoEventsAtAll(t *testing.T) {
	s := fake(t)
	broken := atomic.Bool{}
	broken.Store(true)
	open = func() (source, error) {
		if broken.Load() {
			return source{}, syscall.EMFILE
		}
		return s.open()
	}
	root := folders(t, "a")
	w := start(t, quick())
	w.Add(root)
	wantPolled(t, w, Polled{root, 2, FileLimit})
	write(t, root+"/a/1.jpg")
	await(t, w, root+"/a", func(l Dirty) bool { return slices.Equal(l.Shallow, []string{root + "/a"}) })
	broken.Store(false)
	s.wantWatched(t, w, root, root+"/a")
	wantPolled(t, w)
}

func TestPolledFolderVanishes(t *testing.T) {
	s := fake(t)
	root := folders(t, "a")
	s.deny(root+"/a", syscall.ENOSPC)
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) }) // or that look could cover what vanishes
	wantPolled(t, w, Polled{root + "/a", 1, WatchLimit})
	if err := os.Rename(root+"/a", root+"/b"); err != nil {
		t.Fatal(err)
	}
	await(t, w, root+"/a", func(l Dirty) bool { return slices.Contains(l.Deep, root+"/a") })
	s.events <- event{removed, root + "/a"}
	s.events <- event{created, root + "/b"}
	s.wantWatched(t, w, root, root+"/b")
	wantPolled(t, w)
}

func TestPolledFoldersAreReread(t *testing.T) {
	s := fake(t)
	root := folders(t, "a")
	s.deny(root, syscall.ENOSPC)
	o := quick()
	o.RereadEvery = 100 * time.Millisecond
	w := start(t, o)
	w.Add(root)
	for range 5 { // although nothing changes
		await(t, w, root, func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) && !l.All })
	}
}

// onServer makes dirs network volumes until the test ends.
func onServer(t *testing.T, dirs ...string) *atomic.Pointer[mounts] {
	t.Helper()
	real := listMounts
	t.Cleanup(func() { listMounts = real })
	now := &atomic.Pointer[mounts]{}
	all := mounts{{at: "/"}}
	for _, dir := range dirs {
		all = append(all, mount{at: dir, network: true})
	}
	now.Store(&all)
	listMounts = func() (mounts, error) { return *now.Load(), nil }
	return now
}

func TestNetworkVolumesArePolled(t *testing.T) {
	s := fake(t)
	root, nas := folders(t, "a", "nas/b"), folders(t, "c")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(nas, link); err != nil {
		t.Skipf("this system makes no symbolic links: %v", err)
	}
	now := onServer(t, root+"/nas", nas)
	w := start(t, quick())
	w.Add(root)
	w.Add(link)
	s.wantWatched(t, w, root, root+"/a")
	want := []Polled{{link, 2, Network}, {root + "/nas", 2, Network}}
	slices.SortFunc(want, func(a, b Polled) int { return slices.Compare([]byte(a.Dir), []byte(b.Dir)) })
	wantPolled(t, w, want...)
	write(t, link+"/c/1.jpg")
	await(t, w, link+"/c", func(l Dirty) bool { return slices.Equal(l.Shallow, []string{link + "/c"}) })
	if err := os.RemoveAll(nas); err != nil {
		t.Fatal(err)
	}
	await(t, w, link, func(l Dirty) bool { return slices.Contains(l.Deep, link) })
	if err := os.MkdirAll(nas+"/d", 0o777); err != nil {
		t.Fatal(err)
	}
	await(t, w, link, func(l Dirty) bool { return slices.Contains(l.Deep, link) })
	now.Store(&mounts{{at: "/"}}) // unmounted, which shows the folders below
	await(t, w, "both", func(l Dirty) bool { return slices.Contains(l.Deep, link) || slices.Contains(l.Deep, root) })
	s.wantWatched(t, w, root, root+"/a", root+"/nas", root+"/nas/b", link, link+"/d")
	wantPolled(t, w)
	w.Remove(link)
	s.wantWatched(t, w, root, root+"/a", root+"/nas", root+"/nas/b")
}

func TestRemovedRootIsNotPolled(t *testing.T) {
	fake(t)
	nas := folders(t, "a")
	onServer(t, nas)
	w := start(t, quick())
	w.Add(nas)
	wantPolled(t, w, Polled{nas, 2, Network})
	w.Remove(nas)
	wantPolled(t, w)
}

func TestFolderThatJustChangedIsUnsure(t *testing.T) {
	root := folders(t)
	one := &polledTree{dir: root}
	old := one.changed(root)
	write(t, root+"/1.jpg")
	if got := one.changed(root); got != unsure || old == unsure {
		t.Errorf("want %d after a change and a time before, got %d and %d", unsure, got, old)
	}
	if got := one.changed(root + "/1.jpg/none"); got != 0 {
		t.Errorf("want what cannot be told to count as it was, got %d", got)
	}
	if got := one.changed(root + "/none"); got != missing {
		t.Errorf("want %d for a missing folder, got %d", missing, got)
	}
}

// A polled folder that asks to be left out is polled without what is below it,
// until it asks no more. A root does not ask for itself.
func TestPolledFolderAsksToBeLeftOut(t *testing.T) {
	s := fake(t)
	root := folders(t, "a/b", "c")
	write(t, root+"/.nomedia")
	age(t, root)
	s.deny(root, syscall.ENOSPC)
	w := start(t, quick())
	w.Add(root)
	wantPolled(t, w, Polled{root, 4, WatchLimit})
	write(t, root+"/a/.nomedia")
	await(t, w, root+"/a", func(l Dirty) bool { return slices.Equal(l.Deep, []string{root + "/a"}) })
	wantPolled(t, w, Polled{root, 3, WatchLimit})
	write(t, root+"/a/b/1.jpg")
	if err := os.Remove(root + "/a/.nomedia"); err != nil {
		t.Fatal(err)
	}
	await(t, w, root+"/a/b", func(l Dirty) bool {
		return slices.ContainsFunc(l.Deep, func(dir string) bool { return photo.Within(root+"/a/b", dir) })
	})
	wantPolled(t, w, Polled{root, 4, WatchLimit})
}
