// Package folders has the actions on the folders of the library.
package folders

import (
	"path/filepath"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/ui/phrases"
)

// Why says in a sentence why a folder is offline, or how many of its photos are missing.
func Why(f photo.Folder) string {
	switch {
	case f.Missing == 1:
		return "1 of the folder's photos is not there any more."
	case f.Missing > 1:
		return counts.Number(f.Missing) + " of the folder's photos are not there any more."
	}
	return phrases.Catalogue().Away(f.Reason).What
}

// Name returns what a folder is called: the last part of its path.
func Name(path string) string {
	if name := filepath.Base(path); name != string(filepath.Separator) && name != "." {
		return name
	}
	return path
}
