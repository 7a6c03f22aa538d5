package bench

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"recollect/app/plain"
	"recollect/engine"
)

// Library describes a library that was made to measure with.
type Library struct {
	Photos  int     `json:"photos"`
	Folders int     `json:"folders"`
	Bytes   int64   `json:"catalog_bytes"`
	Make    float64 `json:"make_seconds"`
	Open    float64 `json:"open_ms"` // for reading, with its counts
	At      string  `json:"library,omitempty"`
}

// Text is l for people.
func (l Library) Text() plain.Text {
	text := plain.Format("%d photos in %d folders, a catalog of %d MB, made in %.1f s, opened to read in %.1f ms",
		l.Photos, l.Folders, l.Bytes>>20, l.Make, l.Open)
	if l.At != "" {
		text += plain.Format("\nlibrary %s", l.At)
	}
	return text
}

// Make makes a library of photos that do not exist and opens it once. It stays at dir, unless that
// is empty. o says what to work with; its Library is ignored.
func Make(ctx context.Context, o engine.Options, photos int, dir string) (Library, error) {
	o.Library = dir
	if dir == "" {
		made, remove, err := temporary()
		if err != nil {
			return Library{}, err
		}
		defer remove()
		o.Library = made
	}
	start := time.Now()
	if err := engine.Synthesize(ctx, o, photos); err != nil {
		return Library{}, err
	}
	line := Library{Make: time.Since(start).Seconds(), At: dir}
	start = time.Now()
	o.Mode = engine.ReadOnly
	e, err := engine.Open(ctx, o)
	if err != nil {
		return line, err
	}
	defer e.Close()
	line.Open = float64(time.Since(start).Microseconds()) / 1000
	line.Photos, line.Folders = e.Status().Photos, e.Status().Folders
	info, err := os.Stat(filepath.Join(o.Library, "recollect.db"))
	if err == nil {
		line.Bytes = info.Size()
	}
	return line, err
}
