package stage

import (
	"context"
	"fmt"
	"image"

	"github.com/jezek/xgb/xproto"
)

// Window is a top window of a program on a Desk.
type Window struct {
	desk *Desk
	id   xproto.Window
}

// Window waits until a window with that title can be seen, and gives it the
// keyboard: with no window manager, nobody else does.
func (d *Desk) Window(ctx context.Context, title string) (*Window, error) {
	w := &Window{desk: d}
	err := until(ctx, fmt.Sprintf("the window %q", title), func() (bool, error) {
		id, err := d.visible(title)
		w.id = id
		return id != 0, err
	})
	if err != nil {
		return nil, err
	}
	err = xproto.SetInputFocusChecked(d.conn, xproto.InputFocusPointerRoot, w.id, xproto.TimeCurrentTime).Check()
	if err != nil {
		return nil, fmt.Errorf("focus the window %q: %w", title, err)
	}
	return w, nil
}

// visible returns the visible window with that title, or 0.
func (d *Desk) visible(title string) (xproto.Window, error) {
	tree, err := xproto.QueryTree(d.conn, d.screen.Root).Reply()
	if err != nil {
		return 0, err
	}
	for _, id := range tree.Children {
		name, err := xproto.GetProperty(d.conn, false, id, xproto.AtomWmName, xproto.GetPropertyTypeAny, 0, 64).Reply()
		if err != nil || string(name.Value) != title {
			continue // a window that ended since the list was made is no error
		}
		a, err := xproto.GetWindowAttributes(d.conn, id).Reply()
		if err == nil && a.MapState == xproto.MapStateViewable {
			return id, nil
		}
	}
	return 0, nil
}

// Bounds returns where the window lies on the screen, in pixels.
func (w *Window) Bounds() (image.Rectangle, error) {
	size, err := xproto.GetGeometry(w.desk.conn, xproto.Drawable(w.id)).Reply()
	if err != nil {
		return image.Rectangle{}, fmt.Errorf("measure the window: %w", err)
	}
	at, err := xproto.TranslateCoordinates(w.desk.conn, w.id, w.desk.screen.Root, 0, 0).Reply()
	if err != nil {
		return image.Rectangle{}, fmt.Errorf("place the window: %w", err)
	}
	x, y := int(at.DstX), int(at.DstY)
	return image.Rect(x, y, x+int(size.Width), y+int(size.Height)), nil
}

// Resize gives the window a new size in pixels and leaves its corner where it is.
func (w *Window) Resize(width, height int) error {
	return xproto.ConfigureWindowChecked(w.desk.conn, w.id, xproto.ConfigWindowWidth|xproto.ConfigWindowHeight,
		[]uint32{uint32(width), uint32(height)}).Check()
}

// AskToClose does what the close button of a title bar does. The program
// decides what follows.
func (w *Window) AskToClose() error {
	remove, err := w.desk.atom("WM_DELETE_WINDOW")
	if err != nil {
		return err
	}
	return w.message("WM_PROTOCOLS", uint32(remove), xproto.TimeCurrentTime)
}

// message sends the window a client message of at most five numbers.
func (w *Window) message(kind string, numbers ...uint32) error {
	t, err := w.desk.atom(kind)
	if err != nil {
		return err
	}
	data := make([]uint32, 5)
	copy(data, numbers)
	event := xproto.ClientMessageEvent{
		Format: 32, Window: w.id, Type: t, Data: xproto.ClientMessageDataUnionData32New(data),
	}
	return xproto.SendEventChecked(w.desk.conn, false, w.id, xproto.EventMaskNoEvent, string(event.Bytes())).Check()
}

// atom returns the server's number for a name.
func (d *Desk) atom(name string) (xproto.Atom, error) {
	got, err := xproto.InternAtom(d.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, fmt.Errorf("number of %s: %w", name, err)
	}
	return got.Atom, nil
}
