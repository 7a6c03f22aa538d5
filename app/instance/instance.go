// Package instance lets a second start of the program hand its work to the
// first: the window that is open already comes to the front and shows what the
// second was asked for.
//
// The first is the one that holds the library's lock; this package only carries
// the message, over a socket that no other user can reach. What to do with it is
// left to the window.
package instance

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/adrg/xdg"
)

const (
	maxMessage = 1 << 20 // bytes: some thousands of paths
	patience   = 5 * time.Second
	received   = "ok\n"
)

// message is what a second start has to say, as a line of JSON.
type message struct {
	Open [][]byte `json:"open"` // absolute paths, which need not be valid UTF-8; none: only come to the front
}

// Serve receives messages for the library in dir until ctx ends, and then
// returns nil once nobody is served any more. open is called for each, on a
// goroutine of its own, with the paths that the other was started with. The
// caller must hold the library's lock: a socket that is there is taken for one
// that a dead process left.
func Serve(ctx context.Context, dir string, open func(paths []string)) error {
	l, err := listen(socket(dir))
	if err != nil {
		return fmt.Errorf("listen for other starts: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var serving sync.WaitGroup
	defer serving.Wait()
	for {
		c, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return errors.Join(fmt.Errorf("listen for other starts: %w", err), l.Close())
		}
		serving.Go(func() { serve(ctx, c, open) })
	}
}

func listen(path string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	// On Linux only those who may write to a socket can connect to it.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// serve reads one message. One that is cut off or none is not answered.
func serve(ctx context.Context, c net.Conn, open func([]string)) {
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	var m message
	if c.SetDeadline(time.Now().Add(patience)) != nil || json.NewDecoder(io.LimitReader(c, maxMessage)).Decode(&m) != nil {
		return
	}
	var paths []string
	for _, p := range m.Open {
		paths = append(paths, string(p))
	}
	open(paths)
	_, _ = io.WriteString(c, received) // whoever asked may be gone: it is done all the same
}

// Tell hands paths, which must be absolute, to the process that serves the
// library in dir, and returns once it has taken them. An error means that
// nobody did.
func Tell(ctx context.Context, dir string, paths []string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := new(net.Dialer).DialContext(ctx, "unix", socket(dir))
	if err != nil {
		return err
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	var m message
	for _, p := range paths {
		m.Open = append(m.Open, []byte(p))
	}
	if err := json.NewEncoder(c).Encode(m); err != nil {
		return err
	}
	answer, err := io.ReadAll(io.LimitReader(c, int64(len(received))))
	if err == nil && string(answer) != received {
		err = errors.New("the other process did not take it")
	}
	return err
}

// socket is where messages for the library in dir go. The paths of sockets are
// limited to about 100 bytes, so that it cannot lie in the library.
func socket(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(xdg.RuntimeDir, fmt.Sprintf("recollect-%x.sock", sum[:8]))
}
