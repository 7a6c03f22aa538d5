package watch

import (
	"fmt"
	"os"
	"strings"
)

// Limit tells how many folders this system lets a user watch, and how to raise
// that; next is empty where there is nothing to raise.
func Limit() (what, next string) {
	n, err := os.ReadFile("/proc/sys/fs/inotify/max_user_watches")
	if err != nil {
		return "inotify, limit unknown", ""
	}
	return fmt.Sprintf("inotify, up to %s folders", strings.TrimSpace(string(n))),
		"Folders beyond that are looked at every 20 s or more. To raise it: " + raise("max_user_watches=1048576")
}

// Next is what the user can do about r; empty where that is nothing.
func (r Reason) Next() string {
	switch r {
	case WatchLimit:
		return raise("max_user_watches=1048576")
	case FileLimit:
		return raise("max_user_instances=512")
	default:
		return ""
	}
}

// raise is the command that sets a limit of inotify, until it is set again.
func raise(setting string) string {
	return "echo fs.inotify." + setting + " | sudo tee -a /etc/sysctl.d/60-recollect.conf && sudo sysctl --system"
}
