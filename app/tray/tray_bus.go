//go:build !windows && !darwin

package tray

import (
	"context"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"
)

// watcher is the service of a desktop that has a tray, by freedesktop.org's StatusNotifierItem.
const watcher = "org.kde.StatusNotifierWatcher"

// Run shows the icon from when there is a tray, until ctx ends. onUI is not needed here.
func (i *Icon) Run(ctx context.Context, _ func(func()), c Calls) {
	conn, err := connect(ctx)
	if err != nil {
		return // no session bus: there is no tray either
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	err = conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"),
		dbus.WithMatchArg(0, watcher))
	if err != nil {
		return
	}
	var there bool
	asked := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, watcher)
	if asked.Store(&there) != nil {
		return
	}
	begun := false
	for {
		if there && !begun {
			begun = true
			start, end := systray.RunWithExternalLoop(func() { i.ready(ctx, c) }, nil)
			start()
			defer end()
		}
		if begun {
			c.There(there)
		}
		var open bool
		if there, open = next(ctx, signals); !open {
			return
		}
	}
}

// next waits for the tray to come or go; open is false when ctx or the connection has ended.
func next(ctx context.Context, signals <-chan *dbus.Signal) (there, open bool) {
	for {
		select {
		case <-ctx.Done():
			return false, false
		case s, ok := <-signals:
			if !ok {
				return false, false
			}
			var name, before, after string
			if s.Name == "org.freedesktop.DBus.NameOwnerChanged" && dbus.Store(s.Body, &name, &before, &after) == nil &&
				name == watcher {
				return after != "", true
			}
		}
	}
}

// connect connects to the session bus, and starts none.
func connect(ctx context.Context) (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// icon returns the picture as the system's library takes it.
func icon(png []byte) []byte { return png }
