package stage

import (
	"errors"
	"fmt"
	"image"
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// key is how to bring forth a symbol: the number of a key, and whether Shift
// must be down.
type key struct {
	code  xproto.Keycode
	shift bool
}

// named are the symbols of keys that stand for no character, from
// X11/keysymdef.h. A Latin-1 character's symbol is its own code.
var named = map[string]xproto.Keysym{
	"BackSpace": 0xff08, "Return": 0xff0d, "Escape": 0xff1b, "Delete": 0xffff,
	"Home": 0xff50, "Left": 0xff51, "Up": 0xff52, "Right": 0xff53, "Down": 0xff54, "PageUp": 0xff55,
	"PageDown": 0xff56, "End": 0xff57, "Tab": 0xff09,
	"F11": 0xffc8, "shift": 0xffe1, "ctrl": 0xffe3, "alt": 0xffe9,
}

// readKeys asks the server which key makes which symbol.
func readKeys(conn *xgb.Conn) (map[xproto.Keysym]key, error) {
	setup := xproto.Setup(conn)
	count := setup.MaxKeycode - setup.MinKeycode + 1
	got, err := xproto.GetKeyboardMapping(conn, setup.MinKeycode, byte(count)).Reply()
	if err != nil {
		return nil, fmt.Errorf("read the keyboard: %w", err)
	}
	keys := map[xproto.Keysym]key{}
	per := int(got.KeysymsPerKeycode)
	for i, symbol := range got.Keysyms {
		column := i % per
		if _, known := keys[symbol]; known || column > 1 { // beyond Shift are other layouts
			continue
		}
		keys[symbol] = key{setup.MinKeycode + xproto.Keycode(i/per), column == 1}
	}
	return keys, nil
}

// Type presses the keys that write text, which must be printable ASCII.
func (d *Desk) Type(text string) error {
	for _, r := range text {
		k, ok := d.keys[xproto.Keysym(r)]
		if !ok || r < ' ' || r > '~' {
			return fmt.Errorf("type %q: no key for %q", text, r)
		}
		codes := []xproto.Keycode{k.code}
		if k.shift {
			codes = []xproto.Keycode{d.keys[named["shift"]].code, k.code}
		}
		if err := d.chord(codes); err != nil {
			return fmt.Errorf("type %q: %w", text, err)
		}
	}
	return nil
}

// Press presses keys together, written as "Escape" or "ctrl+f": any of the
// names above, or one character.
func (d *Desk) Press(keys string) error {
	var codes []xproto.Keycode
	for _, name := range strings.Split(keys, "+") {
		symbol, ok := named[name]
		if !ok && len(name) == 1 {
			symbol, ok = xproto.Keysym(name[0]), true
		}
		k, known := d.keys[symbol]
		if !ok || !known {
			return fmt.Errorf("press %q: no key %q", keys, name)
		}
		codes = append(codes, k.code)
	}
	return d.chord(codes)
}

// chord presses codes in order and lets them go in reverse.
func (d *Desk) chord(codes []xproto.Keycode) error {
	for _, c := range codes {
		if err := d.fake(xproto.KeyPress, byte(c), 0, 0); err != nil {
			return err
		}
	}
	for i := len(codes) - 1; i >= 0; i-- {
		if err := d.fake(xproto.KeyRelease, byte(codes[i]), 0, 0); err != nil {
			return err
		}
	}
	return nil
}

// Click moves the pointer to a place on the screen and clicks the left button
// times times, fast enough to be a double click for two.
func (d *Desk) Click(x, y, times int) error {
	if err := d.point(x, y); err != nil {
		return err
	}
	for range times {
		if err := d.button(xproto.ButtonIndex1); err != nil {
			return err
		}
	}
	return nil
}

// Menu clicks the right button at a place on the screen.
func (d *Desk) Menu(x, y int) error { return errors.Join(d.point(x, y), d.button(xproto.ButtonIndex3)) }

// Pointer returns where the pointer is on the screen.
func (d *Desk) Pointer() (image.Point, error) {
	at, err := xproto.QueryPointer(d.conn, d.screen.Root).Reply()
	if err != nil {
		return image.Point{}, fmt.Errorf("find the pointer: %w", err)
	}
	return image.Pt(int(at.RootX), int(at.RootY)), nil
}

// Hover moves the pointer to a place on the screen.
func (d *Desk) Hover(x, y int) error { return d.point(x, y) }

// Drag moves the pointer from one place on the screen to another with the left button down.
func (d *Desk) Drag(from, to image.Point) error {
	const steps = 8 // a hand does not jump
	err := errors.Join(d.point(from.X, from.Y), d.fake(xproto.ButtonPress, xproto.ButtonIndex1, 0, 0))
	for i := 1; i <= steps && err == nil; i++ {
		at := from.Add(to.Sub(from).Mul(i).Div(steps))
		err = d.point(at.X, at.Y)
	}
	return errors.Join(err, d.fake(xproto.ButtonRelease, xproto.ButtonIndex1, 0, 0))
}

// Hold calls do while a key is down: "ctrl", "shift" or "alt".
func (d *Desk) Hold(name string, do func() error) error {
	code := byte(d.keys[named[name]].code)
	if err := d.fake(xproto.KeyPress, code, 0, 0); err != nil {
		return err
	}
	return errors.Join(do(), d.fake(xproto.KeyRelease, code, 0, 0))
}

func (d *Desk) point(x, y int) error { return d.fake(xproto.MotionNotify, 0, x, y) }

// button presses a button of the mouse and lets it go.
func (d *Desk) button(number byte) error {
	return errors.Join(d.fake(xproto.ButtonPress, number, 0, 0), d.fake(xproto.ButtonRelease, number, 0, 0))
}

// apartMS is the time before a key goes down. GLFW takes two presses of a key in one millisecond for one, which X tells
// twice (x11_window.c), and no hand is as fast as that.
const apartMS = 2

// fake makes an input event as if a device had sent it.
func (d *Desk) fake(event, detail byte, x, y int) error {
	wait := uint32(0)
	if event == xproto.KeyPress {
		wait = apartMS
	}
	return xtest.FakeInputChecked(d.conn, event, detail, wait, d.screen.Root, int16(x), int16(y), 0).Check()
}
