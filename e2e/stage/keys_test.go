package stage

import (
	"os/exec"
	"testing"

	"github.com/jezek/xgb/xproto"
)

// A key that is pressed again and again goes down at another millisecond each time, or GLFW takes two for one.
func TestKeysGoDownApart(t *testing.T) {
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Skip("there is no Xvfb")
	}
	d, err := OpenDesk()
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	id, err := xproto.NewWindowId(d.conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		xproto.CreateWindowChecked(d.conn, 0, id, d.screen.Root, 0, 0, 9, 9, 0, xproto.WindowClassInputOnly,
			d.screen.RootVisual, xproto.CwEventMask, []uint32{xproto.EventMaskKeyPress}).Check(),
		xproto.MapWindowChecked(d.conn, id).Check(),
		xproto.SetInputFocusChecked(d.conn, xproto.InputFocusParent, id, xproto.TimeCurrentTime).Check(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	const times = 20
	for range times {
		if err := d.Hold("ctrl", func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	var last xproto.Timestamp
	for n := 0; n < times; {
		e, failed := d.conn.WaitForEvent()
		if failed != nil {
			t.Fatal(failed)
		}
		press, ok := e.(xproto.KeyPressEvent)
		if !ok {
			continue // the keyboard has come, too
		}
		if n++; press.Time == last {
			t.Errorf("press %d is at the time of the one before", n)
		}
		last = press.Time
	}
}
