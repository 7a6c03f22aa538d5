package login

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Windows starts what runKey names. The task manager and the settings of Windows leave that alone, and
// note in approvedKey what a person has switched off there.
const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
)

// On reports whether the program starts at login.
func (e Entry) On() (bool, error) {
	k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if err == nil {
		defer k.Close()
		_, _, err = k.GetStringValue(e.ID)
	}
	var off bool
	if err == nil {
		off, err = e.switchedOff()
	}
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("start at login: %w", err)
	}
	return !off, nil
}

// switchedOff reports whether a person has switched the entry off in Windows itself. The first byte of
// its value is odd then, as 3 is, and even otherwise, as 2 and 6 are.
func (e Entry) switchedOff() (bool, error) {
	k, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer k.Close()
	value, _, err := k.GetBinaryValue(e.ID)
	if errors.Is(err, registry.ErrNotExist) || errors.Is(err, registry.ErrUnexpectedType) {
		return false, nil
	}
	return len(value) > 0 && value[0]&1 == 1, err
}

// Set makes the program start at login, or no longer. What a person has said in Windows before is forgotten.
func (e Entry) Set(on bool) error {
	k, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("start at login: %w", err)
	}
	defer k.Close()
	if on {
		err = k.SetStringValue(e.ID, windows.ComposeCommandLine(e.Command))
	} else if err = k.DeleteValue(e.ID); errors.Is(err, registry.ErrNotExist) {
		err = nil
	}
	if err = errors.Join(err, e.forget()); err != nil {
		return fmt.Errorf("start at login: %w", err)
	}
	return nil
}

// forget removes what Windows has noted about the entry.
func (e Entry) forget() error {
	k, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.SET_VALUE)
	if err == nil {
		defer k.Close()
		err = k.DeleteValue(e.ID)
	}
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	return err
}
