package durable

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Fresh is a file that is being written and has no name of its own yet. Place gives it one where nothing is, as a
// whole: a power cut, a full disk or a crash leaves nothing under that name. It is for one goroutine.
type Fresh struct {
	file *os.File // nil once it is closed
	path string
}

// freshPrefix begins the names of Fresh files. The leading dot keeps a scan from taking one for a picture.
const freshPrefix = ".recollect-"

// NewFresh makes a file in a folder, which exists, with the permissions that new files have. mark, of letters and
// digits, names whoever may sweep it up. The caller must end with Place or Discard.
func NewFresh(dir, mark string) (*Fresh, error) {
	path := filepath.Join(dir, freshPrefix+mark+"-"+rand.Text()+".tmp")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	return &Fresh{file: f, path: path}, nil
}

// Write appends to the file.
func (f *Fresh) Write(data []byte) (int, error) { return f.file.Write(data) }

// Path is where the file is until it is placed.
func (f *Fresh) Path() string { return f.path }

// Finish ends the writing: it syncs the file, and gives it the time of its last change. The zero time is now.
func (f *Fresh) Finish(modified time.Time) error {
	err := errors.Join(f.file.Sync(), f.file.Close())
	f.file = nil
	if err == nil && !modified.IsZero() {
		err = os.Chtimes(f.path, time.Time{}, modified)
	}
	return err
}

// Place gives a finished file its name, in the folder that it was made in. The error wraps fs.ErrExist where something
// has that name: the caller may try another.
func (f *Fresh) Place(path string) error {
	if err := RenameNew(f.path, path); err != nil {
		return err
	}
	f.path = ""
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

// Replace ends the writing and gives the file a name, in the folder that it was made in, in place of a file that has
// it.
func (f *Fresh) Replace(path string) error {
	if err := f.Finish(time.Time{}); err != nil {
		return err
	}
	if err := Replace(f.path, path); err != nil {
		return err
	}
	f.path = ""
	return nil
}

// Discard removes a file that was not placed. After Place it does nothing.
func (f *Fresh) Discard() error {
	var err error
	if f.file != nil {
		err = f.file.Close()
		f.file = nil
	}
	if f.path != "" {
		err = errors.Join(err, os.Remove(f.path))
		f.path = ""
	}
	return err
}

// SweepFresh removes the Fresh files of a mark from a folder: those that a process which was killed has left. The
// caller makes sure that no process has one of them open.
func SweepFresh(dir, mark string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, freshPrefix+mark+"-") && strings.HasSuffix(name, ".tmp") && e.Type().IsRegular() {
			err = errors.Join(err, os.Remove(filepath.Join(dir, name)))
		}
	}
	return err
}
