package ui

import (
	"errors"
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/push"
	"recollect/ui/tip"
	"recollect/ui/uitest"
	"recollect/ui/view"
)

// screen is a window as the toolkit paints it: only when a frame was asked for,
// and an object can ask only if it was part of the last frame. That is how Fyne's
// drivers for real windows do it; its test driver lets every object ask.
type screen struct {
	fyne.Canvas
	painted map[fyne.CanvasObject]bool
	seen    string // what the last frame showed
	dirty   bool
	bare    []fyne.Widget // buttons shown without their icon
}

func (s *screen) SetDirty() { s.dirty = true }

func (s *screen) Refresh(fyne.CanvasObject) { s.dirty = true }

// screenDriver gives the objects of one screen their canvas.
type screenDriver struct {
	*uitest.Queue
	s *screen
}

func (d screenDriver) AllWindows() []fyne.Window { return []fyne.Window{screenWindow{s: d.s}} }

func (d screenDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	if d.s.painted[o] {
		return d.s
	}
	return nil
}

type screenWindow struct {
	fyne.Window
	s *screen
}

func (w screenWindow) Canvas() fyne.Canvas { return w.s }

type screenApp struct {
	loop
	driver fyne.Driver
}

func (a screenApp) Driver() fyne.Driver { return a.driver }

// onScreen paints w the first time.
func onScreen(w *Window, l loop) *screen {
	s := &screen{Canvas: w.win.Canvas()}
	fyne.SetCurrentApp(screenApp{l, screenDriver{l.Queue, s}})
	s.paint()
	return s
}

// paint is a frame, with or without having been asked for.
func (s *screen) paint() {
	s.painted, s.dirty, s.bare = map[fyne.CanvasObject]bool{}, false, nil
	s.seen = s.look(func(o fyne.CanvasObject) { s.painted[o] = true })
}

// look says what a frame would show, and calls each for all objects in it.
func (s *screen) look(each func(fyne.CanvasObject)) string {
	var seen strings.Builder
	var walk func(o fyne.CanvasObject, at fyne.Position)
	walk = func(o fyne.CanvasObject, at fyne.Position) {
		if !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		each(o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, x := range o.Objects {
				walk(x, at)
			}
		case fyne.Widget:
			if hasButtonIcon(o) && !hasIcon(o) {
				s.bare = append(s.bare, o)
			}
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x, at)
			}
		default:
			fmt.Fprintf(&seen, "%T %p %v %v\n", o, o, at, o.Size())
		}
	}
	walk(s.Content(), fyne.Position{})
	return seen.String()
}

// shows runs what is queued and then fails t if something is to be seen that
// no frame was asked for; then it paints.
func (s *screen) shows(t *testing.T, l loop, what string) {
	t.Helper()
	l.drain()
	if now := s.look(func(fyne.CanvasObject) {}); now != s.seen && !s.dirty {
		t.Errorf("%s: not painted until something else is", what)
	}
	if s.paint(); len(s.bare) > 0 {
		t.Errorf("%s: %d buttons have no icon", what, len(s.bare))
	}
}

// hasButtonIcon reports whether o is a button that has an icon.
func hasButtonIcon(o fyne.Widget) bool {
	switch b := o.(type) {
	case *push.Button:
		return b.Icon != nil
	case *tip.Button:
		return b.Icon != nil
	}
	return false
}

// hasIcon reports whether the icon of a button is drawn.
func hasIcon(b fyne.Widget) bool {
	for _, o := range test.WidgetRenderer(b).Objects() {
		if _, ok := o.(*canvas.Image); ok && o.Visible() && !o.Size().IsZero() {
			return true
		}
	}
	return false
}

// What is shown for the first time is painted at once.
func TestWhatIsShownIsPainted(t *testing.T) {
	k := &userData{
		things: []photo.Thing{
			{Name: "dog", Group: "animals", Suggested: 2, Cover: 1},
			{Name: "cat", Group: "animals", Suggested: 2, Cover: 2},
		},
		tags: []string{"garden"},
	}
	f := newFake("/dog1.jpg", "/dog2.jpg", "/dog3.jpg", "/cat.jpg")
	f.photos[1].Animated = true
	w, l, _ := shownWindow(t, f, k.all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 4 })
	l.until(t, "the tiles", func() bool { _, painted := w.grid.Shown(); return painted })
	s := onScreen(w, l)
	do := func(what string, f func()) {
		t.Helper()
		f()
		s.shows(t, l, what)
	}
	until := func(what string, done func() bool) {
		t.Helper()
		for !done() {
			(<-l.Queue.Calls)()
			s.shows(t, l, what)
		}
	}
	c, before := w.win.Canvas(), s.seen
	middle := func(i int) fyne.Position {
		tiles, _ := w.grid.Shown()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.grid)
		return fyne.NewPos(float32(tiles[i].X+tiles[i].W/2)-at.X, float32(tiles[i].Y+tiles[i].H/2)-at.Y)
	}

	do("the cursor of the grid after Tab", func() { c.Focus(w.grid) })
	if now := s.seen; now == before {
		t.Error("Tab into the grid shows no cursor")
	}
	do("the cursor of the grid", func() { key(w, fyne.KeyRight) })
	do("the pointer over a tile", func() {
		w.grid.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: middle(2)}})
	})
	until("the name under the pointer", func() bool {
		return strings.Contains(s.seen, "Text") && len(l.Queue.Calls) == 0
	})
	do("a second photo selected", w.grid.SelectAll)
	w.board.DoneTime = time.Second / 4
	do("favourites", func() { w.marks.Favour([]photo.ID{1, 3}) })
	until("the notice of it", toastBox(w).Visible)
	until("no notice", func() bool { return !toastBox(w).Visible() })
	do("the first photo in the viewer", func() { w.viewing.open(0) })
	until("its sharp picture", w.viewer.Sharp)
	do("the second photo and its left arrow", func() { key(w, fyne.KeyRight) })
	until("its sharp picture", w.viewer.Sharp)
	do("information", func() { w.viewer.TypedRune('i'); w.letters.Settle() })
	do("the end of the photos", func() { key(w, fyne.KeyEnd) })
	do("the grid again", func() { key(w, fyne.KeyEscape) })

	do("the page of things", func() { w.nav.enter(view.Things) })
	until("its cards", func() bool {
		return strings.Contains(s.seen, "Rectangle") && len(l.Queue.Calls) == 0
	})
	until("their covers", func() bool { return strings.Count(s.seen, "*canvas.Image") > 0 && coversShown(w) == 2 })

	do("the problems", func() { w.nav.enter(view.Problems) })
	do("the settings", func() { w.nav.enter(view.Settings) })
	do("the photos", func() { w.nav.enter(view.Photos) })
	do("the box", func() { w.focusBox() })
	for _, r := range "dog" {
		do("a letter", func() { c.Focused().TypedRune(r) })
	}
	until("the answer", func() bool { return stateOf(w).Answered() })
	do("the list", func() { w.box.SetText(""); typed(w, "ty") })
	do("a short line", func() { w.board.Hint("Searching…") })
	do("a question", func() { w.judge.Ask("Does it?") })
	do("a banner", func() { w.board.Fail(errors.New("it happened")) })
	do("an overlay", func() { w.board.Progress(image.NewRGBA(image.Rect(0, 0, 4, 3)), "Adding") })
	do("no overlay", w.board.Ready)
	do("the side bar hidden", w.shell.ToggleSide)
	do("the side bar", w.shell.ToggleSide)
	f.setStatus(func(st *photo.Status) { st.Scanning = true; st.Generation++ })
	until("the status line", w.board.Status.Object().Visible)
}

// coversShown is how many covers of things are seen.
func coversShown(w *Window) (n int) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *fyne.Container:
			for _, x := range o.Objects {
				walk(x)
			}
		case fyne.Widget:
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x)
			}
		default:
			if size := o.Size(); o.Visible() && size.Width == 168 && strings.Contains(fmt.Sprintf("%T", o), "Image") {
				n++
			}
		}
	}
	walk(w.things.Object())
	return n
}
