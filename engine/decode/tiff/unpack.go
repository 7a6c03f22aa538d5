package tiff

import (
	"bufio"
	"compress/zlib"
	"io"
	"math/bits"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"
)

// unpacked returns the rows of block i, of rows rows.
func (p *page) unpacked(i, rows int) (io.Reader, error) {
	var r io.Reader = bufio.NewReaderSize(p.section(i), 32<<10)
	if fax := p.compression == compressionG3 || p.compression == compressionG4; fax {
		return p.unfax(r, rows)
	}
	const reversed = 2
	if p.fillOrder == reversed {
		r = bitReverser{r}
	}
	switch p.compression {
	case compressionNone:
		return r, nil
	case compressionLZW:
		return lzw.NewReader(r, lzw.MSB, 8), nil
	case compressionDeflate, compressionOldDeflate:
		return zlib.NewReader(r)
	case compressionPackBits:
		return newPackBits(r), nil
	}
	return nil, unsupported("compression %d", p.compression)
}

// unfax undoes the fax codes of ITU-T T.4 in one dimension and T.6.
func (p *page) unfax(r io.Reader, rows int) (io.Reader, error) {
	const twoDimensions = 1
	if p.bits != 1 || p.samples != 1 || p.compression == compressionG3 && p.value(tagT4Options, 0)&twoDimensions != 0 {
		return nil, unsupported("fax codes in two dimensions")
	}
	order, sub := ccitt.MSB, ccitt.Group3
	if p.fillOrder == 2 {
		order = ccitt.LSB
	}
	if p.compression == compressionG4 {
		sub = ccitt.Group4
	}
	// Without Invert the package gives white as 1; the codes mean it to be 0.
	return ccitt.NewReader(r, order, sub, p.block.X, rows, &ccitt.Options{Invert: true}), nil
}

// bitReverser reverses the bits of every byte.
type bitReverser struct{ r io.Reader }

func (b bitReverser) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	for i := range p[:n] {
		p[i] = bits.Reverse8(p[i])
	}
	return n, err
}

// packBits undoes PackBits (TIFF 6.0 section 9).
type packBits struct {
	r    *bufio.Reader
	left int  // bytes of the run that is being read
	same bool // all bytes of the run equal value
	// value is the byte of a run of equal ones.
	value byte
}

func newPackBits(r io.Reader) *packBits { return &packBits{r: bufio.NewReader(r)} }

func (p *packBits) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	for p.left == 0 {
		if err := p.run(); err != nil {
			return 0, err
		}
	}
	n := min(len(b), p.left)
	var err error
	if p.same {
		for i := range n {
			b[i] = p.value
		}
	} else {
		n, err = p.r.Read(b[:n])
	}
	p.left -= n
	return n, err
}

// run reads the header of a run, which may be empty.
func (p *packBits) run() error {
	head, err := p.r.ReadByte()
	if err != nil {
		return err
	}
	switch n := int(int8(head)); {
	case n >= 0:
		p.left, p.same = n+1, false
	case n > -128:
		p.left, p.same = 1-n, true
		p.value, err = p.r.ReadByte()
	}
	return err
}
