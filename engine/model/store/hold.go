package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/gofrs/flock"

	"recollect/engine/file"
	"recollect/engine/photo"
)

// ErrBusy means that the files of a model are being changed already, by this process or another one.
var ErrBusy error = &photo.Fault{Code: "model:busy", Text: "the model is being changed"}

// Hold keeps others, also other processes, from changing the files of a model until release is called. The
// system releases it when the process ends, however it ends. Errors: ErrName, ErrBusy, *file.Foreign, or the
// file system's. In a store without a folder nothing is held: there is nothing to change.
func (s *Store) Hold(id string) (release func(), err error) {
	path, err := s.path(id, lockSuffix)
	if err != nil {
		return nil, err
	}
	if err := file.OwnFolder(s.dir); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(s.dir); errors.Is(err, fs.ErrNotExist) {
		return func() {}, nil
	}
	for {
		if err := file.Own(path); err != nil {
			return nil, err
		}
		l := flock.New(path)
		ok, err := l.TryLock()
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("%s: %w", id, ErrBusy)
		}
		if inPlace(l) {
			return func() { unlock(l) }, nil
		}
		_ = l.Close() // another one has deleted the file between its opening and the lock
	}
}

// inPlace reports whether the file that is locked is the one of its name.
func inPlace(l *flock.Flock) bool {
	locked, err := l.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(l.Path())
	return err == nil && os.SameFile(locked, named)
}

// unlock deletes the file while it is locked, or after that on systems where nobody deletes what is open.
func unlock(l *flock.Flock) {
	deleted := os.Remove(l.Path()) == nil
	_ = l.Close()
	if !deleted {
		_ = os.Remove(l.Path()) // it stays if another one holds it by now
	}
}
