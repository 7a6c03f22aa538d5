package decode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"time"

	"recollect/engine/decode/bmp"
	"recollect/engine/decode/gif"
	"recollect/engine/decode/heif"
	"recollect/engine/decode/icc"
	"recollect/engine/decode/jpeg"
	"recollect/engine/decode/png"
	"recollect/engine/decode/raw"
	"recollect/engine/decode/tiff"
	"recollect/engine/decode/webp"
	"recollect/engine/format"
)

// input is what headers are read from.
type input interface {
	io.ReadSeeker
	io.ReaderAt
}

// header holds what precedes the pixels of a file, and how to decode these.
type header struct {
	size     image.Point // as stored, or upright if the decoder turns the picture
	upright  bool        // the decoder turns the picture
	animated bool
	scaled   bool          // the decoder scales a large picture down, and never holds all of it
	bytes    int64         // of memory that decoding takes, with its result, without the file's own bytes
	time     time.Duration // that decoding may take beyond maxTime

	// prepare does what the first picture of a format waits for, and no later one; nil for nothing. It is no part
	// of the time that decoding may take.
	prepare func(ctx context.Context) error

	// offset and length are the part of the file that decode gets, and container is the layout of
	// that part.
	offset, length int64
	container      format.Container
	// decode may be called once the size is known to be within bounds. broken
	// reports whether a part of the pixels is missing.
	decode decoder
	// colours returns the conversion of the pixels of part to sRGB; nil if they are sRGB.
	colours func(part []byte) *icc.Transform
}

// decoder decodes the pixels in a part of a file. To save memory, it may let t reduce samples of
// more than 8 bits.
type decoder func(ctx context.Context, part []byte, t *tones) (img image.Image, broken bool, err error)

// headerOf reads the header of a file of the given format, named as format.Sniff does. It refuses
// pictures that are out of bounds.
func headerOf(r input, sizeBytes int64, name string, o Options) (header, error) {
	h, err := codecOf(r, sizeBytes, name, o)
	if err != nil {
		return header{}, decoderFault(name, err)
	}
	most := int64(maxPixels)
	if h.scaled {
		most = maxScaledPixels
	}
	if err := check(h.size, most); err != nil {
		return header{}, err
	}
	if h.bytes > maxBytes {
		return header{}, tooManyPixels(h.size, fmt.Errorf("%d bytes of memory", h.bytes))
	}
	if h.container == "" {
		f, _ := format.Of(name)
		h.container = f.Container
	}
	if h.colours == nil {
		h.colours = func(part []byte) *icc.Transform { return icc.Of(bytes.NewReader(part), h.length, h.container) }
	}
	return h, nil
}

func codecOf(r input, sizeBytes int64, name string, o Options) (header, error) {
	f, _ := format.Of(name)
	switch f.Decoder {
	case format.JPEG:
		return jpegHeader(r, 0, sizeBytes, o)
	case format.PNG:
		h, err := png.Config(r, sizeBytes)
		return whole(sizeBytes, header{size: h.Size, animated: h.Animated, bytes: h.Bytes()}, o, pngPixels), err
	case format.GIF:
		h, err := gif.Config(r, sizeBytes)
		found := header{size: h.Size, animated: h.Animated, bytes: 5 * pixels(h.Size)}
		return whole(sizeBytes, found, o, entire(gifPixels)), err
	case format.WebP:
		h, err := webp.Config(r, sizeBytes)
		found := header{size: h.Size, animated: h.Animated, bytes: 8 * pixels(h.Size)}
		return whole(sizeBytes, found, o, entire(webpPixels)), err
	case format.BMP:
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return header{}, err
		}
		size, err := bmp.Config(r)
		return whole(sizeBytes, header{size: size, bytes: 4 * pixels(size)}, o, entire(bmpPixels)), err
	case format.TIFF:
		return tiffHeader(r, sizeBytes, o)
	case format.HEIF:
		return heifHeader(r, sizeBytes, o)
	case format.Preview:
		return rawHeader(r, sizeBytes, o)
	}
	return header{}, unsupportedFormat(name)
}

// whole completes the header of a file that is decoded as a whole and reduced afterwards.
func whole(sizeBytes int64, h header, o Options, decode decoder) header {
	h.length = sizeBytes
	h.bytes += o.afterwards(h.size)
	h.decode = decode
	return h
}

// entire returns a decoder that decodes all of a picture or fails.
func entire(decode func(context.Context, []byte) (image.Image, error)) decoder {
	return func(ctx context.Context, part []byte, _ *tones) (image.Image, bool, error) {
		img, err := decode(ctx, part)
		return img, false, err
	}
}

// afterwards returns the memory that reducing and turning a picture takes.
func (o Options) afterwards(size image.Point) int64 {
	n := o.factor(size)
	return 2 * 4 * pixels(image.Pt((size.X+n-1)/n, (size.Y+n-1)/n))
}

// jpegAfterwards is afterwards for the result of jpeg.Decode, which reduce copies only if it is too
// large.
func (o Options) jpegAfterwards(size image.Point) int64 {
	if o.factor(size) == 1 {
		return 4 * pixels(size)
	}
	return o.afterwards(size)
}

func pixels(size image.Point) int64 { return int64(size.X) * int64(size.Y) }

// jpegHeader returns the header of the JPEG in a part of a file.
func jpegHeader(r input, offset, length int64, o Options) (header, error) {
	h, err := jpeg.Config(io.NewSectionReader(r, offset, length), length)
	if err != nil {
		return header{}, err
	}
	size := image.Pt(h.WidthPx, h.HeightPx)
	shortPx, longPx := o.sides(size)
	return header{
		size: size, scaled: jpeg.Scaling, offset: offset, length: length, container: format.Segments,
		bytes: h.Bytes(shortPx, longPx) + o.jpegAfterwards(h.Scaled(shortPx, longPx)),
		decode: func(ctx context.Context, part []byte, _ *tones) (image.Image, bool, error) {
			p, err := jpeg.Decode(ctx, part, shortPx, longPx)
			if err != nil {
				return nil, false, err // and not a nil picture in an interface
			}
			return p.Image, p.Damaged, nil
		},
	}, nil
}

// rawHeader returns the header of the JPEG that a camera put into a RAW file. Some old
// files hold only a TIFF picture.
func rawHeader(r input, sizeBytes int64, o Options) (header, error) {
	preview, err := raw.Preview(r, sizeBytes)
	if !errors.Is(err, raw.ErrNone) {
		if err != nil {
			return header{}, err
		}
		return jpegHeader(r, preview.Offset, min(preview.Length, sizeBytes-preview.Offset), o)
	}
	h, noTIFF := tiffHeader(r, sizeBytes, o)
	if noTIFF != nil {
		return header{}, err
	}
	return h, nil
}

func tiffHeader(r input, sizeBytes int64, o Options) (header, error) {
	size, err := tiff.Config(r, sizeBytes)
	return whole(sizeBytes, header{size: size, bytes: 5 * pixels(size)}, o, entire(tiffPixels)), err
}

func pngPixels(ctx context.Context, data []byte, _ *tones) (image.Image, bool, error) {
	return png.Decode(interruptibleAt{ctx, bytes.NewReader(data)}, int64(len(data)))
}

func gifPixels(ctx context.Context, data []byte) (image.Image, error) {
	return gif.Decode(interruptibleAt{ctx, bytes.NewReader(data)}, int64(len(data)))
}

func bmpPixels(ctx context.Context, data []byte) (image.Image, error) {
	return bmp.Decode(interruptible{ctx, bytes.NewReader(data)})
}

func tiffPixels(ctx context.Context, data []byte) (image.Image, error) {
	return tiff.Decode(interruptibleAt{ctx, bytes.NewReader(data)}, int64(len(data)))
}

func webpPixels(ctx context.Context, data []byte) (image.Image, error) {
	return detached(ctx, func() (image.Image, error) { return webp.Decode(data) })
}

func heifHeader(r input, sizeBytes int64, o Options) (header, error) {
	f, err := heif.Config(r, sizeBytes)
	h := header{size: f.Size, upright: true, animated: f.Animated, bytes: f.Bytes(), time: heifTime(f.Size)}
	h.colours = func([]byte) *icc.Transform { return icc.OfBoxes(f.Profile, f.Grey, f.Primaries, f.Transfer) }
	h.prepare = func(ctx context.Context) error {
		_, err := detached(ctx, func() (image.Image, error) { return nil, f.Prepare() })
		return err
	}
	return whole(sizeBytes, h, o, heifPixels), err
}

func heifPixels(ctx context.Context, data []byte, t *tones) (image.Image, bool, error) {
	var narrow func(*image.RGBA64) *image.RGBA
	if t != nil {
		narrow = func(img *image.RGBA64) *image.RGBA { return t.narrow(img) }
	}
	img, err := detached(ctx, func() (image.Image, error) { return heif.Decode(data, narrow) })
	return img, false, err
}

// heifTime returns how much longer than other formats decoding may take: in WebAssembly 0.1 to 0.4
// seconds a megapixel were measured, and some machines are slower.
func heifTime(size image.Point) time.Duration {
	return time.Duration(pixels(size)) * 500 * time.Nanosecond
}

// detached runs a decoder that cannot be interrupted. When ctx ends, detached
// returns; the decoder runs on, and its result is dropped.
func detached(ctx context.Context, decode func() (image.Image, error)) (image.Image, error) {
	type result struct {
		img image.Image
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r = result{err: fmt.Errorf("panic: %v", p)}
			}
			done <- r
		}()
		r.img, r.err = decode()
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-done:
		return r.img, r.err
	}
}
