package command

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"recollect/engine"
	"recollect/engine/photo"
)

// sentence is the command line's own error.
func sentence(what, next string) error {
	return &photo.Fault{Text: what, What: what, Next: next}
}

// Explain turns err into a sentence for the user and one that says what to do
// next, which may be empty. The path that err speaks of is named.
func Explain(err error) (what, next string) {
	what, next = explain(err)
	var path *fs.PathError
	if errors.As(err, &path) {
		what = path.Path + ": " + what
	}
	return what, next
}

func explain(err error) (what, next string) {
	var told interface{ Explain() (what, next string) }
	switch {
	case errors.Is(err, engine.ErrInUse):
		return fmt.Sprintf("%v.", err), "Close it first, or use another --library."
	case errors.As(err, &told):
		return told.Explain()
	case errors.Is(err, fs.ErrNotExist):
		return "There is no such file or folder.", ""
	case errors.Is(err, fs.ErrPermission):
		return "Recollect is not allowed to read this.", "Check its permissions."
	case errors.Is(err, syscall.ENOSPC):
		return "The disk is full.", "Free some space and try again; nothing was lost."
	default:
		return fmt.Sprintf("%v.", err), ""
	}
}
