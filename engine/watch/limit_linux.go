package watch

import (
	"os"
	"strings"

	"recollect/engine/photo"
)

const (
	// WatchLimit means that the system watches as many folders for this user as it will.
	WatchLimit photo.Reason = "watch:inotify-watches"
	// FileLimit means that as many files or event queues are open as the system allows.
	FileLimit photo.Reason = "watch:inotify-instances"
)

// Limit returns how many folders this system lets a user watch.
func Limit() photo.Reason {
	n, err := os.ReadFile("/proc/sys/fs/inotify/max_user_watches")
	if err != nil {
		return photo.NewReason("watch:limit-unknown", nil)
	}
	return photo.NewReason("watch:limit", photo.Args{"folders": strings.TrimSpace(string(n))})
}
