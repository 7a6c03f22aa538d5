package library

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"recollect/engine/file"
	"recollect/engine/photo"
)

// Unreadable returns the folders inside those of the library that could not be read
// when they were last looked at, by path. Their photos are kept. While Run runs, one
// that can be read again is scanned within half a minute.
func (fo *Folders) Unreadable(ctx context.Context) ([]photo.Unreadable, error) {
	return fo.o.Catalog.Unreadable(ctx, true)
}

// ReadableAgain returns the folders that could not be read and can be now, or are no
// longer there.
func (fo *Folders) ReadableAgain(ctx context.Context) (dirs []string) {
	all, err := fo.o.Catalog.Unreadable(ctx, false)
	fo.o.warn(ctx, "list the folders that cannot be read", err)
	for _, u := range all {
		if err := mayRead(u.Path); err == nil || errors.Is(err, fs.ErrNotExist) {
			dirs = append(dirs, u.Path)
		}
	}
	return dirs
}

// mayRead tells why a folder cannot be listed, or why nothing is told of what is in it.
func mayRead(dir string) error {
	f, err := file.OpenFolder(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	names, err := f.Readdirnames(1)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		_, err = os.Lstat(filepath.Join(dir, names[0]))
	}
	return err
}

// folderProblem is u as it is listed among the problems.
func folderProblem(u photo.Unreadable) photo.Problem {
	return photo.Problem{Path: u.Path, Reason: u.Reason, Detail: u.Detail, Kind: photo.KindFolder, Count: u.Known}
}
