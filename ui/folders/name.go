// Package folders has the actions on the folders of the library.
package folders

import (
	"path/filepath"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// Why says in a sentence why a folder is offline, or how many of its photos are missing.
func Why(f photo.Folder) string {
	if f.Missing > 0 {
		return phrases.Say("folders:missing", "n", f.Missing)
	}
	return phrases.Catalogue().Away(f.Reason).What
}

// Name returns the name of a folder: the last part of its path.
func Name(path string) string {
	if name := filepath.Base(path); name != string(filepath.Separator) && name != "." {
		return name
	}
	return path
}
