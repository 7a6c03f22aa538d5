package sheet

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A full disk ends a sheet, and nothing of it is left.
func TestFullDisk(t *testing.T) {
	to := t.TempDir()
	if err := syscall.Mount("tmpfs", to, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(to, syscall.MNT_DETACH)) })
	k, dir := &known{}, t.TempDir()
	for _, name := range []string{"a.jpg", "b.jpg"} {
		k.add(t, filepath.Join(dir, name), 400, 300)
	}
	_, err := service(t, k).Print(t.Context(), k.ids(), Options{Path: filepath.Join(to, "sheet.pdf")},
		func(Result) error { return nil })
	if entries, _ := os.ReadDir(to); !errors.Is(err, syscall.ENOSPC) || len(entries) != 0 {
		t.Errorf("%v, %v", err, entries)
	}
}
