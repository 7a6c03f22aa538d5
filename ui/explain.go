package ui

import (
	"context"
	"errors"
	"io/fs"
	"syscall"
)

// explainer is an error that knows its own sentences.
type explainer interface {
	Explain() (what, next string)
}

// Explain turns err into the two sentences that a person reads: what happened,
// and what to do next. next is empty where there is nothing to do, and both are
// empty for nil. The text of err itself is for the log and is never part of them.
func Explain(err error) (what, next string) {
	var e explainer
	switch {
	case err == nil:
		return "", ""
	case errors.As(err, &e):
		return e.Explain()
	case errors.Is(err, context.Canceled):
		return "This was stopped.", ""
	case errors.Is(err, context.DeadlineExceeded):
		return "This took too long.", "Try again. A slow or sleeping drive may need a moment."
	case errors.Is(err, syscall.ENOSPC):
		return "The disk is full.", "Free some space, then try again. Your photos are not touched."
	case errors.Is(err, fs.ErrPermission):
		return "Recollect is not allowed to read this.", "Check the permissions of the file or folder."
	case errors.Is(err, fs.ErrNotExist):
		return "This file or folder is not there any more.", "It may have been moved, or its drive may be unplugged."
	default:
		return "Something went wrong.", "Try again. Settings, Details says more."
	}
}
