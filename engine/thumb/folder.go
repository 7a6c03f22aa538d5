package thumb

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// The mark of a folder from which files may be removed.
const (
	markName = file.CacheTagName
	mark     = file.CacheTag + "# Recollect keeps small pictures here, and removes those that it does not need.\n"
)

// ErrForeign means that files are not removed because their folder is a link,
// or was made by another program.
var ErrForeign error = &photo.Fault{
	Code: "thumb:foreign",
	Text: "not Recollect's own folder of thumbnails",
}

// The names that files of ours have.
var (
	shardName   = regexp.MustCompile(`^[0-9a-f]{2}$`)
	thumbName   = regexp.MustCompile(`^[0-9a-f]{64}-[1-9][0-9]{0,4}$`)
	firstName   = regexp.MustCompile(`^[0-9a-f]{64}-[1-9][0-9]{0,4}\.jpg$`) // of generation 1
	partialName = regexp.MustCompile(`^[0-9]+\.tmp$`)
	marksName   = regexp.MustCompile(`^(\.` + regexp.QuoteMeta(markName) + `\.[0-9]+\.tmp|` +
		regexp.QuoteMeta(markName) + `)$`)
)

// folder is the open folder of a generation.
type folder struct {
	path       string
	generation int
	parent     *os.Root // the cache's
	root       *os.Root // its own: nothing outside of it is reached through it
	linked     bool     // it, or the cache's, is a link
}

// folder opens the folder of a generation, and returns nil if there is none.
func (c *Cache) folder(generation int) (*folder, error) {
	name := folderName(generation)
	f := &folder{path: filepath.Join(c.dir, name), generation: generation}
	above, err := os.Lstat(c.dir)
	if err == nil {
		f.parent, err = file.OpenRoot(c.dir)
	}
	if err != nil {
		return nil, unlessMissing(err)
	}
	inside, err := f.parent.Lstat(name)
	if err == nil {
		f.root, err = file.OpenRoot(f.path)
	}
	if err != nil {
		return nil, errors.Join(unlessMissing(err), f.parent.Close())
	}
	// Compare the opened folders with what has their names now: they may have
	// been replaced.
	f.linked = !isThat(f.parent, above) || !isThat(f.root, inside)
	return f, nil
}

func unlessMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// isThat reports whether root is the folder that info, from Lstat, describes.
func isThat(root *os.Root, info fs.FileInfo) bool {
	opened, err := root.Stat(".")
	return err == nil && info.IsDir() && os.SameFile(opened, info)
}

func (f *folder) close() {
	f.root.Close()
	f.parent.Close()
}

// own returns ErrForeign unless our files may be removed. A folder without a mark
// that holds only our names is from an older version; own marks it.
func (f *folder) own() error {
	refused := &fs.PathError{Op: "remove from", Path: f.path, Err: ErrForeign}
	if f.linked {
		return refused
	}
	switch marked, err := f.marked(); {
	case err != nil:
		return err
	case marked:
		return nil
	}
	foreign, err := f.each(func(string, fs.DirEntry) error { return nil })
	if err == nil && foreign {
		err = refused
	}
	if err != nil {
		return err
	}
	return writeMark(f.path)
}

// marked reports whether the mark is there.
func (f *folder) marked() (bool, error) {
	found, err := file.OpenIn(f.root, markName)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, file.ErrKind):
		return false, nil
	case err != nil:
		return false, err
	}
	defer found.Close()
	text, err := io.ReadAll(io.LimitReader(found, int64(len(mark))+1))
	return bytes.Equal(text, []byte(mark)), err
}

func writeMark(dir string) error {
	return durable.WriteFile(filepath.Join(dir, markName), []byte(mark), 0o600)
}

// each calls visit for every small picture, and every file that is to become one, by
// its path inside of f. It skips other files and links; foreign reports whether
// there are any.
func (f *folder) each(visit func(name string, e fs.DirEntry) error) (foreign bool, err error) {
	shards, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return false, unlessMissing(err)
	}
	for _, shard := range shards {
		if !shard.IsDir() || !shardName.MatchString(shard.Name()) {
			foreign = foreign || !f.isMark(shard)
			continue
		}
		entries, err := fs.ReadDir(f.root.FS(), shard.Name())
		if err := unlessMissing(err); err != nil {
			return foreign, err
		}
		for _, e := range entries {
			if !e.Type().IsRegular() || !f.isOurs(shard.Name(), e.Name()) {
				foreign = true
				continue
			}
			if err := visit(path.Join(shard.Name(), e.Name()), e); err != nil {
				return foreign, err
			}
		}
	}
	return foreign, nil
}

// isMark reports whether e is our mark, or what a crash left of writing it.
func (f *folder) isMark(e fs.DirEntry) bool {
	if !e.Type().IsRegular() || !marksName.MatchString(e.Name()) {
		return false
	}
	if e.Name() != markName {
		return true
	}
	ours, err := f.marked()
	return err == nil && ours
}

func (f *folder) isOurs(shard, name string) bool {
	thumb := thumbName
	if f.generation == 1 {
		thumb = firstName
	}
	return partialName.MatchString(name) || thumb.MatchString(name) && name[:2] == shard
}

// remove removes a file by its path inside of f, for which own must have returned nil.
func (f *folder) remove(name string) error {
	return unlessMissing(f.root.Remove(name))
}

// makeShard makes a folder for small pictures, and marks the generation's if it makes that.
func (c *Cache) makeShard(shard string) error {
	err := os.Mkdir(shard, 0o700)
	if !errors.Is(err, fs.ErrNotExist) {
		return unlessThere(err)
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	switch err := os.Mkdir(c.root, 0o700); {
	case err == nil:
		err = writeMark(c.root)
		if err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	return unlessThere(os.Mkdir(shard, 0o700))
}

func unlessThere(err error) error {
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func folderName(generation int) string { return "v" + strconv.Itoa(generation) }
