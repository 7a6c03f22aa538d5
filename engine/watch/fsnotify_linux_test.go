package watch

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openNotifyForTest opens fsnotify's events until the test ends.
func openNotifyForTest(t *testing.T) source {
	t.Helper()
	s, err := openNotify()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

// TestNotify: the source of other systems, which is held to what it is used for.
func TestNotify(t *testing.T) {
	s, root := openNotifyForTest(t), folders(t, "a")
	watchAll(t, s, root, root+"/a")
	write(t, root+"/a/1.jpg")
	awaitEvents(t, s, event{created, root + "/a/1.jpg"}, event{written, root + "/a/1.jpg"})
	rename(t, root+"/a/1.jpg", root+"/2.jpg")
	awaitEvents(t, s, event{removed, root + "/a/1.jpg"}, event{created, root + "/2.jpg"})
	if err := s.remove(root + "/a"); err != nil {
		t.Fatal(err)
	}
	if err := s.remove(root + "/a"); err == nil {
		t.Error("want an error for a folder that is not watched, got none")
	}
	if err := s.add(root + "/missing"); !os.IsNotExist(err) {
		t.Errorf("want a missing folder told, got %v", err)
	}
}

// TestWhatFsnotifyMisses is why Linux has a source of its own. The events that come of
// the same changes must come from ours; those from fsnotify are logged, so that a
// better one is noticed.
func TestWhatFsnotifyMisses(t *testing.T) {
	tests := []struct {
		name string
		play func(t *testing.T, s source) (want event)
	}{
		{"a folder is moved into one that is being walked", func(t *testing.T, s source) event {
			root := folders(t, "a")
			watchAll(t, s, root, root+"/a")
			if err := os.Mkdir(root+"/new", 0o777); err != nil {
				t.Fatal(err)
			}
			rename(t, root+"/a", root+"/new/b")
			watchAll(t, s, root+"/new", root+"/new/b") // as after the event of new, before that of a
			_ = s.remove(root + "/a")
			write(t, root+"/new/b/1.jpg")
			return event{created, root + "/new/b/1.jpg"}
		}},
		{"a folder has two names", func(t *testing.T, s source) event {
			root, link := folders(t, "a"), filepath.Join(t.TempDir(), "link")
			if err := os.Symlink(root+"/a", link); err != nil {
				t.Fatal(err)
			}
			watchAll(t, s, root+"/a", link)
			write(t, root+"/a/1.jpg")
			return event{created, link + "/1.jpg"}
		}},
		{"a file is written as memory", func(t *testing.T, s source) event {
			root := folders(t)
			write(t, root+"/1.jpg")
			watchAll(t, s, root)
			writeAsMemory(t, root+"/1.jpg")
			return event{written, root + "/1.jpg"}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			own := openForTest(t)
			awaitEvents(t, own, tt.play(t, own))
			theirs := openNotifyForTest(t)
			want := tt.play(t, theirs)
			seen := eventsFor(theirs, 200*time.Millisecond)
			t.Logf("of fsnotify %v came: %v; all that came: %v", want, slices.Contains(seen, want), seen)
		})
	}
}

// writeAsMemory writes to the file at path through a mapping, which ends before the
// file is closed.
func writeAsMemory(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := unix.Mmap(int(f.Fd()), 0, 1, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	data[0]++
	if err := unix.Munmap(data); err != nil {
		t.Fatal(err)
	}
}

// eventsFor receives events for span.
func eventsFor(s source, span time.Duration) (seen []event) {
	over := time.After(span)
	for {
		select {
		case e := <-s.events:
			seen = append(seen, e)
		case <-over:
			return seen
		}
	}
}

// TestChurnWithFsnotify logs how a Watcher fares that has its events from fsnotify, in
// the long run only: what is missed is waited for. TestChurn is the same with ours,
// which must miss nothing.
func TestChurnWithFsnotify(t *testing.T) {
	if !soak() {
		t.Skip("a measurement, for the long run")
	}
	own := open
	t.Cleanup(func() { open = own })
	open = openNotify
	missed, seeds := 0, 40
	for seed := range seeds {
		if playChurn(t, uint64(seed), 5*time.Second, 3*time.Second) != "" {
			missed++
		}
	}
	t.Logf("with fsnotify files were missed in %d of %d runs", missed, seeds)
}
