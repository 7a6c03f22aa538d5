// Package webp reads WebP: lossy, lossless, with alpha, and of an animation the
// first frame in its place on the canvas.
//
// golang.org/x/image/webp decodes the bitstreams; this package reads the
// container around them, and converts the colours of lossy pictures exactly as
// libwebp does. No more is allocated than the dimensions that Config gives
// imply, so a caller that refuses large ones is safe.
//
// Metadata and colour profiles are ignored.
package webp

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"io"

	"golang.org/x/image/webp"

	"recollect/engine/container"
)

// Header is what the header of a file says.
type Header struct {
	Size     image.Point // of the canvas, in pixels
	Animated bool        // there is more than one frame
}

// Config reads the header of a file of sizeBytes.
func Config(r io.ReaderAt, sizeBytes int64) (Header, error) {
	p, err := read(r, sizeBytes)
	return Header{p.canvas, p.frames > 1}, err
}

// Decode decodes all the bytes of a file, of an animation the first frame: the
// canvas is transparent where that does not cover it. The picture is an
// *image.NRGBA with its origin at 0,0. The dimensions that Config gives must have
// been checked.
func Decode(data []byte) (image.Image, error) {
	p, err := read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	img, err := webp.Decode(io.MultiReader(p.parts(data)...))
	if err != nil {
		return nil, err
	}
	frame := straight(img)
	if p.opaque {
		makeOpaque(frame)
	}
	if frame.Rect.Size() == p.canvas {
		return frame, nil
	}
	canvas := image.NewNRGBA(image.Rectangle{Max: p.canvas})
	draw.Draw(canvas, p.frame, frame, image.Point{}, draw.Src)
	return canvas, nil
}

// parts returns a file of the first picture alone. Its header is made again, as the
// decoder refuses those of animations, and those that promise alpha where there is none.
func (p picture) parts(data []byte) []io.Reader {
	var chunks []io.Reader
	total := 0
	add := func(name string, body []byte) {
		head := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body)))
		filling := make([]byte, len(body)&1)
		chunks = append(chunks, bytes.NewReader(head), bytes.NewReader(body), bytes.NewReader(filling))
		total += len(head) + len(body) + len(body)&1
	}
	if p.alpha.Name != "" && p.pixels.Name == "VP8 " {
		const flagAlpha = 1 << 4
		w, h := p.frame.Dx()-1, p.frame.Dy()-1
		canvas := []byte{byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}
		add("VP8X", append([]byte{flagAlpha, 0, 0, 0}, canvas...))
		add("ALPH", body(data, p.alpha))
	}
	add(p.pixels.Name, body(data, p.pixels))
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+total))
	return append([]io.Reader{bytes.NewReader(append(head, "WEBP"...))}, chunks...)
}

// body returns the content of a chunk, as far as it is in the file.
func body(data []byte, c container.Chunk) []byte {
	end := min(c.At+c.Len, int64(len(data)))
	return data[min(c.At, end):end]
}

// makeOpaque undoes the alpha that a palette index beyond the palette gets.
func makeOpaque(img *image.NRGBA) {
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
}

// straight converts the decoder's result.
func straight(img image.Image) *image.NRGBA {
	switch img := img.(type) {
	case *image.NRGBA:
		return img
	case *image.YCbCr:
		return fromVideo(img, nil, 0)
	case *image.NYCbCrA:
		return fromVideo(&img.YCbCr, img.A, img.AStride)
	}
	dst := image.NewNRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(dst, dst.Rect, img, img.Bounds().Min, draw.Src)
	return dst
}
