package ingest

import (
	"slices"
	"time"

	"recollect/engine/photo"
	"recollect/engine/scan"
)

// Part is what is to be scanned of a folder of the library.
type Part struct {
	Folder photo.Folder
	// Scope are folders in Folder; an empty one stands for all of Folder. What lies below a
	// shallow one is scanned only if a folder that is known to be in it is not.
	scan.Scope
	// Trust: what is missing was deleted on purpose, however much it is.
	Trust bool
	// PutOff is told the new and changed files that were written to a moment ago:
	// they may not be whole yet, and are left for a later scan. nil: none is left.
	PutOff func(path string)
}

// justNow is how young the time of a file is that may still be written to. It
// is shorter than what a watcher lets settle, so that a file that was written at
// once is not put off when it is told.
const justNow = 900 * time.Millisecond

// Written reports whether a file with that time may still be written to.
func Written(modTime, now time.Time) bool { return now.Sub(modTime).Abs() < justNow }

// whole reports whether all of the folder is looked at.
func (p Part) whole() bool {
	return p.Empty() || slices.Contains(p.Deep, p.Folder.Path)
}

// entered reports whether what is in the folder itself is looked at.
func (p Part) entered() bool { return p.whole() || slices.Contains(p.Shallow, p.Folder.Path) }

// home is the part that a path lies in.
func home(parts []Part, path string) Part {
	i := slices.IndexFunc(parts, func(p Part) bool { return photo.Within(path, p.Folder.Path) })
	return parts[i] // scan finds files in parts only
}

// putOff reports whether a change is left for a later scan, and tells so.
func putOff(parts []Part, c scan.Change, now time.Time) bool {
	isNew := c.Kind == scan.Added || c.Kind == scan.Changed
	if !isNew || !Written(c.File.ModTime, now) {
		return false
	}
	later := home(parts, c.File.Path).PutOff
	if later == nil {
		return false
	}
	later(c.File.Path)
	return true
}
