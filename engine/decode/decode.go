// Package decode turns a picture file into an upright picture of bounded size
// and the details that its header tells.
//
// Files are opened for reading only, and recognised by content, never by name.
// No pixel is allocated before the dimensions in the header were found to be
// within bounds, and no file, however broken, ends the program: what goes wrong
// comes back as an error that says whether the format is unknown ([ErrFormat]),
// the picture too large ([ErrTooLarge]) or damaged ([ErrDamaged]).
//
// Which files to decode, and what becomes of the pictures, is left to others.
package decode

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"

	"recollect/engine/photo"
)

// The bounds: what is beyond them is refused with ErrTooLarge.
const (
	maxFileBytes = 512 << 20
	maxPixels    = 200_000_000
	maxSidePx    = 65_535
)

// headBytes is how much of a file Sniff is given: enough for the first
// directory of the RAW files that look like TIFF.
const headBytes = 4096

// Options say what a picture is wanted for. The zero value gives it at full
// size, within no budget.
type Options struct {
	// ShortPx and LongPx are what the sides of the picture must at least have left,
	// as far as the file has them, so that all that is made of it is as good as if
	// it were made of the whole; 0 and 0: all of it. A picture of little more is
	// given as it is.
	ShortPx, LongPx int
	// Budget is shared by all who decode at the same time; nil: no bound but that of a single picture.
	Budget *Budget
}

// Picture is a decoded file.
type Picture struct {
	// Image is upright, with its origin at 0,0; transparent where the file is, so
	// that its samples are multiplied with alpha.
	Image   *image.RGBA
	Opaque  bool       // Image has no transparent pixel
	Hash    photo.Hash // of all bytes of the file
	Details photo.Details
}

// input is what headers are read from: a file, or its bytes in memory.
type input interface {
	io.ReadSeeker
	io.ReaderAt
}

// Describe reads the header of f and decodes no pixels. Where the file names no
// date, Taken is f.ModTime. The error wraps ErrFormat, ErrTooLarge or
// ErrDamaged, or is that of the file system. It may be called from any
// goroutine, as may all of this package.
func Describe(f photo.File) (photo.Details, error) {
	var d photo.Details
	err := guard(f.Path, func() error {
		file, _, err := open(f.Path)
		if err != nil {
			return err
		}
		defer file.Close()
		d, err = describe(file, f)
		return err
	})
	return d, err
}

// File reads the whole of f once and decodes it. Details are those of Describe,
// and the errors too.
func File(ctx context.Context, f photo.File, o Options) (Picture, error) {
	var data []byte
	err := guard(f.Path, func() (err error) {
		data, err = read(f.Path)
		return err
	})
	if err != nil {
		return Picture{}, err
	}
	return Bytes(ctx, data, f, o)
}

// Bytes decodes data, which are all the bytes of f; nothing is read from disk,
// and data is not kept. Of an animation it gives the first frame. A JPEG that
// ends early is given with what there is of it, the rest grey, where
// libjpeg-turbo takes that for a warning; without that library it is ErrDamaged.
func Bytes(ctx context.Context, data []byte, f photo.File, o Options) (Picture, error) {
	p := Picture{Hash: sha256.Sum256(data)}
	err := guard(f.Path, func() error {
		d, err := describe(bytes.NewReader(data), f)
		if err != nil {
			return err
		}
		img, err := pixels(data, d.Format)
		if err != nil {
			return err
		}
		p.Image, p.Opaque = upright(flatten(img), d.Orientation), true
		p.Details = d
		p.Details.WidthPx, p.Details.HeightPx = p.Image.Rect.Dx(), p.Image.Rect.Dy()
		return nil
	})
	if err != nil {
		return Picture{}, err
	}
	return p, nil
}

// guard adds the path to what work returns, and turns a panic of a decoder into
// ErrDamaged: those outside of the standard library panic on some hostile files.
func guard(path string, work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = damaged(fmt.Errorf("panic: %v", p))
		}
		if system := (*fs.PathError)(nil); err != nil && !errors.As(err, &system) {
			err = &fs.PathError{Op: "decode", Path: path, Err: err}
		}
	}()
	return work()
}

// open opens the regular file at path, whose size is within bounds. It looks
// before it opens: opening a named pipe would wait for its writer.
func open(path string) (file *os.File, sizeBytes int64, err error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, 0, err
	case !info.Mode().IsRegular():
		return nil, 0, unknown(errors.New("not a regular file"))
	case info.Size() > maxFileBytes:
		return nil, 0, tooLarge(fmt.Errorf("%d bytes", info.Size()))
	}
	file, err = os.Open(path)
	return file, info.Size(), err
}

func read(path string) ([]byte, error) {
	file, sizeBytes, err := open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var b bytes.Buffer
	b.Grow(int(sizeBytes) + bytes.MinRead)
	// The file may have grown since it was looked at.
	if _, err := b.ReadFrom(io.LimitReader(file, maxFileBytes+1)); err != nil {
		return nil, err
	}
	if b.Len() > maxFileBytes {
		return nil, tooLarge(errors.New("grew while it was read"))
	}
	return b.Bytes(), nil
}

// check refuses dimensions that are out of bounds.
func check(size image.Point) error {
	switch {
	case size.X <= 0 || size.Y <= 0:
		return damaged(fmt.Errorf("%d x %d pixels", size.X, size.Y))
	case size.X > maxSidePx || size.Y > maxSidePx || int64(size.X)*int64(size.Y) > maxPixels:
		return tooLarge(fmt.Errorf("%d x %d pixels", size.X, size.Y))
	}
	return nil
}

// pixels decodes data as it is stored, not upright. The dimensions in its header
// must have been checked.
func pixels(data []byte, format string) (image.Image, error) {
	c, ok := codecOf(format)
	if !ok {
		return nil, unsupported(format)
	}
	img, err := c.pixels(data)
	if err != nil {
		return nil, foreign(format, err)
	}
	// The decoders check the same header again: this holds if one of them does not.
	if err := check(img.Bounds().Size()); err != nil {
		return nil, err
	}
	return img, nil
}
