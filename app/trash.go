package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"recollect/engine/photo"
	"recollect/engine/trash"
)

// errChanged means that a file is not as the library knows it, so that it must be looked at again before others go
// because of it.
var errChanged error = &photo.Fault{Code: "trash:changed", Text: "a file has changed since it was looked at"}

// moveToTrash moves others to the system's trash, all of them or none, and returns what brings them back. keep
// is the file because of which they may go: it and they must be as the library knows them, and no two one file.
func moveToTrash(ctx context.Context, keep photo.File, others []photo.File) (func(context.Context) error, error) {
	kept, err := asKnown(keep)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		info, err := asKnown(o)
		if err != nil {
			return nil, err
		}
		if os.SameFile(kept, info) {
			return nil, fmt.Errorf("%s is %s: %w", o.Path, keep.Path, errChanged)
		}
	}
	var moved []trash.Item
	restore := func(ctx context.Context) (err error) {
		for _, item := range moved {
			err = errors.Join(err, trash.Restore(ctx, item))
		}
		return err
	}
	for _, o := range others {
		item, err := trash.Put(ctx, o.Path)
		if err != nil {
			return nil, errors.Join(err, restore(context.WithoutCancel(ctx)))
		}
		moved = append(moved, item)
	}
	return restore, nil
}

// asKnown returns what the file system says of a file if that is what the library knows of it.
func asKnown(f photo.File) (os.FileInfo, error) {
	info, err := os.Lstat(f.Path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() != f.Size || !info.ModTime().Equal(f.ModTime) {
		return nil, fmt.Errorf("%s: %w", f.Path, errChanged)
	}
	return info, nil
}
