package command

import (
	"errors"
	"io/fs"
	"syscall"

	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// sentence is the command line's own error.
func sentence(what, next plain.Text) error {
	return &photo.Fault{Text: string(what), What: string(what), Next: string(next)}
}

// Explain turns err into a sentence for the user and one that says what to do
// next, which may be empty. The path that err speaks of is named.
func Explain(err error) (what, next plain.Text) {
	what, next = explain(err)
	var path *fs.PathError
	if errors.As(err, &path) {
		what = plain.Format("%s: %s", path.Path, what)
	}
	return what, next
}

func explain(err error) (what, next plain.Text) {
	var told interface{ Explain() (what, next string) }
	switch {
	case errors.Is(err, engine.ErrInUse):
		return plain.Format("%v.", err), "Close it first, or use another --library."
	case errors.As(err, &told):
		what, next := told.Explain()
		return plain.Prose(what), plain.Prose(next)
	case errors.Is(err, fs.ErrNotExist):
		return "There is no such file or folder.", ""
	case errors.Is(err, fs.ErrPermission):
		return "Recollect is not allowed to read this.", "Check its permissions."
	case errors.Is(err, syscall.ENOSPC):
		return "The disk is full.", "Free some space and try again; nothing was lost."
	default:
		return plain.Format("%v.", err), ""
	}
}

// inOne are both sentences of Explain in one line.
func inOne(what, next plain.Text) plain.Text {
	if next == "" {
		return what
	}
	return what + " " + next
}
