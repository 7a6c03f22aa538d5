// Package uitest helps tests of the window: it makes the goroutine of a test the
// UI goroutine.
package uitest

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Loop is a fyne.App whose driver keeps what other goroutines want done on the
// UI goroutine until the test, which is that goroutine, gets to it.
type Loop struct {
	fyne.App
	Queue *Queue
}

// Driver is called by Fyne.
func (l Loop) Driver() fyne.Driver { return l.Queue }

// Queue is the driver of a Loop.
type Queue struct {
	fyne.Driver
	Calls chan func() // what waits for the UI goroutine
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

// Drain runs what was queued.
func (l Loop) Drain() {
	for len(l.Queue.Calls) > 0 {
		(<-l.Queue.Calls)()
	}
}

// Until runs what was queued until done holds.
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
