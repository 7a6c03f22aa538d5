// Package file opens regular files, or folders to be listed, and nothing else: neither
// a named pipe, which would wait for its writer, nor a device or a socket.
//
// Foreign files, which are photos and all that a person names, are only read, and
// links to them are followed. The library's own files are never reached through
// a link, so that no file outside the library is written to or removed.
//
// What is read, and whether its content is on this computer at all, is left to
// others.
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

// busyFor and busyWait say how long, and how often, to ask again for a file that a
// file server is about to give back.
const (
	busyFor  = 5 * time.Second
	busyWait = 10 * time.Millisecond
)

// stat is replaced in tests, to have a file exchanged behind its back.
var stat = os.Stat

// Open opens the regular file at path, or the one that a link there leads to, for
// reading. It never waits for another process to open the other end. The error is
// an fs.PathError that wraps ErrKind, or the file system's.
func Open(path string) (*os.File, error) {
	info, err := stat(path) // first: opening a device can do something by itself
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(path, ErrKind)
	}
	return open(path, func() (*os.File, error) { return os.OpenFile(path, os.O_RDONLY|nonBlocking, 0) })
}

// OpenIn is Open for a file inside of root, whose links lead to nothing outside of it.
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

// open calls try, which must not block, and keeps what it opens if that is a regular file.
func open(path string, try func() (*os.File, error)) (*os.File, error) {
	f, err := try()
	// A lease on the file is broken by asking for it. A pipe never answers so.
	for end := time.Now().Add(busyFor); errors.Is(err, syscall.EAGAIN) && time.Now().Before(end); f, err = try() {
		time.Sleep(busyWait)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat() // it may have been exchanged since it was looked at
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

// OpenFolder opens the folder at path, or the one that a link there leads to, to list
// it. Whatever else is there is refused at once, with the file system's error.
func OpenFolder(path string) (*os.File, error) {
	f, err := os.Open(inside(path))
	return f, named(err, path)
}

// OpenRoot is os.OpenRoot, which by itself would wait at a named pipe.
func OpenRoot(path string) (*os.Root, error) {
	root, err := os.OpenRoot(inside(path))
	return root, named(err, path)
}

// inside is a path that only a folder has, so that the system opens nothing else.
func inside(path string) string { return path + string(os.PathSeparator) + "." }

// named gives the path that was asked for to an error of the file system.
func named(err error, path string) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return &fs.PathError{Op: p.Op, Path: path, Err: p.Err}
	}
	return err
}

func refuse(path string, why error) error {
	return &fs.PathError{Op: "open", Path: path, Err: why}
}

// Foreign is the error for something in the library's folder that is not what
// Recollect made there.
type Foreign struct {
	Path string
	Is   string // "a link", "a folder", "a named pipe"
}

// Error returns the text for the log.
func (f *Foreign) Error() string { return fmt.Sprintf("%s is %s, not Recollect's own", f.Path, f.Is) }

// Reason returns what a person is to be told, as photo.Fault does.
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

// Own reports, with a *Foreign, that at path, where the library keeps a file, there
// is something else: a link, a folder, a pipe. Where there is nothing it returns nil.
// Other errors are the file system's.
func Own(path string) error {
	return own(path, fs.FileMode.IsRegular)
}

// OwnFolder is Own for a path at which the library keeps a folder.
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

// OpenOwn opens a file of the library with flags as those of os.OpenFile, 0o600 if
// it is made. The errors are those of Own, or the file system's.
func OpenOwn(path string, flag int) (*os.File, error) {
	if err := Own(path); err != nil {
		return nil, err
	}
	// What is emptied is emptied below, once it is known to be ours.
	f, err := os.OpenFile(path, flag&^os.O_TRUNC|nonBlocking|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &Foreign{Path: path, Is: kind(info.Mode())}
	}
	if err == nil {
		err = Own(path) // where there is no noFollow
	}
	if err == nil && flag&os.O_TRUNC != 0 {
		err = f.Truncate(0)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
