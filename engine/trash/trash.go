// Package trash moves files to the system's trash, and back.
//
// Its invariant: a file is moved as a whole, on its own volume, or not touched.
// It is never copied, never deleted, and never replaces another file. On Linux the
// trash is that of the freedesktop.org specification, version 1.0; on macOS the one
// that Finder shows; on Windows the recycle bin.
//
// The caller asks the user first, and the system empties the trash.
package trash

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/durable"
	"recollect/engine/photo"
)

// ErrNoTrash is returned by Put when the volume of the file has no trash: most
// network volumes, and many memory cards on Windows. The file is unchanged.
var ErrNoTrash error = &photo.Fault{
	Code: "trash:none",
	Text: "there is no trash on this volume",
}

// ErrTaken is returned by Restore when there is another file where the trashed one
// was. Both are unchanged.
var ErrTaken = errors.New("another file has its place now")

// ErrGone is returned by Restore when the trash does not hold the file any more, or
// when it is not known where in the trash it is.
var ErrGone = errors.New("it is not in the trash any more")

// Item is a file in the trash.
type Item struct {
	// Path is where the file was, absolute.
	Path string
	// Trashed is where it is now; empty where the system does not say. Then only the user
	// can restore it.
	Trashed string
	// Record is the file in which the trash records Path; empty where there is none
	// that Restore has to remove.
	Record string
}

// Put moves the file at path to the trash. It must be a regular file: folders and
// links are refused. The errors are ErrNoTrash, those of the file system, and ctx's
// if ctx is done before Put starts.
func Put(ctx context.Context, path string) (Item, error) {
	if err := ctx.Err(); err != nil {
		return Item{}, err
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return Item{}, err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return Item{}, fmt.Errorf("trash: %w", err)
	}
	if !info.Mode().IsRegular() {
		return Item{}, fmt.Errorf("trash %s: only files are put there, not %s", path, kindOf(info.Mode()))
	}
	it, err := put(path, info)
	if err != nil {
		return Item{}, fmt.Errorf("trash %s: %w", path, err)
	}
	return it, nil
}

func kindOf(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "folders"
	case m&fs.ModeSymlink != 0:
		return "links"
	default:
		return "devices"
	}
}

// Restore moves a file back to where it was, and makes the folders above it if they
// are gone. The errors are ErrTaken, ErrGone, those of the file system, and ctx's if
// ctx is done before Restore starts.
func Restore(ctx context.Context, it Item) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := restore(it); err != nil {
		return fmt.Errorf("restore %s: %w", it.Path, err)
	}
	return nil
}

// Find returns where in the trash a file is that was at path, has a size and was modified at a time. The error is
// ErrGone if the trash holds none, or the system does not say.
func Find(path string, size int64, modified time.Time) (Item, error) {
	for _, it := range heldFrom(path) {
		info, err := os.Lstat(it.Trashed)
		if err == nil && info.Mode().IsRegular() && info.Size() == size && info.ModTime().Equal(modified) {
			return it, nil // of several it is any: they are the same
		}
	}
	return Item{}, ErrGone
}

func restore(it Item) error {
	if it.Trashed == "" {
		return ErrGone
	}
	if _, err := os.Lstat(it.Trashed); errors.Is(err, fs.ErrNotExist) {
		return ErrGone
	}
	if err := os.MkdirAll(filepath.Dir(it.Path), 0o777); err != nil {
		return err
	}
	err := durable.RenameNew(it.Trashed, it.Path)
	if errors.Is(err, fs.ErrExist) {
		return ErrTaken
	}
	if err != nil {
		return err
	}
	if it.Record == "" {
		return nil
	}
	// The record goes last: without its file it does no harm, but a file without its record is lost.
	if err := os.Remove(it.Record); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("it is back, but the trash still lists it: %w", err)
	}
	return nil
}
