package probe

import "golang.org/x/sys/unix"

// drivers identifies the versions of the graphics drivers: they are parts of macOS.
func drivers() string {
	release, _ := unix.Sysctl("kern.osrelease") // unknown: as if it never changed
	return release
}
