// Package volume tells on which volume a folder lies, by an identity that the
// volume keeps when it is unplugged and mounted elsewhere, and finds the folder
// again there.
//
// It only answers questions: whether a folder counts as away or has moved is
// for others to decide, and an identity is a strong hint, never the only proof.
package volume

import (
	"os"
	"path/filepath"
)

// Place is a folder seen from the volume that it lies on. The zero Place is one
// of which nothing is known.
type Place struct {
	// Volume identifies the volume; empty where the system tells nothing that
	// lasts longer than a mount.
	Volume string
	// Path is the folder's, from the volume's own root: slash-separated and
	// without a leading slash, "." for the root itself.
	Path string
}

// Of returns the place of the folder at path, which must exist.
func Of(path string) (Place, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Place{}, err
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return Place{}, err
	}
	return place(path)
}

// Find returns the absolute paths of the folders at which p can be reached now,
// in the order in which the system lists its volumes; none where its volume is
// not mounted or is not known.
func Find(p Place) ([]string, error) {
	if p.Volume == "" {
		return nil, nil
	}
	paths, err := candidates(p)
	if err != nil {
		return nil, err
	}
	var there []string
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			there = append(there, path)
		}
	}
	return there, nil
}
