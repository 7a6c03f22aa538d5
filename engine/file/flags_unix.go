//go:build unix

package file

import "syscall"

// nonBlocking keeps open from waiting at a named pipe; it has no effect on regular files. noFollow
// refuses a link as the last part of a path.
const (
	nonBlocking = syscall.O_NONBLOCK
	noFollow    = syscall.O_NOFOLLOW
)
