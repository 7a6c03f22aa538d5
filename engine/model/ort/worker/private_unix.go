//go:build unix

package worker

import (
	"os"

	"golang.org/x/sys/unix"
)

// private returns another descriptor for out and has out's own lead to standard error: what
// libraries print is no part of the answers.
func private(out *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(out.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "answers"), redirect(int(os.Stderr.Fd()), int(out.Fd()))
}

// peak is the most memory that the process has had resident, in bytes.
func peak() int64 {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return int64(u.Maxrss) * rssUnit
}
