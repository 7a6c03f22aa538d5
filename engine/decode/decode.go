// Package decode turns a picture file into an upright picture of bounded size
// and the details that its header tells.
//
// Files are opened for reading only, and recognised by content, never by name.
// No pixel is allocated before the dimensions in the header are known to be
// within bounds, and no file, however broken, ends the program: the error says
// whether the format is unknown ([ErrFormat]), the picture too large
// ([ErrTooLarge]), damaged ([ErrDamaged]) or too slow to decode ([ErrTooSlow]).
//
// The callers decide which files to decode, and what to do with the pictures.
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

	"recollect/engine/cloud"
	"recollect/engine/decode/icc"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// Options say how large a picture must be. The zero value decodes it at full
// size, without a budget.
type Options struct {
	// ShortPx and LongPx are the least lengths of the sides that the caller needs; 0
	// and 0 mean full size. A larger picture may be scaled down as long as it keeps
	// them, with a margin; a small one is never scaled.
	ShortPx, LongPx int
	// Budget is shared by everything that decodes at the same time; nil: only the limits of a single
	// picture apply.
	Budget *Budget
}

// A picture of up to wholePx pixels is decoded as a whole: it costs little, and
// the model then sees in it exactly what it was trained to see. Of a larger one a
// quarter more is kept of its sides than is wanted: the embedding's cosine
// similarity with that of the whole is then 0.995 or more (TestReducedDecodingKeepsEmbeddings),
// and a picture of 12 megapixels can still be decoded at an eighth.
const wholePx = 3_000_000

// sides returns the least lengths of the sides for a picture of this size; 0 and 0: full
// size.
func (o Options) sides(size image.Point) (shortPx, longPx int) {
	if pixels(size) <= wholePx {
		return 0, 0
	}
	return o.ShortPx * 5 / 4, o.LongPx * 5 / 4
}

// Picture is a decoded file.
type Picture struct {
	// Image is upright, with its origin at 0,0; transparent where the file is, so
	// that its samples are multiplied with alpha. Its colours are as they are stored,
	// which is what models were trained with; OnScreen gives those to be seen. Only where greys
	// are stored in another way than those of other photos (PQ, HLG, linear light) is
	// Image in sRGB itself.
	Image   *image.RGBA
	Opaque  bool       // Image has no transparent pixel
	Hash    photo.Hash // of all bytes of the file
	Details photo.Details

	colours *icc.Transform // from those of Image to sRGB; nil: they are
}

// OnScreen returns p in sRGB, its longer side at most longSidePx as Fit makes it. It may
// be Image itself, changed in place: a caller that needs both uses Image first.
func (p *Picture) OnScreen(longSidePx int) *image.RGBA {
	img := Fit(p.Image, longSidePx)
	if p.colours != nil {
		p.colours.Apply(img)
		if img == p.Image {
			p.colours = nil
		}
	}
	return img
}

// Describe reads the header of f and decodes no pixels. Where the file names no date,
// Taken is f.ModTime. It refuses as too large what cannot be decoded at any size. File
// refuses more, the larger the wanted size. The error wraps ErrFormat, ErrTooLarge or
// ErrDamaged, or is that of the file system. It may be called from any goroutine, as may
// all of this package.
func Describe(f photo.File) (photo.Details, error) {
	var d photo.Details
	err := guard(f.Path, func() error {
		content, _, err := open(f.Path)
		if err != nil {
			return err
		}
		defer content.Close()
		d, _, err = describe(content, f, Options{ShortPx: 1, LongPx: 1})
		return err
	})
	return d, err
}

// File reads all of f once and decodes it as soon as the budget allows. Details
// and errors are those of Describe; Damaged, ErrTooSlow and ctx's own error may
// come on top.
func File(ctx context.Context, f photo.File, o Options) (Picture, error) {
	var p Picture
	err := guard(f.Path, func() error {
		content, sizeBytes, err := open(f.Path)
		if err != nil {
			return err
		}
		defer content.Close()
		h, err := readHeader(content, o)
		if err != nil {
			return err
		}
		release, err := o.Budget.take(ctx, sizeBytes+h.bytes)
		if err != nil {
			return err
		}
		defer release()
		data, err := read(ctx, content, sizeBytes)
		if err != nil {
			return err
		}
		p, err = picture(ctx, data, f, o)
		return err
	})
	return p, err
}

// Bytes decodes data, which are all the bytes of f; nothing is read from disk, and
// data is not kept. Of an animation it gives the first frame. A JPEG or PNG that
// ends early is decoded as far as it goes, with the rest grey and Damaged set;
// without libjpeg-turbo such a JPEG is ErrDamaged.
func Bytes(ctx context.Context, data []byte, f photo.File, o Options) (Picture, error) {
	var p Picture
	err := guard(f.Path, func() error {
		h, err := readHeader(bytes.NewReader(data), o)
		if err != nil {
			return err
		}
		release, err := o.Budget.take(ctx, h.bytes)
		if err != nil {
			return err
		}
		defer release()
		p, err = picture(ctx, data, f, o)
		return err
	})
	return p, err
}

// picture decodes data within a budget that was taken.
func picture(ctx context.Context, data []byte, f photo.File, o Options) (Picture, error) {
	d, h, err := describe(bytes.NewReader(data), f, o)
	if err != nil {
		return Picture{}, err
	}
	limited, explain, cancel := timed(ctx, h.time)
	defer cancel()
	colours := h.colours(h.part(data))
	var t *tones
	if colours.Toned() {
		t, colours = &tones{to: colours}, nil
	}
	img, broken, err := h.pixels(limited, data, o, t)
	if err != nil {
		return Picture{}, explain(decoderFault(d.Format, err))
	}
	img = upright(img, d.Orientation)
	d.Damaged = broken
	return Picture{Image: img, Opaque: img.Opaque(), Hash: sha256.Sum256(data), Details: d, colours: colours}, ctx.Err()
}

// part returns the part of a file that is decoded.
func (h header) part(data []byte) []byte { return data[h.offset:][:h.length] }

// pixels decodes and reduces the picture within data, as it is stored but for its tones,
// which t converts; nil: they stay.
func (h header) pixels(
	ctx context.Context, data []byte, o Options, t *tones,
) (img *image.RGBA, broken bool, err error) {
	full, broken, err := h.decode(ctx, h.part(data), t)
	if err != nil {
		return nil, false, err
	}
	// The decoders check the same header again: this holds if one of them does not.
	if err := check(full.Bounds().Size(), maxPixels); err != nil {
		return nil, false, err
	}
	if t == nil {
		return reduce(full, o), broken, nil
	}
	if narrow := t.narrow(full); narrow != nil { // first: 8 bits would leave too few steps in the dark
		full = narrow
	}
	img = reduce(full, o)
	if !t.done {
		t.to.Apply(img)
	}
	return img, broken, nil
}

// tones converts a picture whose greys are far from those of sRGB.
type tones struct {
	to   *icc.Transform
	done bool // the pixels were converted
}

// narrow converts img, once, if it has 16 bits a sample; nil otherwise.
func (t *tones) narrow(img image.Image) *image.RGBA {
	if t.done {
		return nil
	}
	to := t.to.Wide(img)
	t.done = to != nil
	return to
}

// guard adds the path to what work returns, and turns a panic of a decoder into
// ErrDamaged: those outside of the standard library panic on some hostile files.
func guard(path string, work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = damaged(fmt.Errorf("panic: %v", p))
		}
		var system *fs.PathError
		if err != nil && !stopped(err) && !errors.As(err, &system) {
			err = &fs.PathError{Op: "decode", Path: path, Err: err}
		}
	}()
	return work()
}

// stopped reports whether the caller or the time limit ended the work.
func stopped(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// inCloud is a seam for tests.
var inCloud = cloud.Only

// open opens the regular file at path, whose size is within bounds. It checks first:
// opening a file that is in a cloud only would download it.
func open(path string) (f *os.File, sizeBytes int64, err error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, 0, err
	case inCloud(info):
		return nil, 0, cloud.ErrOnly
	case info.Mode().IsRegular() && info.Size() > maxFileBytes:
		return nil, 0, tooLarge(fmt.Errorf("%d bytes", info.Size()))
	}
	f, err = file.Open(path)
	if errors.Is(err, file.ErrKind) {
		return nil, 0, notRecognised(err)
	}
	return f, info.Size(), err
}

func read(ctx context.Context, r io.ReaderAt, sizeBytes int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(sizeBytes) + bytes.MinRead)
	// Read one byte more: the file may have grown since its size was read.
	_, err := b.ReadFrom(interruptible{ctx, io.NewSectionReader(r, 0, sizeBytes+1)})
	switch {
	case err != nil:
		return nil, err
	case int64(b.Len()) != sizeBytes:
		return nil, damaged(errors.New("changed while it was read"))
	}
	return b.Bytes(), nil
}
