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

// Unreadable returns the folders inside those of the library that the last scan could not read, by
// path. Their photos stay. While Run runs, one that can be read again is scanned within half a
// minute.
func (fo *Folders) Unreadable(ctx context.Context) ([]photo.Unreadable, error) {
	return fo.o.Catalog.Unreadable(ctx, true)
}

// ReadableAgain returns the folders that could not be read and now can, or do not exist any more.
func ReadableAgain(ctx context.Context, o Options) (dirs []string) {
	all, err := o.Catalog.Unreadable(ctx, false)
	o.warn(ctx, "list the folders that cannot be read", err)
	for _, u := range all {
		if err := mayRead(u.Path); err == nil || errors.Is(err, fs.ErrNotExist) {
			dirs = append(dirs, u.Path)
		}
	}
	return dirs
}

// mayRead explains why a folder cannot be listed, or its files cannot be examined.
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

// folderProblem returns the problem that is listed for u.
func folderProblem(u photo.Unreadable) photo.Problem {
	return photo.Problem{Path: u.Path, Reason: u.Reason, Detail: u.Detail, Kind: photo.KindFolder, Count: u.Known}
}
