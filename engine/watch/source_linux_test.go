package watch

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openForTest opens the system's events until the test ends.
func openForTest(t *testing.T) source {
	t.Helper()
	s, err := openSystem()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func watchAll(t *testing.T, s source, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		if err := s.add(dir); err != nil {
			t.Fatal(err)
		}
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// awaitEvents receives events until all of want have come.
func awaitEvents(t *testing.T, s source, want ...event) {
	t.Helper()
	until := time.After(patience)
	for len(want) > 0 {
		select {
		case e := <-s.events:
			want = slices.DeleteFunc(want, func(w event) bool { return w == e })
		case <-until:
			t.Fatalf("want events %v, got none of them", want)
		}
	}
}

func TestFolderMovedWhileItIsWalked(t *testing.T) {
	s, root := openForTest(t), folders(t, "a")
	watchAll(t, s, root, root+"/a")
	if err := os.Mkdir(root+"/new", 0o777); err != nil {
		t.Fatal(err)
	}
	rename(t, root+"/a", root+"/new/b")
	watchAll(t, s, root+"/new", root+"/new/b") // as after the event of new, before that of a
	if err := s.remove(root + "/a"); err != nil {
		t.Fatal(err)
	}
	write(t, root+"/new/b/1.jpg")
	awaitEvents(t, s, event{created, root + "/new/b/1.jpg"})
}

func TestFolderWithTwoNames(t *testing.T) {
	s, root := openForTest(t), folders(t, "a")
	a, link, more := root+"/a", filepath.Join(t.TempDir(), "link"), filepath.Join(t.TempDir(), "more")
	for _, path := range []string{link, more} {
		if err := os.Symlink(a, path); err != nil {
			t.Fatal(err)
		}
	}
	watchAll(t, s, a, link, more, a)
	write(t, a+"/1.jpg")
	awaitEvents(t, s, event{created, a + "/1.jpg"}, event{created, link + "/1.jpg"}, event{created, more + "/1.jpg"})
	for _, name := range []string{a, more} {
		if err := s.remove(name); err != nil {
			t.Fatal(err)
		}
	}
	write(t, a+"/2.jpg")
	awaitEvents(t, s, event{created, link + "/2.jpg"})
	if err := s.remove(a); err == nil {
		t.Error("want an error for a folder that is not watched, got none")
	}
}

// What goes is told for a folder in another way than for a file.
func TestWhatGoes(t *testing.T) {
	s, root := openForTest(t), folders(t, "a", "b")
	watchAll(t, s, root)
	write(t, root+"/1.jpg")
	rename(t, root+"/a", root+"/b/a")
	rename(t, root+"/1.jpg", root+"/b/1.jpg")
	awaitEvents(t, s, event{folder, root + "/a"}, event{removed, root + "/1.jpg"})
}

func TestNameTakenByAnotherFolder(t *testing.T) {
	s, root := openForTest(t), folders(t, "a", "b")
	watchAll(t, s, root+"/a", root+"/b")
	rename(t, root+"/a", root+"/c")
	rename(t, root+"/b", root+"/a")
	watchAll(t, s, root+"/a", root+"/c")
	write(t, root+"/a/1.jpg")
	write(t, root+"/c/2.jpg")
	awaitEvents(t, s, event{created, root + "/a/1.jpg"}, event{created, root + "/c/2.jpg"})
}

func TestEventsOfAFolderItself(t *testing.T) {
	s, root := openForTest(t), folders(t, "a")
	watchAll(t, s, root+"/a")
	rename(t, root+"/a", root+"/b")
	awaitEvents(t, s, event{ended, root + "/a"})
	if err := os.Remove(root + "/b"); err != nil {
		t.Fatal(err)
	}
	awaitEvents(t, s, event{ended, root + "/a"})
	if err := s.add(root + "/a"); !os.IsNotExist(err) {
		t.Errorf("want a missing folder told, got %v", err)
	}
	write(t, root+"/a")
	if err := s.add(root + "/a"); err == nil {
		t.Error("want a file refused, got none")
	}
}

func FuzzParse(f *testing.F) {
	one := binary.NativeEndian.AppendUint32(nil, 7)
	one = binary.NativeEndian.AppendUint32(one, unix.IN_CREATE)
	one = binary.NativeEndian.AppendUint32(one, 0)
	one = append(binary.NativeEndian.AppendUint32(one, 8), "1.jpg\x00\x00\x00"...)
	raw, rest := parse(slices.Concat(one, one))
	if raw != (notice{7, unix.IN_CREATE, "1.jpg"}) || !bytes.Equal(rest, one) {
		f.Fatalf("want 1.jpg created and one event left, got %v and %q", raw, rest)
	}
	f.Add(one)
	f.Add(slices.Concat(one, one[:20]))
	f.Fuzz(func(t *testing.T, b []byte) {
		for left := b; len(left) > 0; {
			raw, rest := parse(left)
			if len(rest) >= len(left) || len(raw.name) > len(left) {
				t.Fatalf("want less left than %d bytes, got %d after %v", len(left), len(rest), raw)
			}
			left = rest
		}
	})
}
