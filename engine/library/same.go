package library

import (
	"fmt"
	"os"
	"path/filepath"

	"recollect/engine/photo"
	"recollect/engine/volume"
)

// ErrSameFolder means that the folder to add is in the library already under another path: through
// a symbolic link or a second mount.
var ErrSameFolder error = &photo.Fault{
	Code: "folder:same",
	Text: "in the library already by another path",
}

// notTwice returns ErrSameFolder if path is, contains or lies in one of folders under another path:
// each photo would be in the library twice. Folders that are offline are not compared.
func notTwice(path string, folders []photo.Folder) error {
	for _, f := range folders {
		if photo.Within(path, f.Path) || photo.Within(f.Path, path) {
			continue // under the same path: the catalog handles that
		}
		if contains(f.Path, path) || contains(path, f.Path) {
			return fmt.Errorf("%s: %w: %s", path, ErrSameFolder, f.Path)
		}
	}
	return nil
}

// contains reports whether inner is the folder outer or lies inside it, whatever their paths.
func contains(outer, inner string) bool {
	want, err := os.Stat(outer)
	if err != nil {
		return false
	}
	at, err := filepath.EvalSymlinks(inner)
	if err != nil {
		return false
	}
	for up := at; ; up = filepath.Dir(up) {
		if info, err := os.Stat(up); err == nil && os.SameFile(info, want) {
			return true
		}
		if up == filepath.Dir(up) {
			break
		}
	}
	// If a part of a file system is mounted a second time, its parent folders differ.
	o, err := volume.Of(outer)
	if err != nil || o.Volume == "" {
		return false
	}
	i, err := volume.Of(inner)
	return err == nil && i.Volume == o.Volume && (o.Path == "." || photo.Within("/"+i.Path, "/"+o.Path))
}
