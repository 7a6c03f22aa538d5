package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/ui/push"
	"recollect/ui/uitest"
)

// refusal is an app whose window runs for as long as run does.
type refusal struct {
	uitest.Leaving
	run func(fyne.Window)
}

func (r *refusal) NewWindow(title string) fyne.Window {
	return &ranWindow{Window: r.Leaving.NewWindow(title), run: r.run}
}

type ranWindow struct {
	fyne.Window
	run   func(fyne.Window)
	close func()
}

func (w *ranWindow) ShowAndRun()                { w.run(w) }
func (w *ranWindow) SetCloseIntercept(f func()) { w.close = f }

// Whichever way the window is closed, the toolkit ends by its queue: nothing may be
// sent to it that it has closed.
func TestARefusalEnds(t *testing.T) {
	for name, end := range map[string]func(w *ranWindow, cancel func()){
		"by its button": func(w *ranWindow, _ func()) {
			box := w.Content().(*fyne.Container).Objects[0].(*fyne.Container)
			for _, o := range box.Objects {
				if c, ok := o.(*fyne.Container); ok && len(c.Objects) == 1 {
					test.Tap(c.Objects[0].(*push.Button))
				}
			}
		},
		"by its frame": func(w *ranWindow, _ func()) { w.close() },
		"by a request": func(_ *ranWindow, cancel func()) { cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLoop(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			app := &refusal{Leaving: uitest.Leaving{App: l}}
			ran := false
			app.run = func(w fyne.Window) {
				ran = true
				end(w.(*ranWindow), cancel)
				if app.Left {
					t.Error("it has ended past the queue")
				}
				l.until(t, "the end", func() bool { return app.Left })
			}
			Refuse(ctx, app, errors.New("it is in use"))
			if !ran {
				t.Error("no window was shown")
			}
		})
	}
}
