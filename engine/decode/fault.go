package decode

import (
	"errors"
	"fmt"
	"image"
	stdjpeg "image/jpeg"
	"image/png"
	"io/fs"
	"strconv"
	"time"

	"recollect/engine/decode/bmp"
	"recollect/engine/decode/jpeg"
	"recollect/engine/decode/raw"
	"recollect/engine/decode/tiff"
	"recollect/engine/format"
	"recollect/engine/photo"
)

// The faults of a file, for errors.Is. If a file cannot be read, the error is that of the file
// system.
var (
	// ErrFormat: not a picture, or of a format or kind that is not supported.
	ErrFormat = errors.New("format not supported")
	// ErrTooLarge: more than 1.5 GiB of memory to decode it as small as is wanted, more
	// than 200 megapixels (1,000 where a decoder makes a fraction of them), a side over
	// 65,535 pixels, or a file over 512 MiB. Nothing was decoded.
	ErrTooLarge = errors.New("too large")
	// ErrDamaged: recognised, but its content is broken or ends early.
	ErrDamaged = errors.New("damaged")
	// ErrTooSlow: given up after 10 seconds; HEIC and AVIF get half a second more a megapixel.
	ErrTooSlow = errors.New("takes too long")
)

// fault is an error of this package with a reason for people.
type fault struct {
	kind   error // one of the sentinels
	cause  error
	reason photo.Reason
	format string // the format if no file of it is supported; empty if only this file is not
}

func (f *fault) Error() string   { return fmt.Sprintf("%v: %v", f.kind, f.cause) }
func (f *fault) Unwrap() []error { return []error{f.kind, f.cause} }

// Reason returns the reason for people, as photo.Fault does.
func (f *fault) Reason() photo.Reason { return f.reason }

func damaged(cause error) error {
	return &fault{kind: ErrDamaged, cause: cause, reason: photo.NewReason("picture:damaged", nil)}
}

func empty() error {
	return &fault{kind: ErrDamaged, cause: errors.New("no bytes"), reason: photo.NewReason("picture:empty", nil)}
}

func tooLarge(cause error) error {
	return &fault{kind: ErrTooLarge, cause: cause, reason: photo.NewReason("picture:too-large", nil)}
}

func tooManyPixels(size image.Point, cause error) error {
	return &fault{
		kind: ErrTooLarge, cause: fmt.Errorf("%d x %d: %w", size.X, size.Y, cause),
		reason: photo.NewReason("picture:pixels", photo.Args{
			"width": strconv.Itoa(size.X), "height": strconv.Itoa(size.Y),
		}),
	}
}

func tooSlow(after time.Duration) error {
	cause := fmt.Errorf("given up after %v", after)
	return &fault{kind: ErrTooSlow, cause: cause, reason: photo.NewReason("picture:too-slow", nil)}
}

func notRecognised(cause error) error {
	return &fault{kind: ErrFormat, cause: cause, reason: photo.NewReason("picture:unknown", nil)}
}

// unsupportedFormat returns the error for a format, named as format.Sniff does.
func unsupportedFormat(name string) error {
	f, ok := format.Of(name)
	if !ok {
		return notRecognised(errors.New("content not recognised"))
	}
	reason := photo.NewReason("picture:format", photo.Args{"format": f.Title})
	if f.Role == format.Film {
		reason = photo.NewReason("picture:film", photo.Args{"format": f.Title})
	}
	return &fault{kind: ErrFormat, cause: errors.New(name), reason: reason, format: name}
}

// unsupportedKind returns the error for an unsupported kind of a supported format.
func unsupportedKind(name string, cause error) error {
	f, _ := format.Of(name)
	reason := photo.NewReason("picture:kind", photo.Args{"format": f.Title})
	switch {
	case errors.Is(cause, raw.ErrNone):
		reason = photo.NewReason("picture:no-preview", nil)
	case errors.Is(cause, jpeg.ErrBits):
		reason = photo.NewReason("picture:12-bit", nil)
	}
	return &fault{kind: ErrFormat, cause: cause, reason: reason}
}

// decoderFault distinguishes a broken file from one that a decoder cannot read.
func decoderFault(name string, err error) error {
	var (
		own    *fault
		system *fs.PathError
		j      stdjpeg.UnsupportedError
		p      png.UnsupportedError
	)
	switch {
	case errors.As(err, &own), errors.As(err, &system), stopped(err):
		return err
	case errors.As(err, &j), errors.As(err, &p):
		return unsupportedKind(name, err)
	}
	for _, kind := range []error{bmp.ErrUnsupported, tiff.ErrUnsupported, jpeg.ErrKind, raw.ErrNone} {
		if errors.Is(err, kind) {
			return unsupportedKind(name, err)
		}
	}
	return damaged(err)
}

// Unsupported reports whether err, of Describe, File or Bytes, means that no file of the format can
// be shown, so that callers report it once for all. name is the format's, as format.Sniff returns
// it.
func Unsupported(err error) (name string, ok bool) {
	var f *fault
	if !errors.As(err, &f) {
		return "", false
	}
	return f.format, f.format != ""
}

// Reason returns the reason, for people, that a file could not be decoded. err is what Describe,
// File or Bytes returned and must not be nil.
func Reason(err error) photo.Reason {
	var f *fault
	switch {
	case errors.As(err, &f):
		return f.reason
	case errors.Is(err, fs.ErrNotExist):
		return photo.NewReason("picture:not-there", nil)
	case errors.Is(err, fs.ErrPermission):
		return photo.NewReason("picture:not-allowed", nil)
	}
	return photo.NewReason("picture:unread", nil)
}
