package instance

import (
	"net"

	"golang.org/x/sys/unix"
)

// sameUser reports whether the process at the other end belongs to this user.
func sameUser(c *net.UnixConn) bool {
	raw, err := c.SyscallConn()
	if err != nil {
		return false
	}
	same := false
	err = raw.Control(func(fd uintptr) {
		peer, err := unix.GetsockoptXucred(int(fd), unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
		same = err == nil && int(peer.Uid) == euid()
	})
	return err == nil && same
}
