//go:build windows && (amd64 || arm64)

package trash

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"unsafe"
)

func TestOperationIsLaidOutAsTheSystemHasIt(t *testing.T) {
	var op operation
	got := []uintptr{
		unsafe.Sizeof(op),
		unsafe.Offsetof(op.from), unsafe.Offsetof(op.flags), unsafe.Offsetof(op.aborted), unsafe.Offsetof(op.title),
	}
	for i, want := range []uintptr{56, 16, 32, 36, 48} {
		if got[i] != want {
			t.Errorf("want %d, got %d", want, got[i])
		}
	}
}

func TestPutIntoTheRecycleBin(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Zoë 1.jpg")
	if err := os.WriteFile(path, []byte("content"), 0o666); err != nil {
		t.Fatal(err)
	}
	it, err := Put(t.Context(), path)
	if errors.Is(err, ErrNoTrash) {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("want the file untouched, got %v", err)
		}
		t.Skipf("no recycle bin here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("want the file gone, got %v", err)
	}
	if it.Trashed == "" {
		t.Skip("this system does not tell where in the recycle bin it is")
	}
	if err := Restore(t.Context(), it); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "content" {
		t.Errorf("want it back, got %q and %v", got, err)
	}
}

func TestRestoreOnWindowsReplacesNothing(t *testing.T) {
	dir := t.TempDir()
	it := Item{Path: filepath.Join(dir, "1.jpg"), Trashed: filepath.Join(dir, "$R1.jpg")}
	for _, path := range []string{it.Path, it.Trashed} {
		if err := os.WriteFile(path, []byte(path), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := Restore(t.Context(), it); !errors.Is(err, ErrTaken) {
		t.Errorf("want ErrTaken, got %v", err)
	}
	if got, err := os.ReadFile(it.Path); err != nil || string(got) != it.Path {
		t.Errorf("want the other file untouched, got %q and %v", got, err)
	}
}
