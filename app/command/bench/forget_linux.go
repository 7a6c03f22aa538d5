package bench

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"recollect/engine/file"
)

// forgetFiles asks the system to drop what it has in memory of a library's catalog and indexes (posix_fadvise(2)), so
// that they are read from the disk. It reports whether the system can be asked.
func forgetFiles(library string) (bool, error) {
	var errs []error
	for _, pattern := range []string{"recollect.*", "index/*"} {
		paths, err := fs.Glob(os.DirFS(library), pattern)
		errs = append(errs, err)
		for _, path := range paths {
			errs = append(errs, forgetFile(filepath.Join(library, path)))
		}
	}
	return true, errors.Join(errs...)
}

func forgetFile(path string) error {
	f, err := file.OpenOwn(path, os.O_RDONLY)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err // what is not on the disk yet stays in memory
	}
	return unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
}
