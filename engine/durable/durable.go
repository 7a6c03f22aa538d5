// Package durable replaces a file so that a power cut, a full disk or a crash leaves
// either the old content or the new one, never a mixture or a part. What the content
// means, and who may write when, is left to callers.
package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"recollect/engine/file"
)

// target is the part of os.File that WriteFile needs.
type target interface {
	io.WriteCloser
	Name() string
	Chmod(mode fs.FileMode) error
	Sync() error
}

// Replaced in tests, to fail as a full or broken disk does.
var (
	createTemp = func(dir, pattern string) (target, error) { return os.CreateTemp(dir, pattern) }
	rename     = os.Rename
	syncFolder = fsyncFolder
)

// WriteFile makes path hold exactly data, with the permissions perm (umask not
// applied). Its folder must exist; a symbolic link at path is replaced, not followed.
// After an error before the replacement, path is unchanged and nothing is left beside
// it. An error from "sync folder" means that the new content is in place but may not
// survive a power cut. Goroutines that write one path at the same time each replace it
// as a whole; the last one wins.
func WriteFile(path string, data []byte, perm fs.FileMode) error {
	dir, name := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	// The leading dot keeps a scan from taking the temporary file for a picture.
	temp, err := createTemp(dir, "."+name+".*.tmp")
	if err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	if err := fill(temp, data, perm); err != nil {
		return fmt.Errorf("replace %s: %w", path, errors.Join(err, os.Remove(temp.Name())))
	}
	if err := rename(temp.Name(), path); err != nil {
		return fmt.Errorf("replace %s: %w", path, errors.Join(err, os.Remove(temp.Name())))
	}
	if err := syncFolder(dir); err != nil {
		return fmt.Errorf("replace %s: sync folder: %w", path, err)
	}
	return nil
}

// Unfinished returns the name of the file that a temporary file of WriteFile was to become; ok is false if it is none
// by its name. A process that is killed leaves one.
func Unfinished(name string) (of string, ok bool) {
	name, hidden := strings.CutPrefix(name, ".")
	name, temporary := strings.CutSuffix(name, ".tmp")
	end := strings.LastIndexByte(name, '.')
	if !hidden || !temporary || end < 0 {
		return "", false
	}
	return name[:end], true
}

// Replace renames the file at from, which must be on the same volume, to to, so that
// after a power cut to is the old file or the whole new one. After an error before the
// replacement both are unchanged.
func Replace(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0) // Windows syncs only files that are open for writing
	if err != nil {
		return fmt.Errorf("replace %s: %w", to, err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("replace %s: %w", to, err)
	}
	if err := rename(from, to); err != nil {
		return fmt.Errorf("replace %s: %w", to, err)
	}
	if err := syncFolder(filepath.Dir(to)); err != nil {
		return fmt.Errorf("replace %s: sync folder: %w", to, err)
	}
	return nil
}

// MoveFolder renames the folder at from, which must be on the same volume, to to, where
// nothing may be, so that after a power cut there is nothing at to or the folder with all of
// its files whole. Links in it are left as they are.
func MoveFolder(from, to string) error {
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return syncFolder(path)
		case !e.Type().IsRegular():
			return nil
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
	if err == nil {
		err = rename(from, to)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(to))
	}
	if err != nil {
		return fmt.Errorf("move %s to %s: %w", from, to, err)
	}
	return nil
}

// Copy copies the content of from to to, which only its owner may read. After an error
// or a crash a part of it may be there: use Replace to put it in place.
func Copy(from, to string) error {
	src, err := file.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := file.OpenOwn(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}

// fill writes data to f and syncs it. It closes f in any case.
func fill(f target, data []byte, perm fs.FileMode) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Chmod(perm)
	}
	if err == nil {
		// Before the rename: otherwise the name can reach the disk ahead of the bytes.
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// fsyncFolder syncs the list of names of a folder.
func fsyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // a folder cannot be synced there; NTFS journals the rename
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil // some network and FUSE file systems have no fsync of folders
	}
	return errors.Join(err, d.Close())
}
