//go:build unix

package thumb

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A named pipe in the place of any folder or file has nobody wait for its writer, and stays.
func TestPipes(t *testing.T) {
	picture := filepath.Base(Open("", 0).path(hash("a"), Small))
	for _, name := range []string{
		"", "v1", "v2", "v2/" + picture[:2], "v2/" + picture[:2] + "/" + picture, "v2/" + markName,
	} {
		t.Run(name, func(t *testing.T) {
			c, dir := open(t)
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), syscall.Mkfifo(path, 0o600)); err != nil {
				t.Fatal(err)
			}
			done := make(chan struct{})
			go func() {
				defer close(done)
				_, _ = c.Get(t.Context(), hash("a"), Small)
				_, _ = c.Check(t.Context(), true)
				_ = c.Trim(t.Context())
			}()
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Fatal("it waits")
			}
			if info, err := os.Lstat(path); err != nil || info.Mode().Type() != os.ModeNamedPipe {
				t.Errorf("the pipe: %v, %v", info, err)
			}
		})
	}
}
