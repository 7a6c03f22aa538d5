//go:build !linux && !darwin

package instance

import "net"

// sameUser is true: the system does not tell, and nobody else can enter the socket's folder.
func sameUser(*net.UnixConn) bool { return true }
