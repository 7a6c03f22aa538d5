// Package store keeps the models of a library on the disk: one folder each, named by the model's
// ID, below `models` in the library's folder.
//
//	models/siglip2-b16-256/         complete: model.json and the files that it names
//	models/siglip2-b16-256.part/    half-finished: what has come of a download
//	models/siglip2-b16-256.gone/    about to be deleted
//	models/siglip2-b16-256.lock     its files are being changed by a process that holds this; see Hold
//
// A folder with model.json is complete: whoever makes one writes model.json last, or makes it
// under another name and renames it. Nothing outside `models` is read or written: links in the place
// of a folder are refused, and files are opened below their folder.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/model"
	"recollect/engine/photo"
)

// Errors that callers distinguish.
var (
	// ErrName means that a name cannot be that of a model.
	ErrName error = &photo.Fault{Code: "model:name", Text: "not a name of a model"}
	// ErrDamaged means that files of a model are missing or have another size than model.json says.
	ErrDamaged error = &photo.Fault{Code: "model:damaged", Text: "the model is damaged"}
)

// What follows the ID in a name that is not that of a complete model.
const (
	partSuffix = ".part"
	goneSuffix = ".gone"
	lockSuffix = ".lock"
)

// safe is what an ID looks like: it is a folder's name on every system.
var safe = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*$`)

// reserved are names that Windows keeps for devices, also before a dot.
var reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)

// mostName is how many bytes an ID may have.
const mostName = 64

// CheckID returns ErrName for what cannot be the ID of a model: IDs have up to 64 lower-case
// letters, digits, hyphens and underlines, and single dots between them.
func CheckID(id string) error {
	if len(id) > mostName || !safe.MatchString(id) || reserved.MatchString(id) ||
		slices.Contains([]string{partSuffix, goneSuffix, lockSuffix}, filepath.Ext(id)) {
		return fmt.Errorf("%q: %w", id, ErrName)
	}
	return nil
}

// ID makes an ID of a name that a person or a file gave, such as "ViT-B-32__openai". It is empty if
// nothing is left of the name.
func ID(name string) string {
	id := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '_'
	}), "-")
	for strings.Contains(id, "..") {
		id = strings.ReplaceAll(id, "..", ".")
	}
	id = strings.Trim(id[:min(len(id), mostName)], "-_.")
	if CheckID(id) != nil {
		return ""
	}
	return id
}

// Entry is a model on the disk.
type Entry struct {
	ID    string
	State photo.ModelState // installed, incomplete or damaged
	Bytes int64            // of its files
	Spec  model.Spec       // of one that is installed
	Files fs.FS            // nil unless it is installed
	Err   error            // why it is damaged
}

// Store is the folder of a library's models. It need not exist. Its methods may be called from any
// goroutine, also of several processes: each model is complete, or it is not there.
type Store struct{ dir string }

// Open returns the store in a folder, which is made when the first model comes.
func Open(dir string) *Store { return &Store{dir} }

// Path is where a model's folder is, or will be. Errors: ErrName.
func (s *Store) Path(id string) (string, error) { return s.path(id, "") }

// Partial is the folder for a model that is on its way, which need not exist.
func (s *Store) Partial(id string) (string, error) { return s.path(id, partSuffix) }

func (s *Store) path(id, suffix string) (string, error) {
	if err := CheckID(id); err != nil {
		return "", err
	}
	return filepath.Join(s.dir, id+suffix), nil
}

// Make makes the folder of the store. Errors: *file.Foreign if there is something else in its
// place, or the file system's.
func (s *Store) Make() error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	return file.OwnFolder(s.dir)
}

// Finish puts a half-finished model, which must have all of its files, in the place of the model of
// the same ID. A model that was there before is deleted.
func (s *Store) Finish(id string) error {
	part, err := s.Partial(id)
	if err != nil {
		return err
	}
	to, _ := s.Path(id)
	if err := file.OwnFolder(part); err != nil {
		return err
	}
	if err := s.Clear(id); err != nil {
		return err
	}
	return durable.MoveFolder(part, to)
}

// Remove deletes a model, or what has come of one. One that is not there is no error.
func (s *Store) Remove(id string) error {
	return errors.Join(s.RemovePartial(id), s.Clear(id))
}

// RemovePartial deletes what has come of a model. Nothing there is no error.
func (s *Store) RemovePartial(id string) error {
	part, err := s.Partial(id)
	if err != nil {
		return err
	}
	if err := file.OwnFolder(s.dir); err != nil {
		return err
	}
	return removeAll(part)
}

// Clear deletes a complete model, and leaves what has come of another of its ID. One that is not there
// is no error. It is renamed first, so that half of it is never taken for a model.
func (s *Store) Clear(id string) error {
	path, err := s.Path(id)
	if err != nil {
		return err
	}
	gone, _ := s.path(id, goneSuffix)
	if err := removeAll(gone); err != nil {
		return err
	}
	switch err := file.OwnFolder(path); {
	case errors.As(err, new(*file.Foreign)):
		return os.Remove(path) // a link, not what it leads to
	case err != nil:
		return err
	}
	if err := os.Rename(path, gone); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return removeAll(gone)
}

// removeAll deletes a folder, or a link in its place, and nothing behind links.
func removeAll(path string) error { return os.RemoveAll(path) }

// List returns the models, also those that are half-finished or damaged, by ID. What else lies in
// the folder is left alone. Errors: *file.Foreign, or the file system's.
func (s *Store) List() ([]Entry, error) {
	if err := file.OwnFolder(s.dir); err != nil {
		return nil, err
	}
	names, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Entry
	for _, e := range names {
		id, part := strings.CutSuffix(e.Name(), partSuffix)
		if CheckID(id) != nil {
			continue
		}
		if !part {
			all = append(all, s.Find(id))
		} else if !slices.ContainsFunc(names, func(e fs.DirEntry) bool { return e.Name() == id }) {
			all = append(all, s.partly(id))
		}
	}
	return all, nil
}

// Find describes the model of an ID. One that is not there is damaged, with fs.ErrNotExist.
func (s *Store) Find(id string) Entry {
	e := Entry{ID: id, State: photo.ModelDamaged}
	path, err := s.Path(id)
	if err == nil {
		err = file.OwnFolder(path)
	}
	if err != nil {
		e.Err = err
		return e
	}
	if _, err := os.Lstat(path); err != nil {
		e.Err = err
		return e
	}
	e.Bytes = bytesIn(path)
	files, err := open(path)
	if err != nil {
		e.Err = err
		return e
	}
	if e.Spec, err = model.Read(files); err == nil {
		err = sizes(files, e.Spec)
	}
	if err != nil {
		e.Err = fmt.Errorf("%w: %s: %w", ErrDamaged, id, err)
		return e
	}
	e.State, e.Files = photo.ModelInstalled, files
	return e
}

// partly describes a half-finished model.
func (s *Store) partly(id string) Entry {
	part, _ := s.Partial(id)
	e := Entry{ID: id, State: photo.ModelIncomplete, Bytes: bytesIn(part)}
	if err := file.OwnFolder(part); err != nil {
		e.State, e.Err = photo.ModelDamaged, err
	}
	return e
}

// sizes compares the sizes of a model's files with its description: what a truncated copy shows
// without being read. Their checksums are compared when they are loaded.
func sizes(files fs.FS, s model.Spec) error {
	for name, f := range s.Files {
		info, err := fs.Stat(files, name)
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() || info.Size() != f.Bytes {
			return fmt.Errorf("%s has %d bytes, not %d", name, info.Size(), f.Bytes)
		}
	}
	return nil
}

func bytesIn(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return nil
		}
		if info, err := e.Info(); err == nil {
			n += info.Size()
		}
		return nil
	})
	return n
}
