// Package file opens regular files, or folders for listing, and nothing else: no named
// pipe, which would wait for its writer, no device and no socket.
//
// Files outside the library, which are photos and whatever a person names, are only
// read, and links to them are followed. The library's own files are never reached
// through a link, so that no file outside the library is written to or removed.
//
// The content of files, and whether it is on this computer, is left to other packages.
package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"recollect/engine/photo"
)

// ErrKind means that a path leads to something other than a regular file.
var ErrKind error = &photo.Fault{
	Code: "file:kind",
	Text: "not a regular file",
}

// ErrTooLong means that a file holds more than may be read of it.
var ErrTooLong error = &photo.Fault{
	Code: "file:too-long",
	Text: "file too long",
}

// busyFor and busyWait say for how long, and how often, to retry opening a file that is
// on lease to a client of a file server.
const (
	busyFor  = 5 * time.Second
	busyWait = 10 * time.Millisecond
)

// stat is replaced in tests, to exchange a file after the check.
var stat = os.Stat

// Open opens the regular file at path, or the one that a link there leads to, for
// reading. It never waits for the other end of a pipe. The error is an fs.PathError that
// wraps ErrKind, or the file system's.
func Open(path string) (*os.File, error) {
	info, err := stat(path) // first: opening a device can have effects
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(path, ErrKind)
	}
	return open(path, func() (*os.File, error) { return os.OpenFile(path, os.O_RDONLY|nonBlocking, 0) })
}

// OpenIn is Open for a file inside root, whose links lead to nothing outside it.
func OpenIn(root *os.Root, name string) (*os.File, error) {
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(name, ErrKind)
	}
	return open(name, func() (*os.File, error) { return root.OpenFile(name, os.O_RDONLY|nonBlocking, 0) })
}

// open calls try, which must not block, and returns what it opens if that is a regular
// file.
func open(path string, try func() (*os.File, error)) (*os.File, error) {
	f, err := try()
	// Opening breaks a lease on the file, after a while. A pipe has no such error.
	for end := time.Now().Add(busyFor); errors.Is(err, syscall.EAGAIN) && time.Now().Before(end); f, err = try() {
		time.Sleep(busyWait)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat() // it may have been exchanged since the check
	if err == nil && !info.Mode().IsRegular() {
		err = refuse(path, ErrKind)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Read returns the content of the regular file at path, as Open opens it, if that
// is at most maxBytes long. The errors are those of Open, and ErrTooLong.
func Read(path string, maxBytes int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err == nil && int64(len(data)) > maxBytes {
		err = refuse(path, ErrTooLong)
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}

// Head returns the first bytes of the regular file at path, as Open opens it: n of
// them, or all of a shorter file. The errors are those of Open.
func Head(path string, n int) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, n)
	got, err := io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:got], err
}

// OpenFolder opens the folder at path, or the one that a link there leads to, for
// listing. Anything else there is refused at once, with the file system's error.
func OpenFolder(path string) (*os.File, error) {
	f, err := os.Open(inside(path))
	return f, named(err, path)
}

// OpenRoot is os.OpenRoot without waiting at a named pipe.
func OpenRoot(path string) (*os.Root, error) {
	root, err := os.OpenRoot(inside(path))
	return root, named(err, path)
}

// inside returns a path that only a folder has, so that the system opens nothing else.
func inside(path string) string { return path + string(os.PathSeparator) + "." }

// named puts the path that was asked for into an error of the file system.
func named(err error, path string) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return &fs.PathError{Op: p.Op, Path: path, Err: p.Err}
	}
	return err
}

func refuse(path string, why error) error {
	return &fs.PathError{Op: "open", Path: path, Err: why}
}

// Foreign is the error for a file in the library's folder that Recollect did not make.
type Foreign struct {
	Path string
	Is   string // "a link", "a folder", "a named pipe"
}

// Error returns the text for the log.
func (f *Foreign) Error() string { return fmt.Sprintf("%s is %s, not Recollect's own", f.Path, f.Is) }

// Reason returns the code and its arguments, as photo.Fault does.
func (f *Foreign) Reason() photo.Reason {
	args := photo.Args{"path": f.Path}
	switch f.Is {
	case "a link":
		return photo.NewReason("file:foreign-link", args)
	case "a folder":
		return photo.NewReason("file:foreign-folder", args)
	case "a file":
		return photo.NewReason("file:foreign-file", args)
	case "a named pipe":
		return photo.NewReason("file:foreign-pipe", args)
	case "a socket":
		return photo.NewReason("file:foreign-socket", args)
	}
	return photo.NewReason("file:foreign-device", args)
}

// Own returns a *Foreign if there is something other than a regular file at path, where
// the library has a file of its own: a link, a folder, a pipe. Where there is nothing it
// returns nil. Other errors are the file system's.
func Own(path string) error {
	return own(path, fs.FileMode.IsRegular)
}

// OwnFolder is Own for a path at which the library has a folder.
func OwnFolder(path string) error {
	return own(path, fs.FileMode.IsDir)
}

func own(path string, right func(fs.FileMode) bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !right(info.Mode()):
		return &Foreign{Path: path, Is: kind(info.Mode())}
	}
	return nil
}

func kind(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a link"
	case m.IsDir():
		return "a folder"
	case m.IsRegular():
		return "a file"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// OpenOwn opens a file of the library. flag is that of os.OpenFile; a new file has the
// permissions 0o600. The errors are those of Own, or the file system's.
func OpenOwn(path string, flag int) (*os.File, error) {
	if err := Own(path); err != nil {
		return nil, err
	}
	// It is truncated only below, after the check that it is ours.
	f, err := os.OpenFile(path, flag&^os.O_TRUNC|nonBlocking|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &Foreign{Path: path, Is: kind(info.Mode())}
	}
	if err == nil {
		err = Own(path) // for systems without noFollow
	}
	if err == nil && flag&os.O_TRUNC != 0 {
		err = f.Truncate(0)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
