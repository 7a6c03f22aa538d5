package tiff

import (
	"errors"
	"fmt"
	"image"
	"io"

	"recollect/engine/container"
)

// The bounds of what is read.
const (
	maxSamples    = 32      // a pixel
	maxBlocks     = 1 << 20 // strips or tiles
	maxTileExcess = 4096    // pixels by which a tile may be wider than the picture
	maxTableBytes = 64 << 10
)

// Values of tagExtraSamples.
const (
	noAlpha    = 0
	associated = 1 // colours are multiplied by this sample
	straight   = 2
)

// page holds the fields of the directory of a picture.
type page struct {
	container.TIFF
	dir       container.Directory
	sizeBytes int64

	size        image.Point
	bits        int // a sample
	samples     int // a pixel
	format      int // sampleUnsigned, sampleSigned or sampleFloat
	compression int
	photometric int
	predictor   int
	fillOrder   int
	planes      int // 1, or samples where each has a plane of its own
	alpha       int
	alphaAt     int // the sample
	palette     []uint64
	subsample   image.Point // of YCbCr

	block           image.Point // size of a strip or tile
	across          int         // blocks in a row of them
	offsets, counts []uint64
}

// Values of tagSampleFormat.
const (
	sampleUnsigned = 1
	sampleSigned   = 2
	sampleFloat    = 3
)

// first reads the dimensions in the first directory.
func first(r io.ReaderAt, sizeBytes int64) (*page, error) {
	t, magic, at, err := container.OpenTIFF(r)
	if err != nil {
		return nil, err
	}
	if magic != container.MagicTIFF && magic != container.MagicBigTIFF {
		return nil, fmt.Errorf("tiff: magic number %d", magic)
	}
	p := &page{TIFF: t, sizeBytes: sizeBytes}
	if p.dir, err = t.Directory(at); err != nil {
		return nil, err
	}
	const most = 1<<31 - 1
	w, h := p.value(tagWidth, 0), p.value(tagHeight, 0)
	if w < 1 || h < 1 || w > most || h > most {
		return nil, fmt.Errorf("tiff: %d x %d pixels", w, h)
	}
	p.size = image.Pt(w, h)
	return p, nil
}

// value returns the first value of a field, or otherwise if there is none.
func (p *page) value(tag uint16, otherwise int) int {
	f, ok := p.dir.Find(tag)
	if !ok {
		return otherwise
	}
	v, err := p.Uint(f)
	if err != nil || v > 1<<32 {
		return otherwise
	}
	return int(v)
}

// values returns the values of a field, at most limit of them; nil if there is none.
func (p *page) values(tag uint16, limit int) []uint64 {
	f, ok := p.dir.Find(tag)
	if !ok {
		return nil
	}
	v, err := p.Uints(f, limit)
	if err != nil {
		return nil
	}
	return v
}

// layout reads how the samples are stored.
func (p *page) layout() error {
	p.samples = p.value(tagSamplesPerPixel, 1)
	if p.samples < 1 || p.samples > maxSamples {
		return unsupported("%d samples a pixel", p.samples)
	}
	p.compression = p.value(tagCompression, compressionNone)
	p.predictor = p.value(tagPredictor, 1)
	p.fillOrder = p.value(tagFillOrder, 1)
	p.planes = 1
	if p.value(tagPlanarConfig, 1) == 2 {
		p.planes = p.samples
	}
	p.photometric = p.value(tagPhotometric, blackIsZero)
	if _, ok := p.dir.Find(tagPhotometric); !ok && p.samples >= 3 {
		p.photometric = rgb
	}
	if err := p.depth(); err != nil {
		return err
	}
	if err := p.colours(); err != nil {
		return err
	}
	return p.blocks()
}

// depth reads the number of bits and what they mean; it must be the same for all samples.
func (p *page) depth() error {
	p.bits = 1
	for i, b := range p.values(tagBitsPerSample, p.samples) {
		if i > 0 && int(b) != p.bits {
			return unsupported("samples of %d and %d bits", p.bits, b)
		}
		p.bits = int(min(b, 1000))
	}
	p.format = p.value(tagSampleFormat, sampleUnsigned)
	switch {
	case p.format == sampleFloat && (p.bits == 16 || p.bits == 24 || p.bits == 32 || p.bits == 64):
	case p.format == sampleSigned && (p.bits == 8 || p.bits == 16):
	case p.format != sampleFloat && p.format != sampleSigned && (p.bits >= 1 && p.bits <= 16 || p.bits == 32):
	default:
		return unsupported("samples of %d bits in format %d", p.bits, p.format)
	}
	return nil
}

// colours reads the meaning of the samples.
func (p *page) colours() error {
	needed := map[int]int{
		whiteIsZero: 1, blackIsZero: 1, mask: 1, rgb: 3, paletted: 1, cmyk: 4, yCbCr: 3,
	}[p.photometric]
	switch {
	case needed == 0:
		return unsupported("photometric interpretation %d", p.photometric)
	case p.samples < needed:
		return fmt.Errorf("tiff: %d samples a pixel for photometric interpretation %d", p.samples, p.photometric)
	case p.photometric == paletted:
		if p.bits > 8 {
			return unsupported("palette of %d bits", p.bits)
		}
		if p.palette = p.values(tagColorMap, 3<<p.bits); len(p.palette) < 3<<p.bits {
			return errors.New("tiff: no palette")
		}
	}
	p.subsample = image.Pt(1, 1)
	if p.photometric == yCbCr && p.planes == 1 {
		p.subsample = image.Pt(2, 2)
		if v := p.values(tagYCbCrSubsample, 2); len(v) == 2 {
			p.subsample = image.Pt(int(min(v[0], 8)), int(min(v[1], 8)))
		}
	}
	if p.samples > needed {
		p.findAlpha(needed)
	}
	return nil
}

// findAlpha looks for alpha in the samples from extra on.
func (p *page) findAlpha(extra int) {
	kinds := p.values(tagExtraSamples, p.samples-extra)
	if len(kinds) == 0 && p.photometric == rgb && p.samples == 4 {
		kinds = []uint64{straight} // some programs do not declare the fourth sample
	}
	for i, k := range kinds {
		if k == associated || k == straight {
			p.alpha, p.alphaAt = int(k), extra+i
			return
		}
	}
}

// blocks reads the offsets of the strips or tiles.
func (p *page) blocks() error {
	offsets, counts := uint16(tagStripOffsets), uint16(tagStripByteCounts)
	p.block = image.Pt(p.size.X, min(p.value(tagRowsPerStrip, p.size.Y), p.size.Y))
	if _, tiled := p.dir.Find(tagTileWidth); tiled {
		offsets, counts = tagTileOffsets, tagTileByteCounts
		p.block = image.Pt(p.value(tagTileWidth, 0), p.value(tagTileHeight, 0))
	}
	if p.block.X < 1 || p.block.Y < 1 || p.block.X > p.size.X+maxTileExcess {
		return fmt.Errorf("tiff: blocks of %v pixels", p.block)
	}
	p.across = (p.size.X + p.block.X - 1) / p.block.X
	n := p.across * ((p.size.Y + p.block.Y - 1) / p.block.Y) * p.planes
	if n > maxBlocks {
		return fmt.Errorf("tiff: %d blocks", n)
	}
	p.offsets, p.counts = p.values(offsets, n), p.values(counts, n)
	if len(p.offsets) == 0 && p.compression == compressionOldJPEG {
		return nil
	}
	if len(p.offsets) < n {
		return fmt.Errorf("tiff: %d blocks of %d", len(p.offsets), n)
	}
	return nil
}

// section returns block i as stored. If its length is unknown, it extends to the end of the file:
// the compression marks its end.
func (p *page) section(i int) *io.SectionReader {
	at := int64(min(p.offsets[i], uint64(p.sizeBytes)))
	length := p.sizeBytes - at
	if i < len(p.counts) && p.counts[i] > 0 {
		length = int64(min(p.counts[i], uint64(length)))
	}
	return io.NewSectionReader(p.R, at, length)
}

// place returns where in the picture block i lies; it may reach beyond.
func (p *page) place(i int) image.Rectangle {
	at := image.Pt(i%p.across*p.block.X, i/p.across*p.block.Y)
	return image.Rectangle{at, at.Add(p.block)}
}
