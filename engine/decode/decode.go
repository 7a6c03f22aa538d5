// Package decode turns a picture file into an upright picture of bounded size, and reads the
// details in its header.
//
// Files are opened for reading only, and recognised by content, never by name.
// No pixel is allocated before the dimensions in the header are known to be
// within bounds, and no file, however broken, ends the program: the error says
// whether the format is unknown ([ErrFormat]), the picture too large
// ([ErrTooLarge]), damaged ([ErrDamaged]) or too slow to decode ([ErrTooSlow]).
//
// The caller decides which files to decode, and what to do with the pictures.
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
	// ShortPx and LongPx are the smallest sides that the caller needs; 0 and 0 mean full size. A
	// larger picture may be scaled down to these, plus a margin; a small one is never scaled.
	ShortPx, LongPx int
	// Budget is shared by everything that decodes at the same time; nil: only the limits of a single
	// picture apply.
	Budget *Budget
}

// A picture of up to wholePx pixels is decoded at full size: that costs little, and the model gets
// exactly the pixels that it was trained for. A larger one keeps a margin of a quarter beyond the
// sides that are wanted: its embedding then has a cosine similarity of 0.995 or more with that of
// the full size (TestReducedDecodingKeepsEmbeddings), and a picture of 12 megapixels can still be
// decoded at an eighth.
const wholePx = 3_000_000

// sides returns the smallest sides that are needed of a picture of this size; 0 and 0: full size.
func (o Options) sides(size image.Point) (shortPx, longPx int) {
	if pixels(size) <= wholePx {
		return 0, 0
	}
	return o.ShortPx * 5 / 4, o.LongPx * 5 / 4
}

// Picture is a decoded file.
type Picture struct {
	// Image is upright, with its origin at 0,0. Its samples are multiplied with alpha. Its colours
	// are as stored, which is what models were trained with; OnScreen converts them to sRGB. Only
	// pictures whose greys differ much from sRGB (PQ, HLG, linear light) are in sRGB here already.
	Image   *image.RGBA
	Opaque  bool       // Image has no transparent pixel
	Hash    photo.Hash // of all bytes of the file
	Details photo.Details

	colours *icc.Transform // from those of Image to sRGB; nil: they are sRGB
}

// OnScreen returns p in sRGB, scaled down by Fit to a longer side of longSidePx. The result may be
// Image, changed in place: a caller that needs both uses Image first.
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

// Describe reads the header of f and decodes no pixels. If the file has no date, Taken is
// f.ModTime. Describe returns ErrTooLarge for a picture that cannot be decoded at any size; File
// refuses more, depending on the wanted size. The error wraps ErrFormat, ErrTooLarge or ErrDamaged,
// or is that of the file system. All functions of this package may be called from any goroutine.
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

// File reads all of f once and decodes it as soon as the budget allows. Details and errors are
// those of Describe; besides, Damaged may be set, and the error may be ErrTooSlow or ctx's.
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
		data := o.Budget.buffer(sizeBytes)
		sum, err := read(ctx, content, data)
		if err != nil {
			return err
		}
		if p, err = picture(ctx, data, f, o); err != nil {
			return err // a decoder that was left behind may still read data
		}
		p.Hash = sum
		o.Budget.reuse(data)
		return nil
	})
	return p, err
}

// Bytes decodes data, which are all the bytes of f. It reads nothing from disk and does not keep
// data. It decodes the first frame of an animation. A JPEG or PNG that ends early is decoded as far
// as possible, with the rest grey and Damaged set; without libjpeg-turbo such a JPEG is ErrDamaged.
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
		p.Hash = sha256.Sum256(data)
		return err
	})
	return p, err
}

// picture decodes data, without its hash. The caller has reserved the memory. Once picture has returned no error,
// nothing refers to data.
func picture(ctx context.Context, data []byte, f photo.File, o Options) (Picture, error) {
	d, h, err := describe(bytes.NewReader(data), f, o)
	if err != nil {
		return Picture{}, err
	}
	if h.prepare != nil {
		if err := h.prepare(ctx); err != nil {
			return Picture{}, err
		}
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
	return Picture{Image: img, Opaque: Opaque(img), Details: d, colours: colours}, ctx.Err()
}

// part returns the part of a file that is decoded.
func (h header) part(data []byte) []byte { return data[h.offset:][:h.length] }

// pixels decodes and reduces the picture within data. Colours stay as stored unless t, which may be
// nil, converts them.
func (h header) pixels(
	ctx context.Context, data []byte, o Options, t *tones,
) (img *image.RGBA, broken bool, err error) {
	full, broken, err := h.decode(ctx, h.part(data), t)
	if err != nil {
		return nil, false, err
	}
	// Decoders check the same header again. This check holds even if one of them does not.
	if err := check(full.Bounds().Size(), maxPixels); err != nil {
		return nil, false, err
	}
	if t == nil {
		return reduce(full, o), broken, nil
	}
	if narrow := t.narrow(full); narrow != nil { // before scaling: 8 bits would leave too few steps in dark tones
		full = narrow
	}
	img = reduce(full, o)
	if !t.done {
		t.to.Apply(img)
	}
	return img, broken, nil
}

// tones converts a picture whose greys differ much from sRGB.
type tones struct {
	to   *icc.Transform
	done bool // the pixels were converted
}

// narrow converts img if it has 16 bits a sample, and returns nil otherwise. It works once.
func (t *tones) narrow(img image.Image) *image.RGBA {
	if t.done {
		return nil
	}
	to := t.to.Wide(img)
	t.done = to != nil
	return to
}

// guard adds the path to the error of work, and turns a panic into ErrDamaged: decoders outside of
// the standard library panic on some hostile files.
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

// open opens the regular file at path and checks its size. Before that it checks whether the file
// is only in a cloud: opening it would download it.
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

// read reads all of a file into data, which has its length, and returns its hash. It hashes each part while that is
// in the processor's cache.
func read(ctx context.Context, r io.ReaderAt, data []byte) (sum photo.Hash, err error) {
	const part = 256 << 10
	h := sha256.New()
	for at := 0; at < len(data); at += part {
		some := data[at:min(at+part, len(data))]
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		if _, err := r.ReadAt(some, int64(at)); errors.Is(err, io.EOF) {
			return sum, errGrown
		} else if err != nil {
			return sum, err
		}
		h.Write(some)
	}
	// The file may have grown since its size was read.
	if n, err := r.ReadAt(make([]byte, 1), int64(len(data))); n > 0 {
		return sum, errGrown
	} else if !errors.Is(err, io.EOF) {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

var errGrown = damaged(errors.New("changed while it was read"))
