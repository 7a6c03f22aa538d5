package stage

import (
	"context"
	"errors"
	"fmt"
	"image"
	"net/url"
	"strings"

	"github.com/jezek/xgb/xproto"
)

// Drop drags files or folders to a place in the window, in pixels from its
// corner, and drops them there as a file manager does: by the XDND protocol,
// version 5. It returns when the program has taken them, and fails when it
// refuses or when ctx ends. Paths are absolute.
func (w *Window) Drop(ctx context.Context, at image.Point, paths ...string) error {
	bounds, err := w.Bounds()
	if err != nil {
		return err
	}
	g, err := w.newDrag(bounds.Min.Add(at), paths)
	if err != nil {
		return fmt.Errorf("drop %q: %w", paths, err)
	}
	err = errors.Join(g.run(ctx), xproto.DestroyWindowChecked(w.desk.conn, g.source).Check())
	if err != nil {
		return fmt.Errorf("drop %q: %w", paths, err)
	}
	return nil
}

// drag is one drag and drop: we are the source, target is the program.
type drag struct {
	target *Window
	source xproto.Window
	place  image.Point // on the screen
	uris   string      // as text/uri-list says
	atoms  map[string]xproto.Atom
}

func (w *Window) newDrag(place image.Point, paths []string) (*drag, error) {
	g := &drag{target: w, place: place, uris: uriList(paths), atoms: map[string]xproto.Atom{}}
	for _, name := range []string{"XdndSelection", "XdndStatus", "XdndFinished", "XdndActionCopy", "text/uri-list"} {
		a, err := w.desk.atom(name)
		if err != nil {
			return nil, err
		}
		g.atoms[name] = a
	}
	conn, screen := w.desk.conn, w.desk.screen
	source, err := xproto.NewWindowId(conn)
	if err != nil {
		return nil, err
	}
	g.source = source
	err = xproto.CreateWindowChecked(conn, screen.RootDepth, source, screen.Root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, 0, nil).Check()
	return g, err
}

// uriList writes paths as RFC 2483 wants it, every line ended by CR and LF.
func uriList(paths []string) string {
	var b strings.Builder
	for _, p := range paths {
		b.WriteString((&url.URL{Scheme: "file", Path: p}).String() + "\r\n")
	}
	return b.String()
}

// run enters the target, asks whether it takes a drop here, drops, hands the
// list over when asked for it, and waits for the target to be done.
func (g *drag) run(ctx context.Context) error {
	const version = 5 << 24
	uriType, x, y := uint32(g.atoms["text/uri-list"]), uint32(g.place.X), uint32(g.place.Y)
	selection := g.atoms["XdndSelection"]
	err := xproto.SetSelectionOwnerChecked(g.target.desk.conn, g.source, selection, xproto.TimeCurrentTime).Check()
	if err != nil {
		return err
	}
	if err := g.say("XdndEnter", version, uriType); err != nil {
		return err
	}
	if err := g.say("XdndPosition", 0, x<<16|y, xproto.TimeCurrentTime, uint32(g.atoms["XdndActionCopy"])); err != nil {
		return err
	}
	status, err := g.answer(ctx, "XdndStatus")
	if err != nil {
		return err
	}
	if status[1]&1 == 0 {
		return errors.New("the program does not take it")
	}
	if err := g.say("XdndDrop", 0, xproto.TimeCurrentTime); err != nil {
		return err
	}
	_, err = g.answer(ctx, "XdndFinished")
	return err
}

func (g *drag) say(kind string, numbers ...uint32) error {
	return g.target.message(kind, append([]uint32{uint32(g.source)}, numbers...)...)
}

// answer waits for a client message of that kind, and hands the list over
// meanwhile to whoever asks for it.
func (g *drag) answer(ctx context.Context, kind string) (numbers []uint32, err error) {
	err = until(ctx, kind, func() (bool, error) {
		for {
			event, failed := g.target.desk.conn.PollForEvent()
			if failed != nil {
				return false, failed
			}
			switch e := event.(type) {
			case nil:
				return false, nil
			case xproto.SelectionRequestEvent:
				if err := g.handOver(e); err != nil {
					return false, err
				}
			case xproto.ClientMessageEvent:
				if e.Window == g.source && e.Type == g.atoms[kind] {
					numbers = e.Data.Data32
					return true, nil
				}
			}
		}
	})
	return numbers, err
}

// handOver answers a request for the dropped list.
func (g *drag) handOver(r xproto.SelectionRequestEvent) error {
	conn, property := g.target.desk.conn, r.Property
	if r.Target == g.atoms["text/uri-list"] {
		err := xproto.ChangePropertyChecked(conn, xproto.PropModeReplace, r.Requestor, property, r.Target,
			8, uint32(len(g.uris)), []byte(g.uris)).Check()
		if err != nil {
			return err
		}
	} else {
		property = xproto.AtomNone // nothing else is on offer
	}
	done := xproto.SelectionNotifyEvent{
		Time: r.Time, Requestor: r.Requestor, Selection: r.Selection, Target: r.Target, Property: property,
	}
	return xproto.SendEventChecked(conn, false, r.Requestor, xproto.EventMaskNoEvent, string(done.Bytes())).Check()
}
