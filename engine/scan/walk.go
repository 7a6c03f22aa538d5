package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/cloud"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// readDir is replaced in tests: permissions do not stop the superuser.
var readDir = os.ReadDir

// headBytes is how much of a file Sniff is given.
const headBytes = 512

// Walker finds picture files. Its fields are only read, so that any number of goroutines may use
// one Walker.
type Walker struct {
	// Skip are folders, absolute and cleaned, that are left out with everything below them: the
	// library's own, for example.
	Skip []string
	// Sniff reports whether the first bytes of a file (at most 512, perhaps none) are those of a
	// picture. It is called when the name is not enough. nil: such files are left out.
	Sniff func(head []byte) bool
	// Sidecars finds the sidecars among the files of a folder: it gets the names of all and returns
	// those of each picture that has some. It is called once a folder. nil: there are none.
	Sidecars func(dir string, names []string) map[string][]string
	// InCloud reports whether a file's content is not on this computer. nil: as the
	// system says.
	InCloud func(fs.FileInfo) bool
	// Exclude reports whether the user excludes a path in root, a folder of the library. nil: none.
	Exclude func(root, path string, dir bool) bool
}

// Skips reports whether Walk leaves path out by its name or because it is in Skip. It checks
// neither the folders above it nor a .nomedia file.
func (w Walker) Skips(path string) bool {
	return leftOut(filepath.Base(path)) || w.inSkip(path)
}

// Excludes calls Exclude, which may be nil.
func (w Walker) Excludes(root, path string, dir bool) bool {
	return w.Exclude != nil && w.Exclude(root, path, dir)
}

// Hides reports whether the folder dir, or one above it inside root, holds a NoMedia file.
func (Walker) Hides(root, dir string) bool {
	for ; dir != root && photo.Within(dir, root); dir = filepath.Dir(dir) {
		if exists(filepath.Join(dir, NoMedia)) {
			return true
		}
	}
	return false
}

func (w Walker) inSkip(path string) bool {
	return slices.ContainsFunc(w.Skip, func(dir string) bool { return photo.Within(path, dir) })
}

// Walk calls emit for every file in dir and below that is a picture, or should
// be one by its name, depth first and in lexical order. root is the folder that
// the user added, dir is root or a folder inside it; both are absolute and
// cleaned. emit runs on the calling goroutine.
//
// It skips excluded paths, hidden files and folders, system folders, folders inside root that hold
// a .nomedia file, and everything that is neither file nor folder. Root itself may have any name
// and be a symbolic link. Links inside it are skipped: a link to a folder may lead in a circle, and
// one to a file would show the same picture twice, or one from outside the folders that the user
// chose.
//
// The list names what could not be read; photos known there must be assumed to be there still, as
// Compare does. A dir that is missing, or that a walk of root would skip, counts as empty. The
// error is ErrAway with the root's path and the cause, or ctx's: then the emitted files are
// incomplete, and must not be compared with the record.
func (w Walker) Walk(ctx context.Context, root, dir string, emit func(photo.File)) ([]Unread, error) {
	k := walk{Walker: w, root: root, emit: emit}
	k.enter = func(sub string) error { return k.folder(ctx, sub) }
	return k.run(ctx, dir)
}

// List is Walk for the files of dir itself. It also returns the paths of the folders in dir that
// Walk would enter.
func (w Walker) List(
	ctx context.Context, root, dir string, emit func(photo.File),
) (dirs []string, unread []Unread, err error) {
	k := walk{Walker: w, root: root, emit: emit}
	k.enter = func(sub string) error {
		dirs = append(dirs, sub)
		return nil
	}
	unread, err = k.run(ctx, dir)
	return dirs, unread, err
}

// run is Walk, with enter for the folders in dir.
func (w *walk) run(ctx context.Context, dir string) ([]Unread, error) {
	before, err := statFolder(w.root)
	if err != nil {
		return nil, away(w.root, err)
	}
	if err := w.start(ctx, dir); err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(w.unread, func(u Unread) bool { return u.Path == w.root }); i >= 0 {
		return nil, away(w.root, w.unread[i].Err)
	}
	// If the volume vanished during the walk, its files look deleted.
	after, err := statFolder(w.root)
	if err == nil && !os.SameFile(before, after) {
		err = errors.New("replaced by another folder while it was read")
	}
	if err != nil {
		return nil, away(w.root, err)
	}
	return w.unread, nil
}

func away(root string, err error) error {
	return fmt.Errorf("%s: %w: %w", root, ErrAway, err)
}

// statFolder follows links: the user may have added one.
func statFolder(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		err = errors.New("not a folder")
	}
	return info, err
}

// walk is a walk in progress.
type walk struct {
	Walker
	root   string
	emit   func(photo.File)
	enter  func(sub string) error // called for a folder in one that is read
	unread []Unread
	shut   string // the last folder whose files cannot be examined
}

func (w *walk) start(ctx context.Context, dir string) error {
	rel, err := filepath.Rel(w.root, dir)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fmt.Errorf("%s does not lie in %s", dir, w.root)
	}
	reached, err := w.reaches(rel)
	if err != nil {
		w.unread = append(w.unread, Unread{Path: dir, Err: err, Dir: true})
		return nil
	}
	if !reached {
		return nil
	}
	return w.folder(ctx, dir)
}

// reaches reports whether a walk of root would enter the folder rel in it.
func (w *walk) reaches(rel string) (bool, error) {
	if w.inSkip(w.root) {
		return false, nil
	}
	if rel == "." {
		return true, nil
	}
	at := w.root
	for name := range strings.SplitSeq(rel, string(filepath.Separator)) {
		if at != w.root && exists(filepath.Join(at, NoMedia)) {
			return false, nil
		}
		at = filepath.Join(at, name)
		info, err := os.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if !info.IsDir() || w.Skips(at) || w.Excludes(w.root, at, true) {
			return false, nil
		}
	}
	return true, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (w *walk) folder(ctx context.Context, dir string) error {
	entries, err := readDir(dir)
	w.note(Unread{Path: dir, Err: err, Dir: true})
	if dir != w.root && slices.ContainsFunc(entries, isNoMedia) {
		return nil
	}
	identify, sidecars := identifier(dir), w.sidecarsIn(dir, entries)
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		path := filepath.Join(dir, e.Name())
		switch {
		case w.Skips(path) || w.Excludes(w.root, path, e.IsDir()):
		case e.IsDir():
			if err := w.enter(path); err != nil {
				return err
			}
		case e.Type().IsRegular():
			if info := w.picture(path, e); info != nil {
				w.emit(photo.File{
					Path:     path,
					Size:     info.Size(),
					ModTime:  info.ModTime(),
					Identity: identify(path, info),
					Sidecars: sidecars(e.Name()),
					InCloud:  w.inCloud(info),
				})
			}
		}
	}
	return nil
}

func isNoMedia(e fs.DirEntry) bool { return e.Name() == NoMedia }

// note records u, unless its error is nil or means that the path was deleted since it was listed.
func (w *walk) note(u Unread) {
	if u.Err != nil && !errors.Is(u.Err, fs.ErrNotExist) {
		w.unread = append(w.unread, u)
	}
}

// noteFile is note for a file that cannot be examined. If that is not permitted, it holds for all
// files of the folder, and the folder is recorded.
func (w *walk) noteFile(path string, err error) {
	dir := filepath.Dir(path)
	if !errors.Is(err, fs.ErrPermission) {
		w.note(Unread{Path: path, Err: err})
	} else if w.shut != dir {
		w.shut = dir
		w.note(Unread{Path: dir, Err: err, Dir: true})
	}
}

// picture returns the file's information if it is or should be a picture, else nil.
func (w *walk) picture(path string, e fs.DirEntry) fs.FileInfo {
	v := judge(e.Name())
	if v == other {
		return nil
	}
	info, err := e.Info()
	w.noteFile(path, err)
	if err != nil || v == unclear && (w.inCloud(info) || !w.sniffs(path)) {
		return nil
	}
	return info
}

func (w *walk) inCloud(info fs.FileInfo) bool {
	if w.InCloud != nil {
		return w.InCloud(info)
	}
	return cloud.Only(info)
}

func (w *walk) sniffs(path string) bool {
	if w.Sniff == nil {
		return false
	}
	head, err := file.Head(path, headBytes)
	w.note(Unread{Path: path, Err: err})
	return err == nil && w.Sniff(head)
}
