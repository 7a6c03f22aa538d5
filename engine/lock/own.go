package lock

import (
	"path/filepath"

	"recollect/engine/file"
)

// Resolve returns the absolute path of a library's folder without links: the opened files must not
// change with a link, and scans exclude the library by its path. A missing folder keeps its path.
func Resolve(library string) (string, error) {
	path, err := filepath.Abs(library)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	return path, nil
}

// CheckOwn returns a *file.Foreign if one of the files that Recollect alone makes in a
// library is something else. A catalog that is reached by a link is refused with
// the others: the lock lies in the library's folder, so that two libraries with links to one
// catalog would both write to it.
func CheckOwn(library string) error {
	for _, name := range []string{
		"recollect.db", "recollect.db-wal", "recollect.db-shm", "recollect.db-journal",
		"lock", "holder",
	} {
		if err := file.Own(filepath.Join(library, name)); err != nil {
			return err
		}
	}
	return nil
}
