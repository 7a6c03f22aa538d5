// Package stage runs the built program in a private X server, and acts as a
// person: it types, clicks, drops files and takes screenshots.
//
// It waits for conditions with a deadline and never for a fixed time. Its Close
// methods end what it has started, by process and not by name. The callers
// check what is on screen.
package stage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// Desk is a private X server with a keyboard, a mouse and one screen. Its
// methods are for one goroutine at a time.
type Desk struct {
	// Display is the server's name for the environment variable DISPLAY.
	Display string

	server *exec.Cmd
	conn   *xgb.Conn
	screen *xproto.ScreenInfo
	keys   map[xproto.Keysym]key
}

// silence discards xgb's log, such as about a missing file of cookies, in the
// output of tests.
var silence = sync.OnceFunc(func() { xgb.Logger = log.New(io.Discard, "", 0) })

// OpenDesk starts Xvfb on a free display. The caller closes the desk.
func OpenDesk() (*Desk, error) {
	silence()
	d := &Desk{}
	if err := d.startServer(); err != nil {
		return nil, fmt.Errorf("start Xvfb: %w", err)
	}
	if err := d.connect(); err != nil {
		return nil, errors.Join(fmt.Errorf("connect to display %s: %w", d.Display, err), d.Close())
	}
	return d, nil
}

// startServer lets Xvfb choose and report a free display: choosing a number
// first would race with other servers.
func (d *Desk) startServer() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	d.server = exec.Command("Xvfb", "-displayfd", "3",
		"-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset", "+extension", "GLX")
	d.server.ExtraFiles = []*os.File{w} // becomes descriptor 3
	err = d.server.Start()
	w.Close() // the server's copy is then the only one: its end ends the reading
	if err != nil {
		return err
	}
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return errors.Join(errors.New("it ended without naming a display"), d.stopServer())
	}
	d.Display = ":" + strings.TrimSpace(number)
	return nil
}

func (d *Desk) connect() error {
	conn, err := xgb.NewConnDisplay(d.Display)
	if err != nil {
		return err
	}
	d.conn = conn
	if err := xtest.Init(conn); err != nil {
		return err
	}
	d.screen = xproto.Setup(conn).DefaultScreen(conn)
	d.keys, err = readKeys(conn)
	return err
}

// Close ends the server, and with it every window on it.
func (d *Desk) Close() error {
	if d.conn != nil {
		d.conn.Close()
	}
	return d.stopServer()
}

// stopServer waits for the server's end; that it was ended by us is no error.
func (d *Desk) stopServer() error {
	if err := d.server.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	var exit *exec.ExitError
	if err := d.server.Wait(); err != nil && !errors.As(err, &exit) {
		return err
	}
	return nil
}

// Shot returns what the whole screen shows now.
func (d *Desk) Shot() (*image.RGBA, error) {
	w, h := int(d.screen.WidthInPixels), int(d.screen.HeightInPixels)
	got, err := xproto.GetImage(d.conn, xproto.ImageFormatZPixmap, xproto.Drawable(d.screen.Root),
		0, 0, uint16(w), uint16(h), 0xffffffff).Reply()
	if err != nil {
		return nil, fmt.Errorf("read the screen: %w", err)
	}
	if want := w * h * 4; len(got.Data) != want {
		return nil, fmt.Errorf("read the screen: want %d bytes, got %d", want, len(got.Data))
	}
	shot := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(got.Data); i += 4 { // the server's order is blue, green, red, unused
		shot.Pix[i], shot.Pix[i+1], shot.Pix[i+2], shot.Pix[i+3] = got.Data[i+2], got.Data[i+1], got.Data[i], 0xff
	}
	return shot, nil
}

// until polls cond until it is true, fails, or ctx ends: then the error names
// what was expected.
func until(ctx context.Context, what string, cond func() (bool, error)) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := cond()
		if err != nil {
			return fmt.Errorf("wait for %s: %w", what, err)
		}
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", what, ctx.Err())
		case <-tick.C:
		}
	}
}
