package trash

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// home gives the test a home trash of its own, and a folder on its volume.
func home(t *testing.T) (dir, trash string) {
	t.Helper()
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	return t.TempDir(), filepath.Join(data, "Trash")
}

// otherVolume mounts one until the test ends.
func otherVolume(t *testing.T) (top string) {
	t.Helper()
	top = t.TempDir()
	if err := syscall.Mount("tmpfs", top, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no other volume can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(top, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return top
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
		t.Fatal(err)
	}
}

func wantContent(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("want %q in %s, got %q and %v", want, path, got, err)
	}
}

func wantMissing(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("want nothing at %s, got %v", path, err)
	}
}

func mustPut(t *testing.T, path string) Item {
	t.Helper()
	it, err := Put(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// wantRecord checks that it lies in trash and has a record of the specification
// that names place.
func wantRecord(t *testing.T, it Item, trash, place string) {
	t.Helper()
	name := filepath.Base(it.Trashed)
	if it.Trashed != filepath.Join(trash, "files", name) ||
		it.Record != filepath.Join(trash, "info", name+".trashinfo") {
		t.Errorf("want it in %s, got %+v", trash, it)
	}
	text, err := os.ReadFile(it.Record)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) != 4 || lines[0] != "[Trash Info]" || lines[3] != "" {
		t.Fatalf("want a record, got %q", text)
	}
	escaped, _ := strings.CutPrefix(lines[1], "Path=")
	if got, err := url.PathUnescape(escaped); err != nil || got != place {
		t.Errorf("want the path %q, got %q and %v", place, lines[1], err)
	}
	when, err := time.ParseInLocation("DeletionDate=2006-01-02T15:04:05", lines[2], time.Local)
	if err != nil || time.Since(when).Abs() > time.Minute {
		t.Errorf("want the time, got %q and %v", lines[2], err)
	}
}

func TestPutAndRestore(t *testing.T) {
	names := []string{
		"1.jpg", "with space 100%.jpg", "Zoë 海.jpg", "not\xffutf\xfe8.jpg", "line\nbreak", ".hidden", "a;b?c#d&e=f.jpg",
		strings.Repeat("long", 63) + ".jp", strings.Repeat("ü", 125) + ".jpeg", strings.Repeat("\xbf", 255),
	}
	for _, name := range names {
		t.Run(name[:min(len(name), 20)], func(t *testing.T) {
			dir, trash := home(t)
			path := filepath.Join(dir, "in", name)
			write(t, path, "content")
			before, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			it := mustPut(t, path)
			wantMissing(t, path)
			wantContent(t, it.Trashed, "content")
			wantRecord(t, it, trash, path)
			if err := os.Remove(filepath.Dir(path)); err != nil {
				t.Fatal(err)
			}
			if err := Restore(t.Context(), it); err != nil {
				t.Fatal(err)
			}
			wantContent(t, path, "content")
			wantMissing(t, it.Record)
			after, err := os.Stat(path)
			if err != nil || !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) ||
				before.Mode() != after.Mode() {
				t.Errorf("want the same file, got %v and %v", after, err)
			}
			if err := Restore(t.Context(), it); !errors.Is(err, ErrGone) {
				t.Errorf("want ErrGone, got %v", err)
			}
		})
	}
}

func TestNamesThatCollide(t *testing.T) {
	dir, trash := home(t)
	write(t, filepath.Join(trash, "files", "1.2.jpg"), "stray") // without a record
	var items []Item
	for n := range 4 {
		path := filepath.Join(dir, fmt.Sprint(n), "1.jpg")
		write(t, path, path)
		items = append(items, mustPut(t, path))
	}
	for n, it := range items {
		wantContent(t, it.Trashed, it.Path)
		wantRecord(t, it, trash, filepath.Join(dir, fmt.Sprint(n), "1.jpg"))
	}
	wantContent(t, filepath.Join(trash, "files", "1.2.jpg"), "stray")
	if records, err := os.ReadDir(filepath.Join(trash, "info")); err != nil || len(records) != 4 {
		t.Errorf("want 4 records, got %v and %v", records, err)
	}
}

func TestRestoreReplacesNothing(t *testing.T) {
	dir, _ := home(t)
	path := filepath.Join(dir, "1.jpg")
	write(t, path, "old")
	it := mustPut(t, path)
	write(t, path, "new")
	if err := Restore(t.Context(), it); !errors.Is(err, ErrTaken) {
		t.Errorf("want ErrTaken, got %v", err)
	}
	wantContent(t, path, "new")
	wantContent(t, it.Trashed, "old")
	wantContent(t, it.Record, "[Trash Info]\nPath="+escape(path)+"\n"+recordedDate(t, it))
}

func recordedDate(t *testing.T, it Item) string {
	t.Helper()
	text, err := os.ReadFile(it.Record)
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfterN(string(text), "\n", 3)[2]
}

func TestRestoreOfWhatIsNotKnown(t *testing.T) {
	if err := Restore(t.Context(), Item{Path: "/1.jpg"}); !errors.Is(err, ErrGone) {
		t.Errorf("want ErrGone, got %v", err)
	}
}

func TestPutRefuses(t *testing.T) {
	dir, _ := home(t)
	write(t, filepath.Join(dir, "folder", "1.jpg"), "content")
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "folder", "1.jpg"), link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "folder"), link, filepath.Join(dir, "none.jpg"), "/dev/null"} {
		if it, err := Put(t.Context(), path); err == nil {
			t.Errorf("want %s refused, got %+v", path, it)
		}
	}
	wantContent(t, link, "content")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Put(ctx, filepath.Join(dir, "folder", "1.jpg")); !errors.Is(err, context.Canceled) {
		t.Errorf("want context.Canceled, got %v", err)
	}
	if err := Restore(ctx, Item{}); !errors.Is(err, context.Canceled) {
		t.Errorf("want context.Canceled, got %v", err)
	}
	wantContent(t, link, "content")
}

func TestOtherVolume(t *testing.T) {
	_, homeTrash := home(t)
	uid := fmt.Sprint(os.Getuid())
	tests := []struct {
		name    string
		prepare func(t *testing.T, top string)
		want    string // below top; empty for ErrNoTrash
	}{
		{"none yet", func(*testing.T, string) {}, ".Trash-" + uid},
		{"the administrator's", func(t *testing.T, top string) {
			mkdir(t, top+"/.Trash", 0o777|fs.ModeSticky)
		}, ".Trash/" + uid},
		{"the administrator's, not sticky", func(t *testing.T, top string) {
			mkdir(t, top+"/.Trash", 0o777)
		}, ".Trash-" + uid},
		{"the administrator's is a link", func(t *testing.T, top string) {
			mkdir(t, top+"/elsewhere", 0o777|fs.ModeSticky)
			symlink(t, top+"/elsewhere", top+"/.Trash")
		}, ".Trash-" + uid},
		{"the user's in the administrator's is a link", func(t *testing.T, top string) {
			mkdir(t, top+"/.Trash", 0o777|fs.ModeSticky)
			mkdir(t, top+"/elsewhere", 0o777)
			symlink(t, top+"/elsewhere", top+"/.Trash/"+uid)
		}, ".Trash-" + uid},
		{"the user's is a link", func(t *testing.T, top string) {
			mkdir(t, top+"/elsewhere", 0o777)
			symlink(t, top+"/elsewhere", top+"/.Trash-"+uid)
		}, ""},
		{"the user's is somebody else's", func(t *testing.T, top string) {
			mkdir(t, top+"/.Trash-"+uid, 0o777)
			if err := os.Chown(top+"/.Trash-"+uid, os.Getuid()+1, -1); err != nil {
				t.Skipf("the owner cannot be changed here: %v", err)
			}
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			top := otherVolume(t)
			tt.prepare(t, top)
			path := top + "/some folder/1.jpg"
			write(t, path, "content")
			it, err := Put(t.Context(), path)
			if tt.want == "" {
				if !errors.Is(err, ErrNoTrash) {
					t.Errorf("want ErrNoTrash, got %v", err)
				}
				wantContent(t, path, "content")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			wantRecord(t, it, filepath.Join(top, tt.want), "some folder/1.jpg")
			wantMissing(t, path)
			if err := Restore(t.Context(), it); err != nil {
				t.Fatal(err)
			}
			wantContent(t, path, "content")
		})
	}
	if files, err := filepath.Glob(homeTrash + "/files/*"); err != nil || len(files) > 0 {
		t.Errorf("want nothing in the home trash, got %q and %v", files, err)
	}
}

func mkdir(t *testing.T, dir string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.Mkdir(dir, 0o700), os.Chmod(dir, mode)); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyVolume(t *testing.T) {
	home(t)
	top := otherVolume(t)
	write(t, top+"/1.jpg", "content")
	if err := syscall.Mount("", top, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("it cannot be made read-only here: %v", err)
	}
	if _, err := Put(t.Context(), top+"/1.jpg"); !errors.Is(err, ErrNoTrash) || !errors.Is(err, syscall.EROFS) {
		t.Errorf("want ErrNoTrash for a read-only volume, got %v", err)
	}
	wantContent(t, top+"/1.jpg", "content")
}

func TestSameDeviceMountedTwice(t *testing.T) {
	dir, homeTrash := home(t)
	again := t.TempDir()
	write(t, dir+"/1.jpg", "content")
	if err := syscall.Mount(dir, again, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(again, syscall.MNT_DETACH) })
	it := mustPut(t, again+"/1.jpg")
	wantRecord(t, it, fmt.Sprintf("%s/.Trash-%d", again, os.Getuid()), "1.jpg")
	if files, err := filepath.Glob(homeTrash + "/*/*"); err != nil || len(files) > 0 {
		t.Errorf("want nothing left in the home trash, got %q and %v", files, err)
	}
}

func TestLinkedFolder(t *testing.T) {
	dir, homeTrash := home(t)
	write(t, dir+"/real/1.jpg", "content")
	symlink(t, dir+"/real", dir+"/link")
	it := mustPut(t, dir+"/link/1.jpg")
	wantRecord(t, it, homeTrash, dir+"/link/1.jpg")
	if err := Restore(t.Context(), it); err != nil {
		t.Fatal(err)
	}
	wantContent(t, dir+"/real/1.jpg", "content")
}

func TestFailedMoveLeavesNothing(t *testing.T) {
	dir, homeTrash := home(t)
	write(t, dir+"/1.jpg", "content")
	real := renameNew
	t.Cleanup(func() { renameNew = real })
	for _, err := range []error{syscall.EACCES, syscall.EIO, syscall.ENOSPC} {
		renameNew = func(string, string) error { return err }
		if _, got := Put(t.Context(), dir+"/1.jpg"); !errors.Is(got, err) {
			t.Errorf("want %v, got %v", err, got)
		}
		wantContent(t, dir+"/1.jpg", "content")
		if left, err := filepath.Glob(homeTrash + "/*/*"); err != nil || len(left) > 0 {
			t.Errorf("want nothing left, got %q and %v", left, err)
		}
	}
}
