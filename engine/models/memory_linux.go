package models

import "golang.org/x/sys/unix"

// installed is how much memory the computer has, in bytes; 0: unknown.
func installed() int64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	return int64(uint64(info.Totalram) * uint64(info.Unit))
}
