package engine

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"recollect/engine/catalog"
)

// A library on a volume that cannot be written to is refused with a sentence of its
// own, and not touched.
func TestALibraryThatCannotBeWrittenTo(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	library := filepath.Join(dir, "library")
	o := options(t, library)
	e, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")), e.Close()); err != nil {
		t.Fatal(err)
	}
	before := sums(t, library)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), o); !errors.Is(err, catalog.ErrReadOnly) {
		t.Errorf("got %v, want ErrReadOnly", err)
	}
	none := o
	none.Library = filepath.Join(dir, "none")
	if _, err := Open(t.Context(), none); !errors.Is(err, catalog.ErrReadOnly) {
		t.Errorf("a new library: got %v, want ErrReadOnly", err)
	}
	o.Mode = ReadOnly
	if _, err := Open(t.Context(), o); !errors.Is(err, catalog.ErrReadOnly) { // SQLite needs a file beside it
		t.Errorf("for reading: got %v, want ErrReadOnly", err)
	}
	if after := sums(t, library); !maps.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
}

// sums are the SHA-256 of every file in a folder.
func sums(t *testing.T, dir string) map[string][sha256.Size]byte {
	t.Helper()
	all := map[string][sha256.Size]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
