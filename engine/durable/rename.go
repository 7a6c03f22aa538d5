package durable

import (
	"errors"
	"io/fs"
	"os"
)

// RenameNew renames the file at from to to, on one volume, where nothing may be: the error wraps fs.ErrExist where
// something is. It syncs nothing.
func RenameNew(from, to string) error {
	err := renameNew(from, to)
	if errors.Is(err, errors.ErrUnsupported) {
		return checkAndRename(from, to)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// checkAndRename checks before it renames: the best possible where the system or the file system does not do both in
// one step.
func checkAndRename(from, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fs.ErrExist
		}
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return os.Rename(from, to)
}
