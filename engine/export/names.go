package export

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"recollect/engine/format"
	"recollect/engine/naming"
	"recollect/engine/photo"
)

// shot is what is copied of one photo, and under which names.
type shot struct {
	photo.Photo
	edited *photo.Edited
	tags   []string
	files  []photo.File // the photo's first; those that are shown with it follow
	stem   string       // of all copies, before it is numbered
	name   string       // the same, numbered
}

// plan reads what is known of a photo and reserves names for its copies.
func (r *run) plan(ctx context.Context, id photo.ID, number int) (s shot, err error) {
	if s.Photo, err = r.catalog.Photo(ctx, id); err != nil {
		return s, err
	}
	if s.edited, err = r.catalog.Edited(ctx, id); err != nil {
		return s, err
	}
	if s.tags, err = r.catalog.TagsOf(ctx, id); err != nil {
		return s, err
	}
	s.files = []photo.File{s.File}
	if r.original() && r.Strip == Nothing {
		with, err := r.catalog.Companions(ctx, id)
		if err != nil {
			return s, err
		}
		for _, c := range with {
			s.files = append(s.files, c.File)
		}
	}
	name := filepath.Base(s.Path)
	name = strings.TrimSuffix(name, filepath.Ext(name))
	s.stem = naming.Clean(name)
	if r.Names.String() != "" {
		s.stem = r.Names.Path(naming.Facts{
			Name: name, Taken: s.Taken.Time, Title: s.Meta.Title, Camera: s.Camera, Number: number,
		})
	}
	s.name, err = r.names.reserve(s.stem, r.ends(s))
	return s, err
}

// original reports whether files are copied as they are.
func (r *run) original() bool { return r.Format == "" || r.Format == Original }

// ends returns what follows the stem in the names of a shot's copies, without sidecars.
func (r *run) ends(s shot) (ends []string) {
	if !r.original() {
		f, _ := format.Of(string(r.Format))
		return f.Extensions[:1]
	}
	for _, f := range s.files {
		ends = append(ends, extension(f.Path))
	}
	return ends
}

// extension returns the extension of a file, or none if that is not good everywhere.
func extension(path string) string {
	ext := filepath.Ext(path)
	if naming.Clean("a"+ext) != "a"+ext {
		return ""
	}
	return ext
}

// sidecarOf returns the name of the sidecar of a copy.
func sidecarOf(path string) string {
	xmp, _ := format.Of(format.XMP)
	return path + xmp.Extensions[0]
}

// names gives each shot a name that no other has, and no file in the folder.
type names struct {
	dir string

	mu   sync.Mutex
	last map[string]int // the last number of a stem
}

// reserve returns the stem with a number, if need be. ends are the extensions of the files that it is for.
func (n *names) reserve(stem string, ends []string) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.last == nil {
		n.last = map[string]int{}
	}
	key := strings.ToLower(stem) // many file systems know no case
	for {
		n.last[key]++
		name := naming.Numbered(stem, n.last[key])
		if n.last[strings.ToLower(name)] > 0 && name != stem {
			continue // a photo has that name by itself
		}
		if free, err := n.free(name, ends); err != nil || free {
			n.last[strings.ToLower(name)] = max(1, n.last[strings.ToLower(name)])
			return name, err
		}
	}
}

// free reports whether no file has the name.
func (n *names) free(name string, ends []string) (bool, error) {
	for _, end := range ends {
		for _, path := range []string{name + end, sidecarOf(name + end)} {
			_, err := os.Lstat(filepath.Join(n.dir, path))
			if err == nil {
				return false, nil
			}
			if !errors.Is(err, fs.ErrNotExist) {
				return false, inDir(n.dir, err)
			}
		}
	}
	return true, nil
}
