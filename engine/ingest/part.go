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
	// Scope are folders in Folder; an empty one means all of Folder. What lies below a shallow one
	// is scanned only if a folder that is known to be in it is missing.
	scan.Scope
	// Trust: missing photos were deleted on purpose, however many they are.
	Trust bool
	// PutOff is called with new and changed files that were written to a moment ago: they may be
	// incomplete, and are left to a later scan. nil: no file is.
	PutOff func(path string)
}

// justNow is the age below which a file may still be being written. It is shorter than the
// watcher's debounce, so that a file that was written at once is not put off.
const justNow = 900 * time.Millisecond

// Written reports whether a file with that time may still be being written.
func Written(modTime, now time.Time) bool { return now.Sub(modTime).Abs() < justNow }

// whole reports whether all of the folder is scanned.
func (p Part) whole() bool {
	return p.Empty() || slices.Contains(p.Deep, p.Folder.Path)
}

// entered reports whether the folder's own files are scanned.
func (p Part) entered() bool { return p.whole() || slices.Contains(p.Shallow, p.Folder.Path) }

// home returns the part that contains a path.
func home(parts []Part, path string) Part {
	i := slices.IndexFunc(parts, func(p Part) bool { return photo.Within(path, p.Folder.Path) })
	return parts[i] // a scan finds files only in its parts
}

// putOff reports whether a change is left for a later scan, and calls PutOff if so.
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
