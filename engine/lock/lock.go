// Package lock keeps two processes from writing to one library.
package lock

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode"

	"github.com/gofrs/flock"

	"recollect/engine/catalog"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// ErrInUse means that another Recollect writes to the library. The error's
// text names it.
var ErrInUse error = &photo.Fault{
	Code: "library:in-use",
	Text: "the library is in use",
}

// inUse is ErrInUse with the name of who has the library open.
type inUse struct{ who string }

func (u *inUse) Error() string { return fmt.Sprintf("%v by %s", ErrInUse, u.who) }
func (u *inUse) Unwrap() error { return ErrInUse }

// Reason returns what a person is to be told, as photo.Fault does.
func (u *inUse) Reason() photo.Reason {
	return photo.NewReason("library:in-use-by", photo.Args{"who": u.who})
}

// printable is s without what a terminal would not print: anybody may have written it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}

// maxHolderBytes is more than a holder has to say.
const maxHolderBytes = 4 << 10

// Lock is the right to write to a library: an advisory lock on a file, which
// the system takes back when the process ends, however it ends.
type Lock struct {
	flock  *flock.Flock
	holder string // a file beside it that tells who holds it
	// Orphaned: whoever held it before did not end in order.
	Orphaned bool
}

// Acquire locks the library in dir for this process, or returns ErrInUse, or
// catalog.ErrReadOnly.
func Acquire(dir, purpose string) (*Lock, error) {
	// The lock's own file stays empty: on Windows nobody else may read it while it is locked.
	l := &Lock{flock: flock.New(filepath.Join(dir, "lock")), holder: filepath.Join(dir, "holder")}
	ok, err := l.flock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the library: %w", Unwritable(err))
	}
	if !ok {
		who, err := file.Read(l.holder, maxHolderBytes)
		if err != nil {
			return nil, ErrInUse
		}
		return nil, &inUse{printable(string(who))}
	}
	_, err = os.Stat(l.holder)
	l.Orphaned = err == nil
	text := fmt.Sprintf("%s (process %d)\n", purpose, os.Getpid())
	// Whole or not at all: others read it while it is written.
	if err := durable.WriteFile(l.holder, []byte(text), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the library: %w", Unwritable(err)), l.flock.Close())
	}
	return l, nil
}

// Unwritable gives what the system says of a folder that cannot be written to our name.
func Unwritable(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w: %w", catalog.ErrReadOnly, err)
	}
	return err
}

// Release gives the lock back. The holder's file is removed first: it is ours only while we hold the lock.
func (l *Lock) Release() error {
	return errors.Join(os.Remove(l.holder), l.flock.Close())
}
