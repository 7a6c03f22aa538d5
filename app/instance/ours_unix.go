//go:build unix

package instance

import (
	"errors"
	"io/fs"
	"syscall"
)

// ours reports whether this user owns a file.
func ours(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == euid()
}

// private reports whether a folder is this user's and nobody else may write to it.
func private(info fs.FileInfo) bool { return ours(info) && info.Mode().Perm()&0o022 == 0 }

// refused reports whether err means that no process listens at a socket.
func refused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
