//go:build !linux

package watch

import (
	"runtime"

	"recollect/engine/photo"
)

const (
	// WatchLimit means that the system watches as many folders for this user as it will.
	WatchLimit photo.Reason = "watch:folders"
	// FileLimit means that as many files or event queues are open as the system allows.
	FileLimit photo.Reason = "watch:files"
)

// Limit returns how many folders this system lets a user watch.
func Limit() photo.Reason {
	return photo.NewReason("watch:system", photo.Args{"system": runtime.GOOS})
}
