// Package lock keeps two processes from writing to one library at the same time.
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

// inUse is ErrInUse with the purpose of the process that has the library open.
type inUse struct{ who string }

func (u *inUse) Error() string { return fmt.Sprintf("%v by %s", ErrInUse, u.who) }
func (u *inUse) Unwrap() error { return ErrInUse }

// Reason returns the code and its arguments, as photo.Fault does.
func (u *inUse) Reason() photo.Reason {
	return photo.NewReason("library:in-use-by", photo.Args{"who": u.who})
}

// printable returns s without unprintable characters: anybody may have written it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}

// maxHolderBytes is the most that is read of a holder's file.
const maxHolderBytes = 4 << 10

// Lock is the right to write to a library: an advisory lock on a file, which the system releases
// when the process ends, however it ends.
type Lock struct {
	flock  *flock.Flock
	holder string // the file with the holder's purpose
	// Orphaned: the previous holder has crashed or was killed.
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
	// Atomically: other processes read it meanwhile.
	if err := durable.WriteFile(l.holder, []byte(text), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the library: %w", Unwritable(err)), l.flock.Close())
	}
	return l, nil
}

// Unwritable turns the system's error about a folder that cannot be written to into ours.
func Unwritable(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w: %w", catalog.ErrReadOnly, err)
	}
	return err
}

// Release releases the lock. It removes the holder's file first: that is ours only while we hold
// the lock.
func (l *Lock) Release() error {
	return errors.Join(os.Remove(l.holder), l.flock.Close())
}
