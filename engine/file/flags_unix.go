//go:build unix

package file

import "syscall"

// nonBlocking has a named pipe opened, and then refused, at once; of a regular file it
// changes nothing. noFollow refuses a link in place of the last part of a path.
const (
	nonBlocking = syscall.O_NONBLOCK
	noFollow    = syscall.O_NOFOLLOW
)
