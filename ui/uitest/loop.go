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

// Leaving is an app that notes that it was asked to quit.
type Leaving struct {
	fyne.App
	Left bool
}

// Quit is called by the window.
func (a *Leaving) Quit() { a.Left = true }
