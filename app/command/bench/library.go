package bench

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
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

// Print writes an answer, as JSON or for people.
type Print func(value any, text plain.Text) error

// Make makes a library of photos that do not exist, opens it once, and measures it as At does. It stays at
// dir, unless that is empty. o says what to work with; its Library is ignored.
func Make(ctx context.Context, o engine.Options, photos int, dir string, write Print) error {
	o.Library = dir
	if dir == "" {
		made, remove, err := temporary()
		if err != nil {
			return err
		}
		defer remove()
		o.Library = made
	}
	start := time.Now()
	if err := engine.Synthesize(ctx, o, photos); err != nil {
		return err
	}
	line := Library{Make: time.Since(start).Seconds(), At: dir}
	if err := line.open(ctx, o); err != nil {
		return err
	}
	if err := write(line, line.Text()); err != nil {
		return err
	}
	debug.FreeOSMemory()
	forgetPeak()
	return At(ctx, o, write)
}

// open opens the library once.
func (l *Library) open(ctx context.Context, o engine.Options) error {
	start := time.Now()
	o.Mode = engine.ReadOnly
	e, err := engine.Open(ctx, o)
	if err != nil {
		return err
	}
	defer e.Close()
	l.Open = float64(time.Since(start).Microseconds()) / 1000
	l.Photos, l.Folders = e.Status().Photos, e.Status().Folders
	info, err := os.Stat(filepath.Join(o.Library, "recollect.db"))
	if err == nil {
		l.Bytes = info.Size()
	}
	return err
}
