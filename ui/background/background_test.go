package background_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/background"
	"recollect/ui/push"
	"recollect/ui/uitest"
	"recollect/ui/work"
)

// desktop is one with a tray, which notes what it is told.
type desktop struct {
	calls background.Calls
	begun chan struct{}
	menu  background.Menu
	told  chan string
}

func (d *desktop) Tray(ctx context.Context, c background.Calls) {
	d.calls = c
	close(d.begun)
	c.There(true)
	<-ctx.Done()
}

func (d *desktop) Say(m background.Menu) { d.menu = m }

func (d *desktop) Notify(title, _ string) error {
	d.told <- title
	return nil
}

// begun returns a keeper of a window, and how often it has ended the program. Without a desktop
// there is no tray.
func begun(t *testing.T, d *desktop) (k *background.Keeper, l uitest.Loop, w *window, quits *int) {
	t.Helper()
	l = uitest.NewLoop(t)
	w, quits = &window{Window: test.NewTempWindow(t, widget.NewLabel("photos"))}, new(int)
	w.Resize(fyne.NewSize(600, 400))
	g := new(work.Group)
	ctx, cancel := context.WithCancel(t.Context())
	g.Begin(ctx)
	t.Cleanup(func() { cancel(); g.Wait() })
	k = &background.Keeper{
		Group: g, App: l, Window: w, OnPause: func(bool) {}, OnQuit: func() { *quits++ }, OnMove: func() {},
	}
	if d != nil {
		d.begun, d.told = make(chan struct{}), make(chan string, 8)
		k.Desktop = d
		k.Begin()
		<-d.begun
		l.Until(t, "a tray", k.There)
	}
	return k, l, w, quits
}

// window notes whether it is hidden.
type window struct {
	fyne.Window
	hidden bool
}

func (w *window) Hide() { w.hidden = true }

func (w *window) Show() { w.hidden = false }

// tap taps the button of the question that is shown.
func tap(t *testing.T, w fyne.Window, text string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		if b, ok := o.(*push.Button); ok && b.Text == text {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("there is no button %q", text)
}

// It is asked once whether to go on without the window; settings change the answer.
func TestAskedOnce(t *testing.T) {
	k, _, w, quits := begun(t, &desktop{})
	k.Close()
	if w.hidden || *quits != 0 {
		t.Fatalf("closed without an answer: hidden %v, %d quits", w.hidden, *quits)
	}
	tap(t, w, "Keep watching")
	if !w.hidden || !k.Hidden() || *quits != 0 {
		t.Fatalf("after Keep: hidden %v, %d quits", w.hidden, *quits)
	}
	k.Show()
	if w.hidden || k.Hidden() {
		t.Error("it is not shown again")
	}
	k.Close()
	if !w.hidden || w.Canvas().Overlays().Top() != nil {
		t.Error("it is asked again")
	}
	k.Show()
	k.SetKeep(false)
	k.Close()
	if *quits != 1 {
		t.Errorf("%d quits, want 1", *quits)
	}
}

// Who puts the question away without an answer is asked again; closing the window over it ends the program.
func TestAskedAgainWithoutAnAnswer(t *testing.T) {
	k, _, w, quits := begun(t, &desktop{})
	for range 2 {
		k.Close()
		top := w.Canvas().Overlays().Top()
		if top == nil || *quits != 0 {
			t.Fatalf("it is not asked: %d quits", *quits)
		}
		w.Canvas().Overlays().Remove(top) // as Esc does
	}
	k.Close()
	k.Close()
	if *quits != 1 {
		t.Errorf("%d quits, want 1", *quits)
	}
}

func TestQuitIsTheOtherAnswer(t *testing.T) {
	k, _, w, quits := begun(t, &desktop{})
	k.Close()
	tap(t, w, "Quit")
	if *quits != 1 || k.Closing() != background.Quit {
		t.Errorf("%d quits, stored %q", *quits, k.Closing())
	}
}

// Who closes the window again in place of an answer wants it closed.
func TestClosedWhileAsked(t *testing.T) {
	k, _, _, quits := begun(t, &desktop{})
	k.Close()
	k.Close()
	if *quits != 1 || k.Closing() != background.Ask {
		t.Errorf("%d quits, stored %q", *quits, k.Closing())
	}
}

// Where the program could not be reached any more, it ends, whatever is stored.
func TestNoTray(t *testing.T) {
	k, _, w, quits := begun(t, nil)
	k.SetKeep(true)
	k.Close()
	if *quits != 1 || w.hidden {
		t.Errorf("%d quits, hidden %v", *quits, w.hidden)
	}
	d := &desktop{}
	k, l, _, quits := begun(t, d)
	k.SetKeep(true)
	d.calls.There(false)
	l.Until(t, "no tray", func() bool { return !k.There() })
	k.Close()
	if *quits != 1 {
		t.Errorf("the tray is gone: %d quits", *quits)
	}
}

// What needs an answer is told once, and only while the window is closed.
func TestToldWhileHidden(t *testing.T) {
	d := &desktop{}
	k, _, _, _ := begun(t, d)
	k.SetKeep(true)
	k.Trouble("The disk is full.", "")
	k.Close()
	k.Trouble("The disk is full.", "") // seen before
	for range 2 {
		k.Trouble("Pictures: 900 of 1,000 photos are missing", "They are kept.")
		k.Trouble("", "")
	}
	k.Show()
	k.Trouble("The disk is full.", "")
	for range 2 {
		if got := <-d.told; got != "Pictures: 900 of 1,000 photos are missing" {
			t.Errorf("told %q", got)
		}
	}
	if len(d.told) > 0 {
		t.Errorf("told besides: %q", <-d.told)
	}
}

func TestMenu(t *testing.T) {
	d := &desktop{}
	k, _, _, _ := begun(t, d)
	for _, tt := range []struct {
		in            photo.Status
		status, pause string
	}{
		{photo.Status{Photos: 1, Encoded: 1}, "Watching 1 photo", "Pause"},
		{photo.Status{Photos: 200, Encoded: 50}, "Looking at photos: 25 %", "Pause"},
		{photo.Status{Photos: 200, Encoded: 50, Paused: true}, "Paused", "Resume"},
		{photo.Status{Trouble: context.Canceled}, "Something needs your attention", "Pause"},
	} {
		k.SetStatus(tt.in)
		if d.menu.Status != tt.status || d.menu.Pause != tt.pause || d.menu.Open == "" || d.menu.Quit == "" {
			t.Errorf("%+v: the menu says %+v", tt.in, d.menu)
		}
	}
}
