package tiff

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
)

// Tags of the JPEG of TIFF 6.0, which Technical Note 2 replaced.
const (
	tagOldJPEG      = 513
	tagOldJPEGBytes = 514
)

// decodeJPEG decodes blocks that are JPEGs.
func (p *page) decodeJPEG(dst *image.NRGBA) error {
	if p.compression == compressionOldJPEG {
		return p.decodeOldJPEG(dst)
	}
	if p.planes != 1 || p.bits != 8 || p.alpha != noAlpha {
		return unsupported("JPEG with %d samples of %d bits in %d planes", p.samples, p.bits, p.planes)
	}
	tables := p.values(tagJPEGTables, maxTableBytes)
	for i := range p.offsets {
		if err := p.drawJPEG(dst, p.place(i), p.completed(p.section(i), tables)); err != nil {
			return err
		}
	}
	return nil
}

// decodeOldJPEG decodes the old kind if it is a single complete JPEG, as in most files.
func (p *page) decodeOldJPEG(dst *image.NRGBA) error {
	at := p.value(tagOldJPEG, 0)
	if at == 0 && len(p.offsets) == 1 {
		at = int(p.offsets[0])
	}
	if at == 0 || int64(at) >= p.sizeBytes {
		return unsupported("JPEG of the old kind in pieces")
	}
	whole := io.NewSectionReader(p.R, int64(at), min(p.sizeBytes-int64(at), int64(p.value(tagOldJPEGBytes, 1<<32))))
	return p.drawJPEG(dst, dst.Rect, func() io.Reader { return io.NewSectionReader(whole, 0, whole.Size()) })
}

// completed returns a block with the tables that it shares with others, and a marker for the
// colours that TIFF declares.
func (p *page) completed(block *io.SectionReader, tables []uint64) func() io.Reader {
	const start, end = 2, 2
	head := []byte("\xFF\xD8\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x00")
	if p.photometric == yCbCr {
		head[len(head)-1] = 1
	}
	for i := start; i < len(tables)-end; i++ {
		head = append(head, byte(tables[i]))
	}
	return func() io.Reader {
		return io.MultiReader(bytes.NewReader(head), io.NewSectionReader(block, start, block.Size()-start))
	}
}

// drawJPEG decodes what open opens, and draws it at place as far as that is in dst.
func (p *page) drawJPEG(dst *image.NRGBA, place image.Rectangle, open func() io.Reader) error {
	c, err := jpeg.DecodeConfig(open())
	if err != nil {
		return err
	}
	if c.Width > place.Dx() || c.Height > place.Dy() {
		return fmt.Errorf("tiff: JPEG of %d x %d pixels in a block of %v", c.Width, c.Height, place.Size())
	}
	img, err := jpeg.Decode(open())
	if err != nil {
		return err
	}
	if img, ok := img.(*image.CMYK); ok && p.photometric == cmyk {
		// The decoder takes all CMYK for Adobe's, which is inverted.
		for i := range img.Pix {
			img.Pix[i] = 255 - img.Pix[i]
		}
	}
	opaque := &image.RGBA{Pix: dst.Pix, Stride: dst.Stride, Rect: dst.Rect}
	draw.Draw(opaque, place, img, img.Bounds().Min, draw.Src)
	return nil
}
