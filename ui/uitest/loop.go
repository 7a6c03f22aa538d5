// Package uitest helps tests of the window: it makes the goroutine of a test the
// UI goroutine.
package uitest

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Loop is a fyne.App whose driver queues calls for the UI goroutine until the
// test, which is that goroutine, runs them.
type Loop struct {
	fyne.App
	Queue *Queue
}

// Driver is called by Fyne.
func (l Loop) Driver() fyne.Driver { return l.Queue }

// Queue is the driver of a Loop.
type Queue struct {
	fyne.Driver
	Calls chan func() // calls for the UI goroutine
}

// DoFromGoroutine is called by Fyne.
func (d *Queue) DoFromGoroutine(f func(), _ bool) { d.Calls <- f }

// NewLoop makes the test's goroutine the UI goroutine.
func NewLoop(t *testing.T) Loop {
	t.Helper()
	a := test.NewTempApp(t)
	l := Loop{a, &Queue{a.Driver(), make(chan func(), 1000)}}
	fyne.SetCurrentApp(l)
	return l
}

// Drain runs the queued calls.
func (l Loop) Drain() {
	for len(l.Queue.Calls) > 0 {
		(<-l.Queue.Calls)()
	}
}

// Until runs queued calls until done reports true.
func (l Loop) Until(t *testing.T, what string, done func() bool) {
	t.Helper()
	limit := time.After(time.Minute) // a busy machine under the race detector is slow
	for !done() {
		select {
		case f := <-l.Queue.Calls:
			f()
		case <-limit:
			t.Fatalf("waited in vain for: %s", what)
		}
	}
}

// Settle runs queued calls until none comes for a while. In a bubble of synctest that takes no time, and then
// nothing is at work any more but timers that take longer.
func (l Loop) Settle(quiet time.Duration) {
	for {
		select {
		case f := <-l.Queue.Calls:
			f()
		case <-time.After(quiet):
			return
		}
	}
}

// Leaving is an app that notes that it was asked to quit.
type Leaving struct {
	fyne.App
	Left bool
}

// Quit is called by the window.
func (a *Leaving) Quit() { a.Left = true }

// Arrange lays out again what is shown, from the window to the smallest part. The drivers of real windows do so
// before each frame where a part needs more room than before, or less; that of tests does not.
func Arrange(c fyne.Canvas) {
	for range 2 { // what wraps knows how high it is once it knows how wide
		arrange(c.Content())
		for _, o := range c.Overlays().List() {
			arrange(o)
		}
	}
}

func arrange(o fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	var parts []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
		parts = o.Objects
	case fyne.Widget:
		r := test.WidgetRenderer(o)
		r.Layout(o.Size())
		parts = r.Objects()
	}
	for _, part := range parts {
		arrange(part)
	}
}
