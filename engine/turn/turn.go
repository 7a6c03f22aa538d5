// Package turn lets one process at a time do a piece of work for a library, of those that know nothing of each other.
package turn

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"

	"github.com/gofrs/flock"
)

// ErrTaken is returned while another process does the work.
var ErrTaken = errors.New("turn: another process does it")

// Take begins a piece of work, named by letters, for the library in a folder, where it keeps a lock file. mark names
// this library's work among that of others, for files that are being written elsewhere. The caller calls end. The error
// is ErrTaken or the file system's.
func Take(library, work string) (mark string, end func(), err error) {
	l := flock.New(filepath.Join(library, work+".lock"))
	ok, err := l.TryLock()
	if err == nil && !ok {
		err = ErrTaken
	}
	if err != nil {
		return "", nil, err
	}
	return Mark(library, work), func() { _ = l.Unlock() }, nil
}

// Mark returns the mark that Take gives.
func Mark(library, work string) string {
	sum := sha256.Sum256([]byte(library))
	return work + hex.EncodeToString(sum[:6])
}
