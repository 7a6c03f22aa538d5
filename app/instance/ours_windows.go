package instance

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/windows"
)

// ours returns true: other users cannot enter a user's folders there.
func ours(fs.FileInfo) bool { return true }

// private returns true, for the same reason.
func private(fs.FileInfo) bool { return true }

// refused reports whether err means that no process listens at a socket.
func refused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }
