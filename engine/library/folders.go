// Package library manages what a library has beside its photos: its folders and exclude patterns,
// folders that are offline, photos that are gone, and user data, which cannot be derived from the
// photos.
//
// Scanning is left to the engine, watching to the watcher, and storage to the catalog.
package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/file"
	"recollect/engine/photo"
	"recollect/engine/watch"
)

// ErrNotFolder means that the path to add is a file.
var ErrNotFolder error = &photo.Fault{
	Code: "folder:not-folder",
	Text: "not a folder",
}

// ErrOwnFolder means that the folder to add lies in the library's own folder.
var ErrOwnFolder error = &photo.Fault{
	Code: "folder:own",
	Text: "the library's own folder",
}

// Options are what Folders needs. All are required.
type Options struct {
	Dir      string // the library's own folder, which is never one of its folders
	Catalog  *catalog.Catalog
	Excludes *Excludes
	Watcher  *watch.Watcher
	// Scanning is locked during a scan, so that no folder is removed or renamed meanwhile.
	Scanning sync.Locker
	// Trust scans a folder and records every missing photo as gone, however many there are.
	Trust func(context.Context, photo.FolderID) error
	// Forget removes a folder and its photos from the catalog and the index.
	Forget func(context.Context, photo.FolderID) error
	State  State
	Log    *slog.Logger
}

// State is notified of changes of a library's folders.
type State interface {
	Expect(root string)          // the folder will be scanned soon
	Scanned(roots []string)      // these were scanned, or will not be
	Changed()                    // the library has other photos than before
	Count(context.Context) error // counts the library's photos now
	CountSoon()                  // counts them later
}

// Folders are the folders of a library. Its methods may be called from any goroutine.
type Folders struct{ o Options }

// NewFolders returns the folders of a library.
func NewFolders(o Options) *Folders { return &Folders{o} }

// Add adds a folder to the library. While the engine runs, its photos appear by themselves;
// otherwise the next Sync finds them. If a folder of the library contains it, nothing changes;
// folders of the library that it contains become parts of it. Errors: fs.ErrNotExist,
// fs.ErrPermission, ErrNotFolder, ErrOwnFolder, ErrSameFolder, or the catalog's.
func (fo *Folders) Add(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("add folder: %w", err)
	}
	if err := fo.mayAdd(path); err != nil {
		return fmt.Errorf("add folder: %w", err)
	}
	before, err := fo.o.Catalog.Folders(ctx)
	if err != nil {
		return err
	}
	if err := notTwice(path, before); err != nil {
		return fmt.Errorf("add folder: %w", err)
	}
	// A scan in progress uses folders that may be replaced.
	fo.o.Scanning.Lock()
	f, err := fo.o.Catalog.AddFolder(ctx, path)
	fo.o.Scanning.Unlock()
	if err != nil {
		return err
	}
	for _, old := range before {
		if old.Path != f.Path && photo.Within(old.Path, f.Path) {
			fo.o.Watcher.Remove(old.Path)
		}
	}
	fo.o.State.Expect(f.Path)
	fo.o.Watcher.Add(f.Path)
	fo.o.State.CountSoon()
	return nil
}

func (fo *Folders) mayAdd(path string) error {
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
	if photo.Within(real, fo.o.Dir) {
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

// Remove removes a folder and its photos from the library. Files stay where they are, and vectors
// stay, so that adding it again costs little. User data of its photos stays for 30 days, and is
// restored when any folder is added that has the files.
func (fo *Folders) Remove(ctx context.Context, id photo.FolderID) error {
	f, err := fo.o.Catalog.Folder(ctx, id)
	if err != nil {
		return err
	}
	fo.o.Scanning.Lock() // a scan in progress would find its folder gone
	defer fo.o.Scanning.Unlock()
	if err := fo.o.Forget(ctx, id); err != nil {
		return err
	}
	fo.o.Watcher.Remove(f.Path)
	fo.o.State.Scanned([]string{f.Path})
	fo.o.State.Changed()
	return fo.o.State.Count(ctx)
}

// List returns the folders of the library, by path, with their state.
func (fo *Folders) List(ctx context.Context) ([]photo.Folder, error) {
	all, err := fo.o.Catalog.Folders(ctx)
	if err != nil {
		return nil, err
	}
	unreadable, err := fo.o.Catalog.Unreadable(ctx, false)
	if err != nil {
		return nil, err
	}
	polled := fo.o.Watcher.PolledFolders()
	for i, f := range all {
		all[i].State = stateOf(f, unreadable, polled)
	}
	return all, nil
}

// stateOf returns the state of a folder. What a person can do something about comes first.
func stateOf(f photo.Folder, unreadable []photo.Unreadable, polled []watch.Polled) photo.FolderState {
	switch {
	case f.Away && !f.Reason.Partly():
		return photo.FolderAway
	case slices.ContainsFunc(unreadable, func(u photo.Unreadable) bool { return photo.Within(u.Path, f.Path) }):
		return photo.FolderUnreadable
	case slices.ContainsFunc(polled, func(p watch.Polled) bool { return photo.Within(p.Dir, f.Path) }):
		return photo.FolderPolled
	}
	return photo.FolderWatched
}

// Dirs returns the directories of a folder in which photos lie that are shown, by path.
func (fo *Folders) Dirs(ctx context.Context, id photo.FolderID) ([]photo.Dir, error) {
	return fo.o.Catalog.Dirs(ctx, id)
}

// Folder returns one folder, or catalog.ErrNotFound.
func (fo *Folders) Folder(ctx context.Context, id photo.FolderID) (photo.Folder, error) {
	return fo.o.Catalog.Folder(ctx, id)
}

// Problems returns the folders that cannot be read, the files that should be photos
// and cannot be shown, each by path, and the kinds of files that are not supported.
func (fo *Folders) Problems(ctx context.Context) ([]photo.Problem, error) {
	dirs, err := fo.Unreadable(ctx)
	if err != nil {
		return nil, err
	}
	var all []photo.Problem
	for _, u := range dirs {
		all = append(all, folderProblem(u))
	}
	files, err := fo.o.Catalog.Problems(ctx)
	return append(all, files...), err
}

// Retry scans every file with a problem again, while Run runs.
func (fo *Folders) Retry(ctx context.Context) error {
	if err := fo.o.Catalog.Update(ctx, (*catalog.Tx).RetryProblems); err != nil {
		return err
	}
	folders, err := fo.o.Catalog.Folders(ctx)
	if err != nil {
		return err
	}
	for _, f := range folders {
		fo.o.Watcher.Add(f.Path) // adding a watched folder again scans it
	}
	return nil
}
