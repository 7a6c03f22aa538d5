package watch

import (
	"errors"

	"golang.org/x/sys/windows"

	"recollect/engine/photo"
)

// reasonOf returns why a folder cannot be watched when adding it failed with err.
func reasonOf(err error) photo.Reason {
	if errors.Is(err, windows.ERROR_TOO_MANY_OPEN_FILES) {
		return FileLimit
	}
	return Refused
}
