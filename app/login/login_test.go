//go:build !windows

package login

import (
	"encoding/xml"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/adrg/xdg"
)

var entry = Entry{
	ID: "app.recollect.Recollect", Name: "Recollect",
	Command: []string{"/opt/a b/recollect", "--hidden", "--library", "/photos/$x \"50%\" `\\\n"},
}

// home gives the test a home folder of its own.
func home(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", "")
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	return dir
}

// files returns what lies below dir, with its content.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, path))
		all[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// One file is written when it is asked for, and nothing else; it goes when it is turned off.
func TestWritesOneFile(t *testing.T) {
	dir := home(t)
	others := filepath.Join(dir, ".config", "autostart", "another.desktop")
	if err := os.MkdirAll(filepath.Dir(others), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(others, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(want bool) {
		t.Helper()
		if on, err := entry.On(); err != nil || on != want {
			t.Errorf("on: got %v, %v, want %v", on, err, want)
		}
	}
	ask(false)
	for range 2 {
		if err := entry.Set(true); err != nil {
			t.Fatal(err)
		}
	}
	ask(true)
	got := files(t, dir)
	rel, err := filepath.Rel(dir, entry.path("linux"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[rel] != desktopEntry(entry) {
		t.Errorf("written: %q", got)
	}
	for range 2 {
		if err := entry.Set(false); err != nil {
			t.Fatal(err)
		}
	}
	ask(false)
	if got := files(t, dir); len(got) != 1 || got[".config/autostart/another.desktop"] != "theirs" {
		t.Errorf("left: %q", got)
	}
}

// What lies in the entry's place may be anything: a link is not followed, a pipe is not waited for.
func TestForeignEntry(t *testing.T) {
	dir := home(t)
	path := entry.path("linux")
	precious := filepath.Join(dir, "precious")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(precious, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, lay := range map[string]func() error{
		"link": func() error { return os.Symlink(precious, path) },
		"pipe": func() error { return syscall.Mkfifo(path, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := lay(); err != nil {
				t.Fatal(err)
			}
			if on, err := entry.On(); on || err == nil {
				t.Errorf("got %v, %v", on, err)
			}
			for _, on := range []bool{true, false} {
				if err := entry.Set(on); err != nil {
					t.Fatal(err)
				}
			}
			if got := files(t, dir); len(got) != 1 || got["precious"] != "precious" {
				t.Errorf("left: %q", got)
			}
		})
	}
}

// A desktop that lists what starts at login switches an entry off with a key of its own.
func TestSwitchedOffByTheDesktop(t *testing.T) {
	home(t)
	if err := entry.Set(true); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"X-GNOME-Autostart-enabled=false", "Hidden=true"} {
		text := strings.Replace(desktopEntry(entry), "X-GNOME-Autostart-enabled=true", key, 1)
		if err := os.WriteFile(entry.path("linux"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if on, err := entry.On(); on || err != nil {
			t.Errorf("%s: got %v, %v", key, on, err)
		}
	}
}

// A reader that follows the specification gets the arguments back.
func TestDesktopEntryIsReadBack(t *testing.T) {
	var exec string
	for line := range strings.Lines(desktopEntry(entry)) {
		if value, ok := strings.CutPrefix(line, "Exec="); ok {
			exec = strings.TrimSuffix(value, "\n")
		}
	}
	value := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r", `\t`, "\t").Replace(exec)
	var got []string
	var arg strings.Builder
	quoted := false
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '"':
			if quoted {
				got = append(got, arg.String())
				arg.Reset()
			}
			quoted = !quoted
		case !quoted && c == ' ':
		case c == '\\', c == '%':
			i++
			arg.WriteByte(value[i])
		default:
			arg.WriteByte(c)
		}
	}
	if !slices.Equal(got, entry.Command) {
		t.Errorf("got %q, want %q", got, entry.Command)
	}
}

func TestLaunchAgentIsReadBack(t *testing.T) {
	e := Entry{ID: "app.x", Command: []string{"/A & B/recollect", "--hidden", `<"'>`}}
	var list struct {
		Strings []string `xml:"dict>string"`
		Args    []string `xml:"dict>array>string"`
	}
	if err := xml.Unmarshal([]byte(launchAgent(e)), &list); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(list.Args, e.Command) || !slices.Equal(list.Strings, []string{e.ID}) {
		t.Errorf("got %+v", list)
	}
	if got := e.path("darwin"); !strings.HasSuffix(got, "/Library/LaunchAgents/app.x.plist") {
		t.Errorf("path: %s", got)
	}
}
