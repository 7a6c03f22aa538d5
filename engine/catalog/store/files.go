package store

import (
	"errors"
	"os"
	"path/filepath"
)

// RemoveExtras removes SQLite's files beside a catalog that nobody has open.
func RemoveExtras(path string) error {
	var errs []error
	for _, extra := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + extra); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// RemoveAll removes a catalog that nobody has open, if it exists, with SQLite's files beside it.
func RemoveAll(path string) error {
	err := os.Remove(path)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, RemoveExtras(path))
}

// SetAside moves the catalog at path, which nobody may have open, with all files that belong to it
// into the new folder dir.
func SetAside(path, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return move(path, filepath.Join(dir, filepath.Base(path)))
}

// PutBack undoes SetAside, also one that has failed halfway.
func PutBack(dir, path string) error {
	return move(filepath.Join(dir, filepath.Base(path)), path)
}

// move renames the files that belong to a catalog before the catalog. Left alone, they would be
// applied to the next catalog; a catalog without them is only older.
func move(from, to string) error {
	for _, extra := range []string{"-wal", "-shm", "-journal", ""} {
		if err := os.Rename(from+extra, to+extra); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
