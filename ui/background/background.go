// Package background is what the program does while its window is closed: it keeps watching if the
// person wants that and can reach it in the desktop's tray, and tells only what needs an answer. All
// of it belongs to the UI goroutine, but for what Desktop does.
package background

import (
	"context"
	"log/slog"
	"strings"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Desktop is what the system offers around the window. Its methods but Say are called off the UI goroutine.
type Desktop interface {
	// Tray shows an icon in the desktop's tray, while there is a tray, until ctx ends. The calls may
	// come on any goroutine.
	Tray(ctx context.Context, c Calls)
	// Say changes what the icon's menu says.
	Say(Menu)
	// Notify shows a message beside the window. It may wait for the desktop's answer.
	Notify(title, text string) error
}

// Calls are what comes from the tray.
type Calls struct {
	There             func(bool) // a tray has come or gone
	Open, Pause, Quit func()     // chosen in the menu
}

// Menu is what the menu of the tray's icon says.
type Menu struct{ Status, Open, Pause, Quit string }

// Closing is what happens when the window is closed, as it is stored.
type Closing string

// The values of Closing.
const (
	Ask  Closing = ""     // ask the person, who has not answered yet
	Keep Closing = "keep" // go on without the window
	Quit Closing = "quit" // end the program
)

const prefClosing = "closing"

// Keeper keeps the program while its window is closed. All fields are required.
type Keeper struct {
	Group   *work.Group
	App     fyne.App
	Window  fyne.Window
	Desktop Desktop    // nil: closing the window ends the program
	OnPause func(bool) // pause, or go on
	OnQuit  func()     // end the program
	OnMove  func()     // the tray has come or gone, or an answer was given

	there  bool // there is a tray
	hidden bool
	asking bool
	paused bool
	menu   Menu
	said   string // the trouble that was told last
}

// Begin looks for a tray until the group ends.
func (k *Keeper) Begin() {
	if k.Desktop == nil {
		return
	}
	k.menu.Open, k.menu.Quit = phrases.Say("tray:open"), phrases.Say("tray:quit")
	k.Group.Go(func(ctx context.Context) {
		k.Desktop.Tray(ctx, Calls{
			There: func(there bool) { work.OnUI(func() { k.there = there; k.OnMove() }) },
			Open:  func() { work.OnUI(k.Show) },
			Pause: func() { work.OnUI(func() { k.OnPause(!k.paused) }) },
			Quit:  func() { work.OnUI(k.OnQuit) },
		})
	})
}

// There reports whether the desktop has a tray.
func (k *Keeper) There() bool { return k.there }

// Hidden reports whether the program runs without its window.
func (k *Keeper) Hidden() bool { return k.hidden }

// StartHidden notes that the window is not shown at the start.
func (k *Keeper) StartHidden() { k.hidden = true }

// Show shows the window in front.
func (k *Keeper) Show() {
	k.hidden = false
	k.Window.Show()
	k.Window.RequestFocus()
}

// Closing returns what happens when the window is closed.
func (k *Keeper) Closing() Closing { return Closing(k.App.Preferences().String(prefClosing)) }

// SetClosing stores what happens when the window is closed.
func (k *Keeper) SetClosing(c Closing) {
	k.App.Preferences().SetString(prefClosing, string(c))
	k.OnMove()
}

// SetKeep stores whether the program goes on when the window is closed.
func (k *Keeper) SetKeep(keep bool) {
	if keep {
		k.SetClosing(Keep)
	} else {
		k.SetClosing(Quit)
	}
}

// Close is what closing the window does. Where the program could not be reached any more, it ends.
func (k *Keeper) Close() {
	switch c := k.Closing(); {
	case !k.there || c == Quit || k.asking && k.Window.Canvas().Overlays().Top() != nil:
		k.OnQuit()
	case c == Keep:
		k.hide()
	default:
		k.asking = true
		ask.Yes(k.Window, ask.Question{
			Title: phrases.Say("closing:title"), Text: phrases.Say("closing:text"),
			Yes: phrases.Say("closing:keep"), No: phrases.Say("closing:quit"),
		}, k.answered)
	}
}

func (k *Keeper) answered(keep bool) {
	k.asking = false
	if keep {
		k.SetClosing(Keep)
		k.hide()
		return
	}
	k.SetClosing(Quit)
	k.OnQuit()
}

func (k *Keeper) hide() {
	k.hidden = true
	k.Window.Hide()
}

// SetStatus shows in the tray what the program does.
func (k *Keeper) SetStatus(s photo.Status) {
	if k.Desktop == nil {
		return
	}
	k.paused = s.Paused
	m := k.menu
	m.Status, m.Pause = statusLine(s), phrases.Say("status:pause")
	if s.Paused {
		m.Pause = phrases.Say("status:resume")
	}
	if m != k.menu {
		k.menu = m
		k.Desktop.Say(m)
	}
}

// statusLine says in a few words what the program does.
func statusLine(s photo.Status) string {
	switch {
	case s.Trouble != nil:
		return phrases.Say("tray:trouble")
	case s.Paused:
		return phrases.Say("tray:paused")
	case s.Done():
		return phrases.Say("tray:watching", "n", s.Photos)
	}
	share := 0
	if s.Photos > 0 {
		share = 100 * (s.Photos - s.ToGo()) / s.Photos
	}
	return phrases.Say("tray:working", "percent", share)
}

// Trouble tells what keeps the library from working, or a folder that misses much, once, if the
// window is closed. An empty what ends it.
func (k *Keeper) Trouble(what, next string) {
	if what == k.said {
		return
	}
	k.said = what
	k.Tell(what, next)
}

// Tell shows a message that needs an answer beside the window, if that is closed.
func (k *Keeper) Tell(what, next string) {
	if what == "" || !k.hidden || k.Desktop == nil {
		return
	}
	k.Group.Go(func(context.Context) {
		if err := k.Desktop.Notify(what, strings.TrimSpace(next)); err != nil {
			slog.Warn("notify", "err", err)
		}
	})
}
