package tiff

import (
	"errors"
	"image"
	"io"
)

// decodeRows decodes blocks that hold rows of samples.
func (p *page) decodeRows(dst *image.NRGBA) error {
	if p.subsample != image.Pt(1, 1) {
		return p.decodeSubsampled(dst)
	}
	unpredict, err := p.unpredictor()
	if err != nil {
		return err
	}
	c := newConverter(p)
	perRow := p.samples / p.planes * p.block.X
	raw := make([]byte, (perRow*p.bits+7)/8)
	samples := make([]byte, p.samples*p.block.X)
	blocks := len(p.offsets) / p.planes
	for i := range blocks {
		place := p.place(i).Intersect(dst.Rect)
		planes, err := p.planesOf(i, blocks, place.Dy())
		if err != nil {
			return err
		}
		for y := place.Min.Y; y < place.Max.Y; y++ {
			for plane, r := range planes {
				if _, err := io.ReadFull(r, raw); err != nil {
					return short(err)
				}
				unpredict(raw)
				p.unpack(samples[plane:], raw, perRow)
			}
			c.row(dst.Pix[dst.PixOffset(place.Min.X, y):][:4*place.Dx()], samples)
		}
	}
	return nil
}

// planesOf opens block i of each plane.
func (p *page) planesOf(i, blocks, rows int) ([]io.Reader, error) {
	planes := make([]io.Reader, p.planes)
	for plane := range planes {
		var err error
		if planes[plane], err = p.unpacked(plane*blocks+i, rows); err != nil {
			return nil, err
		}
	}
	return planes, nil
}

// decodeSubsampled decodes YCbCr whose chroma is stored once for several pixels: of
// each such group all luma, then both chroma (TIFF 6.0 section 21).
func (p *page) decodeSubsampled(dst *image.NRGBA) error {
	sub := p.subsample
	if sub.X < 1 || sub.Y < 1 || p.bits != 8 || p.samples != 3 || p.predictor != 1 {
		return unsupported("YCbCr of %d bits, subsampled by %v", p.bits, sub)
	}
	c := newConverter(p)
	groups := (p.block.X + sub.X - 1) / sub.X
	groupBytes := sub.X*sub.Y + 2
	raw := make([]byte, groups*groupBytes)
	samples := make([]byte, 3*groups*sub.X)
	for i := range p.offsets {
		place := p.place(i).Intersect(dst.Rect)
		r, err := p.unpacked(i, place.Dy())
		if err != nil {
			return err
		}
		for y := place.Min.Y; y < place.Max.Y; y++ {
			inGroup := (y - place.Min.Y) % sub.Y
			if inGroup == 0 {
				if _, err := io.ReadFull(r, raw); err != nil {
					return short(err)
				}
			}
			for x := range groups * sub.X {
				group := raw[x/sub.X*groupBytes:][:groupBytes]
				samples[3*x] = group[inGroup*sub.X+x%sub.X]
				samples[3*x+1], samples[3*x+2] = group[groupBytes-2], group[groupBytes-1]
			}
			c.row(dst.Pix[dst.PixOffset(place.Min.X, y):][:4*place.Dx()], samples)
		}
	}
	return nil
}

// unpredictor undoes the predictor of a row in place.
func (p *page) unpredictor() (func(row []byte), error) {
	const (
		none, horizontal, floating = 1, 2, 3
	)
	step := p.samples / p.planes
	switch {
	case p.predictor == none:
		return func([]byte) {}, nil
	case p.predictor == horizontal && p.bits == 8:
		return func(row []byte) { sum8(row, step) }, nil
	case p.predictor == horizontal && (p.bits == 16 || p.bits == 32 || p.bits == 64):
		return func(row []byte) { p.sumWords(row, step) }, nil
	case p.predictor == floating && p.format == sampleFloat:
		planes := make([]byte, (step*p.block.X*p.bits+7)/8)
		return func(row []byte) {
			sum8(row, step)
			copy(planes, row)
			p.gather(row, planes)
		}, nil
	case p.predictor > floating || p.predictor < none:
		return nil, errors.New("tiff: no such predictor")
	}
	return nil, unsupported("predictor %d with %d bits", p.predictor, p.bits)
}

func sum8(row []byte, step int) {
	for i := step; i < len(row); i++ {
		row[i] += row[i-step]
	}
}

// sumWords is sum8 for samples of several bytes.
func (p *page) sumWords(row []byte, step int) {
	n := p.bits / 8
	for i := step * n; i+n <= len(row); i += n {
		here, before := row[i:i+n], row[i-step*n:][:n]
		switch n {
		case 2:
			p.Order.PutUint16(here, p.Order.Uint16(here)+p.Order.Uint16(before))
		case 4:
			p.Order.PutUint32(here, p.Order.Uint32(here)+p.Order.Uint32(before))
		case 8:
			p.Order.PutUint64(here, p.Order.Uint64(here)+p.Order.Uint64(before))
		}
	}
}

// gather joins the bytes of each number: Adobe's floating point predictor stores the highest bytes
// of a row first, then the next ones, whatever the byte order of the file.
func (p *page) gather(row, planes []byte) {
	n := p.bits / 8
	count := len(row) / n
	little := p.Order.Uint16([]byte{1, 0}) == 1
	for i := range count {
		for b := range n {
			to := b
			if little {
				to = n - 1 - b
			}
			row[i*n+to] = planes[b*count+i]
		}
	}
}

// short returns the error for a file that ends too early.
func short(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
