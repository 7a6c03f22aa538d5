package decode

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// codec reads one format.
type codec struct {
	// size reads the dimensions from the header, whatever they are.
	size func(input) (image.Point, error)
	// pixels decodes a whole file. It is called only once size was found to be
	// within bounds.
	pixels func(data []byte) (image.Image, error)
}

// codecOf is the codec of a format as Sniff names it, and whether there is one.
func codecOf(format string) (codec, bool) {
	switch format {
	case "jpeg":
		return codec{jpegSize, decodeJPEG}, true
	case "png":
		return codec{sizeBy(png.DecodeConfig), pixelsBy(png.Decode)}, true
	case "gif":
		return codec{sizeBy(gif.DecodeConfig), firstFrame}, true
	case "webp":
		return codec{webpSize, decodeWebP}, true
	case "bmp":
		return codec{sizeBy(bmp.DecodeConfig), pixelsBy(bmp.Decode)}, true
	case "tiff":
		return codec{sizeBy(tiff.DecodeConfig), pixelsBy(tiff.Decode)}, true
	}
	return codec{}, false
}

func sizeBy(config func(io.Reader) (image.Config, error)) func(input) (image.Point, error) {
	return func(r input) (image.Point, error) {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return image.Point{}, err
		}
		c, err := config(r)
		return image.Pt(c.Width, c.Height), err
	}
}

func pixelsBy(decode func(io.Reader) (image.Image, error)) func([]byte) (image.Image, error) {
	return func(data []byte) (image.Image, error) { return decode(bytes.NewReader(data)) }
}

// firstFrame is the first frame of a GIF in its place on the whole canvas:
// a frame may cover only a part of it.
func firstFrame(data []byte) (image.Image, error) {
	frame, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	c, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	canvas := image.Rect(0, 0, c.Width, c.Height)
	if frame.Bounds() == canvas {
		return frame, nil
	}
	dst := image.NewRGBA(canvas)
	draw.Draw(dst, frame.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return dst, nil
}
