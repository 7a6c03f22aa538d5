package instance

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/windows"
)

// ours is true: the folders of a user are closed to others there.
func ours(fs.FileInfo) bool { return true }

// private is true, for the same reason.
func private(fs.FileInfo) bool { return true }

// refused reports whether err tells that nobody listens at a socket.
func refused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }
