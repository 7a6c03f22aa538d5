// Package tray shows an icon with a menu in the desktop's tray, for a program whose window may be
// closed. Where there is no tray, and on Linux no session bus, nothing happens.
package tray

import (
	"context"
	"sync"

	"fyne.io/systray"
)

// Text is what the menu says.
type Text struct {
	Status string // cannot be chosen
	Open   string
	Pause  string
	Quit   string
}

// Calls are called on goroutines of the tray's own.
type Calls struct {
	There             func(bool) // a tray has come or gone; not called before there was one
	Open, Pause, Quit func()     // chosen in the menu
}

// Icon is the program's icon in the tray. The system's library serves one of each process.
type Icon struct {
	Title string
	Image []byte // a PNG

	mu     sync.Mutex
	text   Text
	status *systray.MenuItem // nil before the menu is made, as are the others
	open   *systray.MenuItem
	pause  *systray.MenuItem
	quit   *systray.MenuItem
}

// Say changes what the menu says. It may be called from any goroutine, at any time.
func (i *Icon) Say(t Text) {
	i.mu.Lock()
	defer i.mu.Unlock()
	was := i.text
	i.text = t
	if i.status == nil {
		return
	}
	for _, c := range []struct {
		item     *systray.MenuItem
		was, now string
	}{
		{i.status, was.Status, t.Status},
		{i.open, was.Open, t.Open},
		{i.pause, was.Pause, t.Pause},
		{i.quit, was.Quit, t.Quit},
	} {
		if c.was != c.now {
			c.item.SetTitle(c.now)
		}
	}
}

// ready makes the menu and serves it until ctx ends.
func (i *Icon) ready(ctx context.Context, c Calls) {
	systray.SetIcon(icon(i.Image))
	systray.SetTitle(i.Title)
	systray.SetTooltip(i.Title)
	systray.SetOnTapped(c.Open)
	i.mu.Lock()
	i.status = systray.AddMenuItem(i.text.Status, "")
	i.status.Disable()
	systray.AddSeparator()
	i.open, i.pause = systray.AddMenuItem(i.text.Open, ""), systray.AddMenuItem(i.text.Pause, "")
	systray.AddSeparator()
	i.quit = systray.AddMenuItem(i.text.Quit, "")
	i.mu.Unlock()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-i.open.ClickedCh:
				c.Open()
			case <-i.pause.ClickedCh:
				c.Pause()
			case <-i.quit.ClickedCh:
				c.Quit()
			}
		}
	}()
}
