package command

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"recollect/app/plain"
	"recollect/engine"
)

// libraryLine is what bench library prints.
type libraryLine struct {
	Photos int     `json:"photos"`
	Folder int     `json:"folders"`
	Bytes  int64   `json:"catalog_bytes"`
	Make   float64 `json:"make_seconds"`
	Open   float64 `json:"open_ms"` // for reading, with its counts
	At     string  `json:"library,omitempty"`
}

func (l libraryLine) text() plain.Text {
	text := plain.Format("%d photos in %d folders, a catalog of %d MB, made in %.1f s, opened to read in %.1f ms", l.Photos, l.Folder, l.Bytes>>20, l.Make, l.Open)
	if l.At != "" {
		text += plain.Format("\nlibrary %s", l.At)
	}
	return text
}

// benchLibrary makes a library of photos that do not exist and opens it once. It stays
// at keep, unless that is empty.
func (c *call) benchLibrary(ctx context.Context, photos int, keep string) error {
	if photos < 1 {
		return usageError{"bench: --photos must be at least 1"}
	}
	library := keep
	if keep == "" {
		made, remove, err := temporary()
		if err != nil {
			return err
		}
		defer remove()
		library = made
	}
	start := time.Now()
	o := engine.Options{Library: library, Model: c.Model, RuntimeDirs: c.RuntimeDirs, Purpose: "recollect bench"}
	if err := engine.Synthesize(ctx, o, photos); err != nil {
		return err
	}
	line := libraryLine{Make: time.Since(start).Seconds(), At: keep}
	start = time.Now()
	o.Mode = engine.ReadOnly
	e, err := engine.Open(ctx, o)
	if err != nil {
		return err
	}
	defer e.Close()
	line.Open = float64(time.Since(start).Microseconds()) / 1000
	line.Photos, line.Folder = e.Status().Photos, e.Status().Folders
	info, err := os.Stat(filepath.Join(library, "recollect.db"))
	if err != nil {
		return err
	}
	line.Bytes = info.Size()
	return c.print(line, line.text())
}
