//go:build unix

package engine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/library"
	"recollect/engine/query"
	"recollect/engine/restore"
	"recollect/words"
)

// bring brings the library up to date.
func bring(t *testing.T, e *Engine) error {
	t.Helper()
	_, err := e.Sync(t.Context())
	return err
}

// soon fails the test if work waits for something.
func soon(t *testing.T, work func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal("it waits")
	}
}

// In place of any file of the library there may be a link, a pipe or a device. The
// library is refused with a sentence, or opened without that file; nothing waits, and
// what a link leads to stays as it is.
func TestForeignThingsInTheLibrary(t *testing.T) {
	tests := []struct {
		name    string
		refused bool
	}{
		{"recollect.db", true},
		{"recollect.db-wal", true},
		{"recollect.db-shm", true},
		{"lock", true},
		{"holder", true},
		{"recollect.sums", false},
		{"restored.json", false},
		{"exclude", false},
		{"things.txt", false},
		{"texts", false},
		{"thumbs", false},
		{"index", false},
		{"backups", false},
	}
	lay := map[string]func(path, target string) error{
		"link":   func(path, target string) error { return os.Symlink(target, path) },
		"pipe":   func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"device": func(path, _ string) error { return os.Symlink("/dev/zero", path) },
	}
	for _, tt := range tests {
		for kind, make := range lay {
			t.Run(tt.name+" "+kind, func(t *testing.T) {
				library, target := t.TempDir(), filepath.Join(t.TempDir(), "precious")
				err := errors.Join(os.WriteFile(target, []byte("precious"), 0o600),
					make(filepath.Join(library, tt.name), target))
				if err != nil {
					t.Fatal(err)
				}
				o := options(t, library)
				o.Things = "Animals\n  dog\n"
				soon(t, func() { checkForeign(t, o, tt.refused) })
				o.Mode = ReadOnly
				soon(t, func() { checkForeign(t, o, tt.refused) })
				if data, err := os.ReadFile(target); err != nil || string(data) != "precious" {
					t.Errorf("what the link leads to: %q, %v", data, err)
				}
			})
		}
	}
}

func checkForeign(t *testing.T, o Options, refused bool) {
	t.Helper()
	e, err := Open(t.Context(), o)
	var foreign *file.Foreign
	switch {
	case refused && !errors.As(err, &foreign):
		t.Errorf("got %v, want it refused", err)
	case !refused && err != nil:
		t.Errorf("refused: %v", err)
	}
	if err != nil {
		return
	}
	_, _ = e.Upkeep.Check(t.Context()), e.thumbs.Trim(t.Context())
	_ = bring(t, e) // which reads what is left out; some of these tests make it fail
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

// Nothing is written down in another's file: without its journal a library is not changed.
func TestLinkedJournalIsRefused(t *testing.T) {
	library, target := t.TempDir(), filepath.Join(t.TempDir(), "precious")
	if err := open(t, options(t, library)).Close(); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(library, "typed.log")
	if err := errors.Join(os.WriteFile(target, nil, 0o600), os.Remove(log), os.Symlink(target, log)); err != nil {
		t.Fatal(err)
	}
	o := options(t, library)
	soon(t, func() { checkForeign(t, o, true) })
	if data, err := os.ReadFile(target); err != nil || len(data) > 0 {
		t.Errorf("what the link leads to: %q, %v", data, err)
	}
}

// A catalog of a library that is reached by a link is not opened: another library may
// have the same, with a lock of its own.
func TestLinkedCatalogIsRefused(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	e := open(t, options(t, first))
	if err := os.Symlink(filepath.Join(first, "recollect.db"), filepath.Join(second, "recollect.db")); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), options(t, second))
	var foreign *file.Foreign
	if !errors.As(err, &foreign) {
		t.Fatalf("got %v, want it refused", err)
	}
	if m := words.English().Error(err); !strings.Contains(m.What, "recollect.db is a link") || m.Next == "" {
		t.Errorf("the sentences: %+v", m)
	}
	if err := e.Upkeep.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// The library's folder may be a link, which is resolved once.
func TestLinkedLibrary(t *testing.T) {
	above := t.TempDir()
	real, link := filepath.Join(above, "real"), filepath.Join(t.TempDir(), "link")
	if err := errors.Join(os.Mkdir(real, 0o700), os.Symlink(real, link)); err != nil {
		t.Fatal(err)
	}
	e := open(t, options(t, link))
	for _, path := range []string{real, link, filepath.Join(link, "backups", "..")} {
		if err := e.Folders.Add(t.Context(), path); !errors.Is(err, library.ErrOwnFolder) {
			t.Errorf("%s: got %v, want %v", path, err, library.ErrOwnFolder)
		}
	}
	_, err := Open(t.Context(), options(t, real))
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("by its other path: got %v, want %v", err, ErrInUse)
	}
	if m := words.English().Error(err); !strings.Contains(m.What, "in use by a test (process") || m.Next == "" {
		t.Errorf("the sentences: %+v", m)
	}
	// The link now leads elsewhere; the library that is open does not.
	elsewhere := t.TempDir()
	if err := errors.Join(os.Remove(link), os.Symlink(elsewhere, link)); err != nil {
		t.Fatal(err)
	}
	place(t, "animals/white-duck.jpg", filepath.Join(above, "photos", "duck.jpg"))
	if err := e.Folders.Add(t.Context(), above); err != nil {
		t.Fatal(err)
	}
	if err := bring(t, e); err != nil {
		t.Fatal(err)
	}
	if tiles, err := e.Photos.Tiles(t.Context()); err != nil || len(tiles) != 1 {
		t.Errorf("%d photos, %v, want the one beside the library", len(tiles), err)
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) != 0 {
		t.Errorf("in the other folder: %v, %v", left, err)
	}
}

// Whatever else a path leads to, nothing is opened that could wait.
func TestNothingWaitsForAPipe(t *testing.T) {
	dir := put(t, "animals/white-duck.jpg")
	if err := os.Mkdir(filepath.Join(dir, "folder.jpg"), 0o700); err != nil {
		t.Fatal(err)
	}
	pipes := []string{"pipe.jpg", "pipe", "white-duck.jpg.xmp", "white-duck.jpg.json", ".nomedia.jpg"}
	for _, name := range pipes {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "zero.jpg")); err != nil {
		t.Fatal(err)
	}
	e := open(t, options(t, t.TempDir()))
	calls := map[string]func(path string) error{
		"Describe": func(path string) error {
			_, err := e.Photos.Describe(t.Context(), path)
			return err
		},
		"Preview": func(path string) error {
			_, err := e.Photos.Preview(t.Context(), path, 640)
			return err
		},
		"Head": func(path string) error {
			_, err := e.Photos.Head(path)
			return err
		},
		"Search": func(path string) error {
			_, err := e.Queries.Search(t.Context(), query.Query{Images: []string{path}})
			return err
		},
		"AddFolder": func(path string) error {
			if filepath.Base(path) == "folder.jpg" {
				return fs.ErrInvalid // may be added
			}
			return e.Folders.Add(t.Context(), path)
		},
	}
	for name, call := range calls {
		for _, path := range []string{"pipe.jpg", "pipe", "folder.jpg", "zero.jpg"} {
			t.Run(name+" "+path, func(t *testing.T) {
				soon(t, func() {
					if call(filepath.Join(dir, path)) == nil {
						t.Error("no error")
					}
				})
			})
		}
	}
	soon(t, func() {
		if err := errors.Join(e.Folders.Add(t.Context(), dir), bring(t, e)); err != nil {
			t.Error(err)
		}
	})
	if tiles, err := e.Photos.Tiles(t.Context()); err != nil || len(tiles) != 1 {
		t.Errorf("%d photos, %v, want 1", len(tiles), err)
	}
}

// What is made in a library is for its user only, whatever the umask. The catalog's
// files have a test of their own.
func TestLibraryIsPrivate(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	library := filepath.Join(t.TempDir(), "library")
	o := options(t, library)
	e := open(t, o)
	if err := errors.Join(e.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")), bring(t, e)); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Queries.Search(t.Context(), typed("a duck")); err != nil { // keeps texts
		t.Fatal(err)
	}
	seen := 0
	err := filepath.WalkDir(library, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		seen++
		return nil
	})
	if err != nil || seen < 8 {
		t.Errorf("saw %d files, %v", seen, err)
	}
}

// A backup that is no file is not taken for one, and no backup is removed through a link.
func TestForeignBackups(t *testing.T) {
	library, there := t.TempDir(), t.TempDir()
	e := open(t, options(t, library))
	if err := os.Symlink(there, filepath.Join(library, "backups")); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 1, 1, 12, 0, 0, 0, time.Local)
	var want []string
	for i := range restore.Keep + 3 {
		path := filepath.Join(there, day.AddDate(0, 0, -i).Format(restore.Name))
		old := day.AddDate(0, 0, -i) // the catalog has changed since
		if err := errors.Join(os.WriteFile(path, []byte("precious"), 0o600), os.Chtimes(path, old, old)); err != nil {
			t.Fatal(err)
		}
		want = append(want, path)
	}
	var foreign *file.Foreign
	if err := e.files().BackUpAt(t.Context(), e.catalog, day.AddDate(0, 0, 1)); !errors.As(err, &foreign) {
		t.Errorf("got %v, want that nothing is removed", err)
	}
	for _, path := range want {
		if _, err := os.Lstat(path); err != nil {
			t.Error(err)
		}
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	soon(t, func() {
		if err := durable.Copy(pipe, filepath.Join(library, "part")); !errors.Is(err, file.ErrKind) {
			t.Errorf("got %v, want %v", err, file.ErrKind)
		}
	})
}
