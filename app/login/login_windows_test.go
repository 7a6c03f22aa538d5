package login

import (
	"slices"
	"testing"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// entryOf returns an entry that is of the test alone, and gone after it.
func entryOf(t *testing.T) Entry {
	t.Helper()
	e := Entry{ID: "app.recollect." + t.Name(), Command: []string{`C:\a b\recollect.exe`, "--hidden", `"50%"`}}
	t.Cleanup(func() {
		if err := e.Set(false); err != nil {
			t.Error(err)
		}
	})
	return e
}

func check(t *testing.T, e Entry, want bool) {
	t.Helper()
	if on, err := e.On(); err != nil || on != want {
		t.Errorf("on: got %v, %v, want %v", on, err, want)
	}
}

// The command of the entry is what Windows splits into the same arguments.
func TestWritesOneValue(t *testing.T) {
	e := entryOf(t)
	check(t, e, false)
	for range 2 {
		if err := e.Set(true); err != nil {
			t.Fatal(err)
		}
	}
	check(t, e, true)
	k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	line, _, err := k.GetStringValue(e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := windows.DecomposeCommandLine(line); err != nil || !slices.Equal(got, e.Command) {
		t.Errorf("got %q, %v, want %q", got, err, e.Command)
	}
	for range 2 {
		if err := e.Set(false); err != nil {
			t.Fatal(err)
		}
	}
	check(t, e, false)
}

// What is switched off in the task manager is off, until it is turned on here.
func TestSwitchedOffByWindows(t *testing.T) {
	e := entryOf(t)
	if err := e.Set(true); err != nil {
		t.Fatal(err)
	}
	k, _, err := registry.CreateKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE|registry.SET_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	for _, tt := range []struct {
		value []byte
		on    bool
	}{
		{[]byte{2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, true},
		{[]byte{6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, true},
		{[]byte{}, true},
		{[]byte{3, 0, 0, 0, 0xd4, 0x0d, 0x43, 0x8d, 0xc8, 0x3b, 0xd9, 1}, false},
	} {
		if err := k.SetBinaryValue(e.ID, tt.value); err != nil {
			t.Fatal(err)
		}
		check(t, e, tt.on)
	}
	if err := e.Set(true); err != nil {
		t.Fatal(err)
	}
	check(t, e, true)
	if _, _, err := k.GetBinaryValue(e.ID); err != registry.ErrNotExist {
		t.Errorf("what Windows has noted is left: %v", err)
	}
}
