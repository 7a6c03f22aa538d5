package models

import "golang.org/x/sys/unix"

// installed is how much memory the computer has, in bytes; 0: unknown.
func installed() int64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return int64(n)
}
