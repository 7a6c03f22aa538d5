//go:build unix

package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"recollect/engine/file"
)

// In place of the log there may be a link to a photo, or a pipe that nobody reads.
func TestForeignLog(t *testing.T) {
	precious := bytes.Repeat([]byte("precious"), maxLogBytes/8+1)
	tests := map[string]func(path, target string) error{
		"link":   func(path, target string) error { return os.Symlink(target, path) },
		"pipe":   func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"folder": func(path, _ string) error { return os.Mkdir(path, 0o700) },
		"device": func(path, _ string) error { return os.Symlink("/dev/null", path) },
	}
	for name, lay := range tests {
		t.Run(name, func(t *testing.T) {
			library, target := t.TempDir(), filepath.Join(t.TempDir(), "precious")
			path := filepath.Join(library, "recollect.log")
			if err := errors.Join(os.WriteFile(target, precious, 0o600), lay(path, target)); err != nil {
				t.Fatal(err)
			}
			var foreign *file.Foreign
			if _, _, err := openLog(library); !errors.As(err, &foreign) {
				t.Errorf("got %v, want it refused", err)
			}
			if data, err := os.ReadFile(target); err != nil || !bytes.Equal(data, precious) {
				t.Errorf("what the link leads to: %d bytes, %v", len(data), err)
			}
			if _, err := os.Lstat(path); err != nil {
				t.Errorf("what was in its place: %v", err)
			}
		})
	}
}

func TestLogIsPrivate(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	library := t.TempDir()
	_, closeLog, err := openLog(library)
	if err != nil {
		t.Fatal(err)
	}
	closeLog()
	if info, err := os.Lstat(filepath.Join(library, "recollect.log")); err != nil || info.Mode() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
}
