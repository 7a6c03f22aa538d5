//go:build !windows

package login

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/adrg/xdg"

	"recollect/engine/durable"
	"recollect/engine/file"
)

// On reports whether the program starts at login.
func (e Entry) On() (bool, error) { return entryOn(e.path(runtime.GOOS)) }

// Set makes the program start at login, or no longer.
func (e Entry) Set(on bool) error {
	if !on {
		return setEntry(e.path(runtime.GOOS), "")
	}
	return setEntry(e.path(runtime.GOOS), e.text(runtime.GOOS))
}

// path returns where a system looks for the entry.
func (e Entry) path(system string) string {
	if system == "darwin" {
		return filepath.Join(xdg.Home, "Library", "LaunchAgents", e.ID+".plist")
	}
	return filepath.Join(xdg.ConfigHome, "autostart", e.ID+".desktop")
}

func (e Entry) text(system string) string {
	if system == "darwin" {
		return launchAgent(e)
	}
	return desktopEntry(e)
}

// mostBytes is how much of an entry is read.
const mostBytes = 64 << 10

// entryOn reports whether a file is an entry that starts a program.
func entryOn(path string) (bool, error) {
	f, err := file.OpenOwn(path, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("start at login: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostBytes))
	if err != nil {
		return false, fmt.Errorf("start at login: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		// So does a desktop switch an entry off.
		switch strings.TrimSpace(line) {
		case "Hidden=true", "X-GNOME-Autostart-enabled=false":
			return false, nil
		}
	}
	return true, nil
}

// setEntry writes an entry, or removes it where text is empty.
func setEntry(path, text string) error {
	if text == "" {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("no start at login: %w", err)
		}
		return nil
	}
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = durable.WriteFile(path, []byte(text), 0o600)
	}
	if err != nil {
		return fmt.Errorf("start at login: %w", err)
	}
	return nil
}
