package addon

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestRelease(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lib.dylib")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setxattr(path, quarantine, []byte("0081;00000000;test;"), 0); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := release(path); err != nil {
			t.Error(err)
		}
	}
	if _, err := unix.Getxattr(path, quarantine, nil); !errors.Is(err, unix.ENOATTR) {
		t.Errorf("the mark is there: %v", err)
	}
}
