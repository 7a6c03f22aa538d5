//go:build e2e

package e2e

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"recollect/e2e/stage"
)

// panel is a desktop with a tray, as far as D-Bus shows it.
type panel struct {
	conn  *dbus.Conn
	items chan dbus.Sender // who has put an icon into the tray
	told  chan string      // titles of notifications
}

// RegisterStatusNotifierItem is called over D-Bus.
func (p *panel) RegisterStatusNotifierItem(_ string, from dbus.Sender) *dbus.Error {
	p.items <- from
	return nil
}

// Notify is called over D-Bus.
func (p *panel) Notify(
	_ string, _ uint32, _, title, _ string, _ []string, _ map[string]dbus.Variant, _ int32,
) (uint32, *dbus.Error) {
	p.told <- title
	return 1, nil
}

// sessionBus starts a session bus, and names it to programs.
func sessionBus(t *testing.T) (address string) {
	t.Helper()
	address = "unix:path=" + filepath.Join(t.TempDir(), "bus")
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=1", "--address="+address)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	_, err = bufio.NewReader(out).ReadString('\n')
	must(t, err)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	return address
}

func newPanel(t *testing.T, address string) *panel {
	t.Helper()
	conn, err := dbus.Connect(address)
	must(t, err)
	t.Cleanup(func() { conn.Close() })
	p := &panel{conn: conn, items: make(chan dbus.Sender, 4), told: make(chan string, 4)}
	must(t, conn.Export(p, "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher"))
	must(t, conn.Export(p, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"))
	for _, name := range []string{"org.freedesktop.Notifications", "org.kde.StatusNotifierWatcher"} {
		_, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
		must(t, err)
	}
	return p
}

// layout is a menu as com.canonical.dbusmenu has it.
type layout struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// menu returns the numbers of the entries of an icon's menu, by their labels.
func (p *panel) menu(t *testing.T, of dbus.Sender) map[string]int32 {
	t.Helper()
	var revision uint32
	var root layout
	must(t, p.conn.Object(string(of), "/StatusNotifierItem/menu").
		Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root))
	all := map[string]int32{}
	for _, c := range root.Children {
		var item layout
		must(t, dbus.Store([]any{c.Value()}, &item))
		if label, ok := item.Properties["label"].Value().(string); ok {
			all[label] = item.ID
		}
	}
	return all
}

// choose chooses an entry of an icon's menu, once it is there.
func (p *panel) choose(t *testing.T, ctx context.Context, of dbus.Sender, label string) {
	t.Helper()
	for ctx.Err() == nil {
		if id, ok := p.menu(t, of)[label]; ok {
			must(t, p.conn.Object(string(of), "/StatusNotifierItem/menu").
				Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(""), uint32(0)).Err)
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("the menu has no %q: %v", label, p.menu(t, of))
}

// TestTray plays the program in a desktop's tray: pause and resume, on without the window when it is
// closed, the window back, and out of the menu.
func TestTray(t *testing.T) {
	binary, err := filepath.Abs("../build/recollect")
	must(t, err)
	p := newPanel(t, sessionBus(t))
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	home := t.TempDir()
	settings := filepath.Join(home, ".config", "fyne", "app.recollect.Recollect")
	must(t, os.MkdirAll(settings, 0o700))
	must(t, os.WriteFile(filepath.Join(settings, "preferences.json"), []byte(`{"closing":"keep"}`), 0o600))
	s, err := stage.Begin(within(t, patience), desk, binary, home)
	must(t, err)
	defer s.Program.Kill()
	var icon dbus.Sender
	select {
	case icon = <-p.items:
	case <-within(t, patience).Done():
		t.Fatal("no icon comes into the tray")
	}
	p.choose(t, within(t, patience), icon, "Pause")
	_, err = s.Program.Status(within(t, patience), "a pause", func(s stage.Status) bool { return s.Paused })
	must(t, err)
	p.choose(t, within(t, patience), icon, "Resume")
	_, err = s.Program.Status(within(t, patience), "no pause", func(s stage.Status) bool { return !s.Paused })
	must(t, err)

	must(t, s.Window.AskToClose())
	must(t, gone(within(t, patience), desk))
	p.choose(t, within(t, patience), icon, "Pause") // it goes on without its window
	_, err = s.Program.Status(within(t, patience), "a pause", func(s stage.Status) bool { return s.Paused })
	must(t, err)
	p.choose(t, within(t, patience), icon, "Open Recollect")
	if s.Window, err = desk.Window(within(t, patience), "Recollect"); err != nil {
		t.Fatalf("the window does not come back: %v", err)
	}
	p.choose(t, within(t, patience), icon, "Quit")
	must(t, s.Program.Wait(within(t, patience)))
	noLog(t, home)
}

// gone waits until no window is shown.
func gone(ctx context.Context, desk *stage.Desk) error {
	for {
		soon, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		_, err := desk.Window(soon, "Recollect")
		cancel()
		if err != nil {
			return ctx.Err()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// noLog fails if the library's log tells of the tray.
func noLog(t *testing.T, home string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(stage.Library(home), "recollect.log"))
	must(t, err)
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "tray") || strings.Contains(line, "notif") {
			t.Errorf("the log has: %s", line)
		}
	}
}

// Without a tray, with a session bus or without, closing the window ends the program, and nothing is
// logged.
func TestNoTray(t *testing.T) {
	binary, err := filepath.Abs("../build/recollect")
	must(t, err)
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	for name, address := range map[string]string{
		"a bus without a tray": sessionBus(t), "no bus": "unix:path=/nonexistent/bus",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
			home := t.TempDir()
			s, err := stage.Begin(within(t, patience), desk, binary, home)
			must(t, err)
			defer s.Program.Kill()
			must(t, s.Window.AskToClose())
			must(t, s.Program.Wait(within(t, patience)))
			noLog(t, home)
		})
	}
}
