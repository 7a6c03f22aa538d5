// Package volume identifies the volume that a folder lies on, by an identity that the
// volume keeps when it is unplugged and mounted elsewhere, and finds the folder there.
//
// Other packages decide whether a folder is offline or has moved: an identity is a strong hint,
// never the only proof.
package volume

import (
	"os"
	"path/filepath"
)

// Place is the place of a folder on its volume. The zero Place is unknown.
type Place struct {
	// Volume identifies the volume; empty where the system has no identity of it that
	// lasts longer than a mount.
	Volume string
	// Path is the path of the folder from the root of the volume: slash-separated,
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

// Find returns the absolute paths of the folders at which p can be reached now, in the
// order in which the system lists its volumes. There are none where the volume is not
// mounted or not known.
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
