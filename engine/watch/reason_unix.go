//go:build !windows

package watch

import (
	"errors"
	"syscall"

	"recollect/engine/photo"
)

// reasonOf returns why a folder cannot be watched when adding it failed with err.
func reasonOf(err error) photo.Reason {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return WatchLimit
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return FileLimit
	default:
		return Refused
	}
}
