// Package scan compares a folder on disk with its record, and returns what was added, changed,
// moved and deleted. Walk lists the files on disk, Compare compares them with the record.
//
// Its invariant: a photo is never Gone because something could not be read. A root that cannot be
// reached is ErrAway; if a folder inside it cannot be listed, the photos below it stay. Files are
// never written. Only files whose names do not reveal their kind are opened, and only their first
// bytes are read.
//
// When to scan, the content of pictures, and the record itself are left to other packages.
package scan

import (
	"errors"

	"recollect/engine/photo"
)

// ErrAway means that the root of a walk is missing, is no folder or cannot be read: unplugged,
// unmounted, renamed. Its photos must be assumed to be there still.
var ErrAway = errors.New("folder cannot be reached")

// Kind is what happened to a photo since it was recorded.
type Kind int

// The kinds of Change, in the order in which Compare returns them.
const (
	Moved           Kind = iota // the file has another path, its content is the same
	Changed                     // the path is the same, its content may differ
	MetadataChanged             // the content is the same, its metadata may differ
	Added                       // the file was not known
	Gone                        // the file does not exist any more
	Found                       // the file of a Missing photo is there again, as it was
)

// String is k in lower case: "moved", "changed", "retold", "added", "gone" or "found".
func (k Kind) String() string {
	return [...]string{"moved", "changed", "retold", "added", "gone", "found"}[k]
}

// Change is one difference between the record and the disk.
type Change struct {
	Kind Kind
	ID   photo.ID   // of the known photo; 0 for Added
	File photo.File // as it is on disk; for Gone as it was last known
	From string     // the old path of a Moved photo, else empty
	// Renamed: the metadata of a Moved photo may differ, as of a MetadataChanged one.
	Renamed bool
}

// Unread is a folder or a file inside a root that could not be read. Nothing is known about it and
// everything below it.
type Unread struct {
	Path string
	Err  error
	Dir  bool // it is a folder
}
