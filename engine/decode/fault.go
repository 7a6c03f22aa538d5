package decode

import (
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io/fs"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// What can be wrong with a file, for errors.Is. A file that cannot be read gives
// the error of the file system, and none of these.
var (
	// ErrFormat: not a picture, or of a format or kind that is not supported.
	ErrFormat = errors.New("format not supported")
	// ErrTooLarge: more than 200 megapixels, a side over 65,535 pixels, or a file
	// over 512 MiB. Nothing of it was decoded.
	ErrTooLarge = errors.New("too large")
	// ErrDamaged: recognised, but its content is broken or ends early.
	ErrDamaged = errors.New("damaged")
)

// fault is an error of this package with the sentence that a person reads.
type fault struct {
	kind   error // one of the sentinels
	cause  error
	reason string
}

func (f *fault) Error() string   { return fmt.Sprintf("%v: %v", f.kind, f.cause) }
func (f *fault) Unwrap() []error { return []error{f.kind, f.cause} }

// Explain gives the sentences for the user, as photo.Fault does.
func (f *fault) Explain() (what, next string) { return f.reason, "" }

func damaged(cause error) error {
	return &fault{ErrDamaged, cause, "This picture is damaged or incomplete."}
}

func empty() error {
	return &fault{ErrDamaged, errors.New("no bytes"), "This file is empty."}
}

func tooLarge(cause error) error {
	return &fault{ErrTooLarge, cause, "This picture is too large to be shown."}
}

func unknown(cause error) error {
	return &fault{ErrFormat, cause, "This file is not a picture that Recollect knows."}
}

// unsupported is the error for a format as Sniff names it.
func unsupported(format string) error {
	if format == "" {
		return unknown(errors.New("content not recognised"))
	}
	return &fault{ErrFormat, errors.New(format), fmt.Sprintf("%s pictures cannot be shown yet.", title(format))}
}

// foreign tells what is broken from what a decoder does not know how to read.
func foreign(format string, err error) error {
	var (
		own *fault
		j   jpeg.UnsupportedError
		p   png.UnsupportedError
		t   tiff.UnsupportedError
	)
	switch {
	case errors.As(err, &own):
		return err
	case errors.As(err, &j), errors.As(err, &p), errors.As(err, &t), errors.Is(err, bmp.ErrUnsupported):
		return &fault{ErrFormat, err, fmt.Sprintf("This kind of %s picture cannot be shown yet.", title(format))}
	}
	return damaged(err)
}

// Reason says in one plain sentence for the user why a file could not be
// decoded. err is what Describe, File or Bytes returned and must not be nil.
func Reason(err error) string {
	var f *fault
	switch {
	case errors.As(err, &f):
		return f.reason
	case errors.Is(err, fs.ErrNotExist):
		return "This file is no longer there."
	case errors.Is(err, fs.ErrPermission):
		return "Recollect is not allowed to read this file."
	}
	return "This file could not be read."
}
