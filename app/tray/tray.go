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

	mu   sync.Mutex
	text Text
	menu *menu // nil before it is made
}

// menu is the menu of the icon, as the system's library has it.
type menu struct{ status, open, pause, quit *systray.MenuItem }

// Say changes what the menu says. It may be called from any goroutine, at any time.
func (i *Icon) Say(t Text) {
	i.mu.Lock()
	defer i.mu.Unlock()
	was := i.text
	i.text = t
	if i.menu != nil {
		i.menu.say(was, t)
	}
}

// say changes what was said to what is said now.
func (m *menu) say(was, now Text) {
	for _, c := range []struct {
		item     *systray.MenuItem
		was, now string
	}{
		{m.status, was.Status, now.Status},
		{m.open, was.Open, now.Open},
		{m.pause, was.Pause, now.Pause},
		{m.quit, was.Quit, now.Quit},
	} {
		if c.was != c.now {
			c.item.SetTitle(c.now)
		}
	}
}

// said returns what was said last.
func (i *Icon) said() Text {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.text
}

// keep takes m for the menu if that says what was said last.
func (i *Icon) keep(m *menu, says Text) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.text != says {
		return false
	}
	i.menu = m
	return true
}

// ready makes the menu and serves it until ctx ends.
func (i *Icon) ready(ctx context.Context, c Calls) {
	systray.SetIcon(icon(i.Image))
	systray.SetTitle(i.Title)
	systray.SetTooltip(i.Title)
	systray.SetOnTapped(c.Open)
	// Without the lock: on macOS each call waits for the goroutine of the window, which may be in Say.
	says := i.said()
	m := &menu{status: systray.AddMenuItem(says.Status, "")}
	m.status.Disable()
	systray.AddSeparator()
	m.open, m.pause = systray.AddMenuItem(says.Open, ""), systray.AddMenuItem(says.Pause, "")
	systray.AddSeparator()
	m.quit = systray.AddMenuItem(says.Quit, "")
	for !i.keep(m, says) {
		last := i.said()
		m.say(says, last)
		says = last
	}
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-m.open.ClickedCh:
				c.Open()
			case <-m.pause.ClickedCh:
				c.Pause()
			case <-m.quit.ClickedCh:
				c.Quit()
			}
		}
	}()
}
