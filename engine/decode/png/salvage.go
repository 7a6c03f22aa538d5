package png

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"image"
	"image/draw"
	"image/png"
	"io"

	"recollect/engine/container"
)

// salvage decodes pixels whose chunks are broken or end early, as far as possible. image/png
// decodes all of a picture or nothing, so it gets the rows that can be unpacked, and grey ones for
// the others. ok is false if no row can be.
func salvage(r io.ReaderAt, sizeBytes int64, chunks []container.Chunk) (img image.Image, ok bool) {
	h, err := Config(r, sizeBytes)
	if err != nil || !sound(r, chunks[0]) {
		return nil, false // the dimensions cannot be trusted
	}
	var head, packed []io.Reader
	for _, c := range chunks {
		content := io.NewSectionReader(r, c.At, c.Len)
		if c.Name == "IDAT" {
			packed = append(packed, content)
			continue
		}
		data, err := io.ReadAll(io.LimitReader(content, maxHeadChunk))
		if err != nil {
			return nil, false
		}
		head = append(head, bytes.NewReader(piece(c.Name, data)))
	}
	z, err := zlib.NewReader(io.MultiReader(packed...))
	if err != nil {
		return nil, false
	}
	defer z.Close()
	rows := &rows{z: z, passes: h.passes(), fill: h.fill()}
	whole := append([]io.Reader{bytes.NewReader([]byte(container.PNGSignature))}, head...)
	img, err = png.Decode(io.MultiReader(append(whole, &stored{rows: rows})...))
	if err != nil || len(rows.had) == 0 || rows.had[0] == 0 {
		return nil, false
	}
	if h.interlaced {
		img = h.coarse(img, rows.had)
	}
	return img, true
}

// maxHeadChunk is more than IHDR, PLTE and tRNS may have.
const maxHeadChunk = 1 << 10

// sound reports whether the checksum of a chunk is right.
func sound(r io.ReaderAt, c container.Chunk) bool {
	const nameBytes = 4
	data, err := container.Read(r, c.At-nameBytes, nameBytes+c.Len+sumBytes, maxHeadChunk)
	if err != nil {
		return false
	}
	body, sum := data[:len(data)-sumBytes], data[len(data)-sumBytes:]
	return crc32.ChecksumIEEE(body) == binary.BigEndian.Uint32(sum)
}

// piece returns a chunk.
func piece(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, headBytes+len(data)+sumBytes), uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pass is a picture of a part of the pixels; without interlacing there is one of all.
type pass struct {
	size     image.Point
	rowBytes int // without that of the filter
}

// adam7 is where the first pixel of each pass lies, and the steps between them (PNG, third
// edition, 8.2).
var adam7 = [7]struct{ at, step image.Point }{
	{image.Pt(0, 0), image.Pt(8, 8)},
	{image.Pt(4, 0), image.Pt(8, 8)},
	{image.Pt(0, 4), image.Pt(4, 8)},
	{image.Pt(2, 0), image.Pt(4, 4)},
	{image.Pt(0, 2), image.Pt(2, 4)},
	{image.Pt(1, 0), image.Pt(2, 2)},
	{image.Pt(0, 1), image.Pt(1, 2)},
}

// passes returns the passes of a picture, in the order in which they are stored.
func (h Header) passes() []pass {
	bits := h.depth * map[byte]int{grey: 1, rgb: 3, paletted: 1, grey | alpha: 2, rgb | alpha: 4}[h.colourType]
	of := func(size image.Point) pass { return pass{size, (size.X*bits + 7) / 8} }
	if !h.interlaced {
		return []pass{of(h.Size)}
	}
	var all []pass
	for _, a := range adam7 {
		across := max(0, h.Size.X-a.at.X+a.step.X-1) / a.step.X
		down := max(0, h.Size.Y-a.at.Y+a.step.Y-1) / a.step.Y
		all = append(all, of(image.Pt(across, down)))
	}
	return all
}

// fill returns the bytes of an opaque grey pixel or, if pixels share a byte, of several; with a
// palette, of its first colour.
func (h Header) fill() []byte {
	var samples []byte
	switch {
	case h.colourType == paletted:
		return []byte{0}
	case h.depth < 8:
		return []byte{map[int]byte{1: 0x55, 2: 0xaa, 4: 0x88}[h.depth]}
	case h.colourType&rgb != 0:
		samples = []byte{0x80, 0x80, 0x80}
	default:
		samples = []byte{0x80}
	}
	if h.colourType&alpha != 0 {
		samples = append(samples, 0xff)
	}
	if h.depth < 16 {
		return samples
	}
	var wide []byte
	for _, v := range samples {
		wide = append(wide, v, v)
	}
	return wide
}

// rows reads unpacked rows one by one, each after the number of its filter.
type rows struct {
	z      io.Reader
	passes []pass
	fill   []byte

	pass, row int // the next one to read
	ended     bool
	had       []int // rows of each pass that were unpacked as a whole
	buffer    []byte
}

// next returns the next row, or io.EOF after the last.
func (r *rows) next() ([]byte, error) {
	for r.pass < len(r.passes) && (r.row == r.passes[r.pass].size.Y || r.passes[r.pass].size.X == 0) {
		r.pass, r.row = r.pass+1, 0
	}
	if r.pass == len(r.passes) {
		return nil, io.EOF
	}
	if r.had == nil {
		r.had = make([]int, len(r.passes))
	}
	p := r.passes[r.pass]
	if len(r.buffer) < 1+p.rowBytes {
		r.buffer = make([]byte, 1+p.rowBytes)
	}
	row := r.buffer[:1+p.rowBytes]
	r.row++
	if !r.ended {
		n, err := io.ReadFull(r.z, row)
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return nil, err
		}
		if n > 0 && row[0] > maxFilter {
			n = 0
		}
		if err == nil && n > 0 {
			r.had[r.pass]++
			return row, nil
		}
		r.ended = true
		if n > 1 && row[0] != 0 { // the rest of the row continues as it began
			clear(row[n:])
			return row, nil
		}
		r.grey(row, n)
		return row, nil
	}
	r.grey(row, 0)
	return row, nil
}

// grey fills a row with grey from a byte on.
func (r *rows) grey(row []byte, from int) {
	for i := from; i < len(row); i++ {
		if i == 0 {
			row[0] = 0
			continue
		}
		row[i] = r.fill[(i-1)%len(r.fill)]
	}
}

const maxFilter = 4

// stored packs rows into the chunks of a PNG, without compressing them.
type stored struct {
	rows   *rows
	sum    hash.Hash32 // of the rows; nil before the first
	ended  bool
	packed []byte // what is to be read next
}

func (s *stored) Read(p []byte) (int, error) {
	for len(s.packed) == 0 {
		if s.ended {
			return 0, io.EOF
		}
		if err := s.pack(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.packed)
	s.packed = s.packed[n:]
	return n, nil
}

// pack makes a chunk of the next row, which is stored in blocks (RFC 1951, 3.2.4), and the last
// two of the end.
func (s *stored) pack() error {
	var data []byte
	if s.sum == nil {
		s.sum = adler32.New()
		data = append(data, 0x78, 0x01)
	}
	row, err := s.rows.next()
	switch {
	case err == io.EOF:
		s.ended = true
		data = append(data, 1, 0, 0, 0xff, 0xff)
		data = s.sum.Sum(data)
		s.packed = append(piece("IDAT", data), end...)
		return nil
	case err != nil:
		return err
	}
	s.sum.Write(row)
	for len(row) > 0 {
		n := min(len(row), 1<<16-1)
		data = binary.LittleEndian.AppendUint16(append(data, 0), uint16(n))
		data = binary.LittleEndian.AppendUint16(data, ^uint16(n))
		data, row = append(data, row[:n]...), row[n:]
	}
	s.packed = piece("IDAT", data)
	return nil
}

// coarse returns img with missing pixels taken from earlier passes: where the file ends, the
// picture gets coarser instead of grey.
func (h Header) coarse(img image.Image, had []int) *image.NRGBA {
	dst, ok := img.(*image.NRGBA)
	if !ok {
		dst = image.NewNRGBA(img.Bounds())
		draw.Draw(dst, dst.Rect, img, img.Bounds().Min, draw.Src)
	}
	for y := range dst.Rect.Dy() {
		for x := range dst.Rect.Dx() {
			if from := source(x, y, had); from != image.Pt(x, y) {
				copy(dst.Pix[dst.PixOffset(x, y):][:4], dst.Pix[dst.PixOffset(from.X, from.Y):][:4])
			}
		}
	}
	return dst
}

// source returns the pixel that stands for the one at x, y: itself if it is not missing.
func source(x, y int, had []int) image.Point {
	for pass := len(adam7) - 1; pass >= 0; pass-- {
		a := adam7[pass]
		if (x-a.at.X)%a.step.X != 0 || (y-a.at.Y)%a.step.Y != 0 || x < a.at.X || y < a.at.Y {
			continue
		}
		if (y-a.at.Y)/a.step.Y < had[pass] {
			break
		}
		// An earlier pass has the pixel to the left, or above.
		x, y = x-a.at.X, y-a.at.Y
	}
	return image.Pt(x, y)
}
