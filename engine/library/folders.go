package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"recollect/engine/catalog"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// ErrNotFolder means that what should be added is a file.
var ErrNotFolder error = &photo.Fault{
	Code: "folder:not-folder",
	Text: "not a folder",
}

// ErrOwnFolder means that what should be added lies in the library's own folder.
var ErrOwnFolder error = &photo.Fault{
	Code: "folder:own",
	Text: "the library's own folder",
}

// AddFolder adds a folder to the library. While Run runs, its photos appear by
// themselves; otherwise the next Sync finds them. A folder inside one that was
// added already changes nothing, and one around others takes their place.
// Errors: fs.ErrNotExist, fs.ErrPermission, ErrNotFolder, ErrOwnFolder,
// ErrSameFolder, or the catalog's.
func (e *Engine) AddFolder(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("add folder: %w", err)
	}
	if err := e.mayAdd(path); err != nil {
		return fmt.Errorf("add folder: %w", err)
	}
	before, err := e.catalog.Folders(ctx)
	if err != nil {
		return err
	}
	if err := notTwice(path, before); err != nil {
		return fmt.Errorf("add folder: %w", err)
	}
	// A scan in work holds folders that may be taken over.
	e.scanning.Lock()
	f, err := e.catalog.AddFolder(ctx, path)
	e.scanning.Unlock()
	if err != nil {
		return err
	}
	for _, old := range before {
		if old.Path != f.Path && photo.Within(old.Path, f.Path) {
			e.watcher.Remove(old.Path)
		}
	}
	e.state.expect(f.Path)
	e.watcher.Add(f.Path)
	e.state.markDirty()
	return nil
}

func (e *Engine) mayAdd(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return &fs.PathError{Op: "add", Path: path, Err: ErrNotFolder}
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	if photo.Within(real, e.opts.Library) {
		return &fs.PathError{Op: "add", Path: path, Err: ErrOwnFolder}
	}
	dir, err := file.OpenFolder(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	if _, err := dir.ReadDir(1); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// RemoveFolder takes a folder and its photos out of the library. Files stay
// where they are, and vectors are kept, so that adding it again costs little. What
// people said of its photos is kept for 30 days, and theirs again when any folder is added that has the files.
func (e *Engine) RemoveFolder(ctx context.Context, id photo.FolderID) error {
	f, err := e.catalog.Folder(ctx, id)
	if err != nil {
		return err
	}
	e.scanning.Lock() // a scan in work would find its folder gone
	defer e.scanning.Unlock()
	if err := e.ingest.Forget(ctx, id); err != nil {
		return err
	}
	e.watcher.Remove(f.Path)
	e.state.scanned([]string{f.Path})
	e.state.set(func(s *photo.Status) { s.Generation++ })
	return e.refresh(ctx)
}

// Folders returns the folders of the library, by path.
func (e *Engine) Folders(ctx context.Context) ([]photo.Folder, error) { return e.catalog.Folders(ctx) }

// Folder returns one folder, or catalog.ErrNotFound.
func (e *Engine) Folder(ctx context.Context, id photo.FolderID) (photo.Folder, error) {
	return e.catalog.Folder(ctx, id)
}

// Problems returns the folders that cannot be read, the files that should be photos
// and cannot be shown, each by path, and the kinds of files that are not supported.
func (e *Engine) Problems(ctx context.Context) ([]photo.Problem, error) {
	dirs, err := e.Unreadable(ctx)
	if err != nil {
		return nil, err
	}
	var all []photo.Problem
	for _, u := range dirs {
		all = append(all, folderProblem(u))
	}
	files, err := e.catalog.Problems(ctx)
	return append(all, files...), err
}

// Retry looks at every file with a problem again, while Run runs.
func (e *Engine) Retry(ctx context.Context) error {
	if err := e.catalog.Update(ctx, (*catalog.Tx).RetryProblems); err != nil {
		return err
	}
	folders, err := e.catalog.Folders(ctx)
	if err != nil {
		return err
	}
	for _, f := range folders {
		e.watcher.Add(f.Path) // one that is watched already is looked at again
	}
	return nil
}
