// Package instance lets a second start of the program hand its work to the first: the
// window that is open already comes to the front and shows what the second start was
// asked to open.
//
// The first is the process that holds the library's lock. This package only carries the message,
// over a socket in a folder that no other user can enter. A file in the library's folder holds the
// path of the socket, so that both processes mean the same library, even if containers share a
// folder for sockets. Paths are never sent to a process of another user. The window decides what to
// do with a message.
package instance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/adrg/xdg"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

const (
	maxMessage = 32 << 20 // bytes: more paths than a command line can hold
	received   = "ok\n"

	// patience is the timeout of Send, and patienceEach what is added for each MiB of its message.
	// listening is how long the window waits for a message.
	patience     = 5 * time.Second
	patienceEach = 5 * time.Second
	listening    = 2 * time.Minute
)

const (
	addressName     = "window" // the file in the library that holds the socket's path
	maxAddressBytes = 4 << 10
	folderPattern   = "recollect-*" // the socket's folder
	socketName      = "window.sock"
)

// ErrTooLong means that the paths do not fit into one message.
var ErrTooLong error = &photo.Fault{
	Code: "app:too-many-files",
	Text: "too many paths for one message",
}

// errNobody means that no process of this user serves the library.
var errNobody = errors.New("no window of this user can be told")

// euid is replaced in tests, which cannot become another user.
var euid = os.Geteuid

// message is what a second start sends, as a line of JSON.
type message struct {
	Open [][]byte `json:"open"` // absolute paths, which need not be valid UTF-8; none: only raise the window
}

// Serve receives messages for the library in dir until ctx is done, and returns nil once the last
// message is handled. It calls open for each message, on a goroutine of its own, with the paths
// that the other process was started with. The caller must hold the library's lock: Serve replaces
// an address that is there already as that of a dead process.
func Serve(ctx context.Context, dir string, open func(paths []string)) error {
	if err := serve(ctx, dir, open); err != nil {
		return fmt.Errorf("listen for other starts: %w", err)
	}
	return nil
}

func serve(ctx context.Context, dir string, open func([]string)) (err error) {
	forget(dir)
	l, err := listen()
	if err != nil {
		return err
	}
	address := l.Addr().String()
	// Closing removes the socket.
	defer func() {
		err = errors.Join(err, unless(l.Close(), net.ErrClosed))
		err = errors.Join(err, unless(os.Remove(filepath.Dir(address)), fs.ErrNotExist))
	}()
	if err := durable.WriteFile(filepath.Join(dir, addressName), []byte(address+"\n"), 0o600); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unless(os.Remove(filepath.Join(dir, addressName)), fs.ErrNotExist)) }()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var serving sync.WaitGroup
	defer serving.Wait()
	for {
		c, err := l.AcceptUnix()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		serving.Go(func() { receive(ctx, c, open) })
	}
}

// unless returns err, or nil if it is harmless.
func unless(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}

// listen makes a socket in a new folder that only this user can enter: in the system's
// folder for sockets, or in the one for temporary files if the first is missing or its
// path is too long for a socket.
func listen() (*net.UnixListener, error) {
	var errs []error
	for _, parent := range []string{xdg.RuntimeDir, os.TempDir()} {
		dir, err := os.MkdirTemp(parent, folderPattern)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: filepath.Join(dir, socketName)})
		if err == nil {
			return l, nil
		}
		errs = append(errs, err, os.Remove(dir))
	}
	return nil, errors.Join(errs...)
}

// forget removes the socket that a dead process has left, and nothing else: no file, no socket of
// another user, no socket with a listening process.
func forget(dir string) {
	path, err := address(dir)
	if err != nil {
		return
	}
	c, err := net.DialUnix("unix", nil, &net.UnixAddr{Net: "unix", Name: path})
	if err == nil {
		c.Close()
	} else if refused(err) && os.Remove(path) == nil {
		_ = os.Remove(filepath.Dir(path)) // fails unless it is empty
	}
}

// address returns the path of the socket of the library in dir. It is one that exists
// and belongs to this user.
func address(dir string) (string, error) {
	f, err := file.OpenOwn(filepath.Join(dir, addressName), os.O_RDONLY)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxAddressBytes))
	if err != nil {
		return "", err
	}
	path := strings.TrimSuffix(string(text), "\n")
	folder := filepath.Dir(path)
	named, err := filepath.Match(folderPattern, filepath.Base(folder))
	if err != nil || !named || !filepath.IsAbs(path) || filepath.Base(path) != socketName {
		return "", errNobody
	}
	above, err := os.Lstat(folder)
	if err != nil {
		return "", err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	if !above.IsDir() || !private(above) || info.Mode().Type() != fs.ModeSocket || !ours(info) {
		return "", errNobody
	}
	return path, nil
}

// receive reads one message and answers it. It does not answer an incomplete one.
func receive(ctx context.Context, c *net.UnixConn, open func([]string)) {
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	if !sameUser(c) || c.SetDeadline(time.Now().Add(listening)) != nil {
		return
	}
	var m message
	if json.NewDecoder(io.LimitReader(c, maxMessage)).Decode(&m) != nil {
		return
	}
	var paths []string
	for _, p := range m.Open {
		paths = append(paths, string(p))
	}
	open(paths)
	_, _ = io.WriteString(c, received) // the other process may have ended: the message is valid all the same
}

// Send sends paths, which must be absolute, to the process that serves the library in
// dir, and returns once it has received them all. An error means that it has not:
// ErrTooLong, or that no process of this user serves the library.
func Send(ctx context.Context, dir string, paths []string) error {
	m := message{}
	for _, p := range paths {
		m.Open = append(m.Open, []byte(p))
	}
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(m); err != nil {
		return err
	}
	if text.Len() > maxMessage {
		return ErrTooLong
	}
	path, err := address(dir)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience+time.Duration(text.Len()>>20)*patienceEach)
	defer cancel()
	return send(ctx, path, text.Bytes())
}

func send(ctx context.Context, path string, text []byte) error {
	c, err := new(net.Dialer).DialContext(ctx, "unix", path)
	if err != nil {
		return err
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	if u, ok := c.(*net.UnixConn); !ok || !sameUser(u) {
		return errNobody
	}
	if _, err := c.Write(text); err != nil {
		return err
	}
	answer, err := io.ReadAll(io.LimitReader(c, int64(len(received))))
	if err == nil && string(answer) != received {
		err = errors.New("the other process did not take it")
	}
	return err
}
