package console

import (
	"os"

	"golang.org/x/sys/windows"
)

var (
	kernel32      = windows.NewLazySystemDLL("kernel32.dll")
	attachConsole = kernel32.NewProc("AttachConsole")
	freeConsole   = kernel32.NewProc("FreeConsole")
)

// parent stands for the process that started this one: ATTACH_PARENT_PROCESS.
const parent = ^uintptr(0)

// Attach connects the standard streams that lead nowhere to the console of the process that started this one, if
// it has one. Those that lead to a file or to another process stay. It must be called before the streams are used.
func Attach() {
	streams := []struct {
		number uint32
		file   **os.File
		device string
	}{
		{windows.STD_INPUT_HANDLE, &os.Stdin, "CONIN$"},
		{windows.STD_OUTPUT_HANDLE, &os.Stdout, "CONOUT$"},
		{windows.STD_ERROR_HANDLE, &os.Stderr, "CONOUT$"},
	}
	// Before a console is attached, which sets what was not set.
	var kinds [3]uint32
	for i, s := range streams {
		if h, err := windows.GetStdHandle(s.number); err == nil {
			kinds[i], _ = windows.GetFileType(h) // nothing known is FILE_TYPE_UNKNOWN
		}
	}
	if kinds[0] != unknown && kinds[1] != unknown && kinds[2] != unknown && !isConsole(kinds[:]) {
		return
	}
	if ok, _, _ := attachConsole.Call(parent); ok == 0 {
		return
	}
	for i, s := range streams {
		connect(s.number, s.file, s.device, kinds[i])
	}
}

const unknown = windows.FILE_TYPE_UNKNOWN

// isConsole reports whether one of the kinds may be a console. The device NUL is of the same kind.
func isConsole(kinds []uint32) bool {
	for _, k := range kinds {
		if k == windows.FILE_TYPE_CHAR {
			return true
		}
	}
	return false
}

// connect opens the console for a stream that led nowhere, or whose handle was one of the console before this
// process was attached: Go takes such a handle for a file and would not translate what is written.
func connect(number uint32, file **os.File, device string, kind uint32) {
	if kind == windows.FILE_TYPE_CHAR {
		var mode uint32
		if h, err := windows.GetStdHandle(number); err != nil || windows.GetConsoleMode(h, &mode) != nil {
			return // NUL
		}
	} else if kind != unknown {
		return
	}
	f, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return
	}
	if err := windows.SetStdHandle(number, windows.Handle(f.Fd())); err != nil {
		return
	}
	*file = f
}

// Leave disconnects the program from its console, so that closing it, or Ctrl+C there, does not end the window.
func Leave() {
	_, _, _ = freeConsole.Call() // without a console there is nothing to leave
}
