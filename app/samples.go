package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// samples returns a function that copies the sample photos, which lie beside the program in one of
// dirs, to a folder of the user. It returns nil if there are none.
func samples(dirs []string) func() (string, error) {
	for _, dir := range dirs {
		from := filepath.Join(dir, "sample-photos")
		if _, err := os.Stat(from); err == nil {
			to := filepath.Join(xdg.DataHome, "recollect-sample-photos")
			return func() (string, error) { return to, copySamples(from, to) }
		}
	}
	return nil
}

// copySamples copies a folder unless it was copied before. It becomes visible
// under its name when it is complete.
func copySamples(from, to string) error {
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	part := to + ".part"
	if err := os.RemoveAll(part); err != nil { // ours, left by a copy that did not finish
		return fmt.Errorf("sample photos: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("sample photos: %w", err)
	}
	if err := os.CopyFS(part, os.DirFS(from)); err != nil {
		return fmt.Errorf("sample photos: %w", err)
	}
	return os.Rename(part, to)
}
