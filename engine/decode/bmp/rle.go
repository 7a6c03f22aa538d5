package bmp

import (
	"bufio"
	"image"
)

// runs decodes run lengths of 4 or 8 bits. Pixels beyond the picture are
// dropped. A file that ends early is shown as far as it goes if it has at least
// one row, as in other programs.
func runs(r *bufio.Reader, img *image.Paletted, h header) error {
	d := &runDecoder{r: r, img: img, h: h}
	for d.row < h.size.Y {
		done, err := d.step()
		if err != nil && d.row > 0 || done {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type runDecoder struct {
	r   *bufio.Reader
	img *image.Paletted
	h   header
	x   int
	row int // as stored
}

// step decodes one run or escape. done is true at the end of the picture.
func (d *runDecoder) step() (done bool, err error) {
	const endOfLine, endOfPicture, delta = 0, 1, 2
	count, value, err := d.pair()
	switch {
	case err != nil:
		return false, err
	case count > 0:
		for i := range int(count) {
			d.put(d.nibble(value, i))
		}
	case value == endOfLine:
		d.x = 0
		d.row++
	case value == endOfPicture:
		return true, nil
	case value == delta:
		right, up, err := d.pair()
		d.x += int(right)
		d.row += int(up)
		return false, err
	default:
		return false, d.absolute(int(value))
	}
	return false, nil
}

// absolute copies n pixels, which are padded to 16 bits.
func (d *runDecoder) absolute(n int) error {
	var b byte
	for i := range n {
		if i%(8/d.h.bits) == 0 {
			var err error
			if b, err = d.r.ReadByte(); err != nil {
				return short(err)
			}
		}
		d.put(d.nibble(b, i))
	}
	if (n*d.h.bits+7)/8%2 == 1 {
		_, err := d.r.ReadByte()
		return short(err)
	}
	return nil
}

// nibble returns pixel i of those that alternate in b: the higher four bits first.
func (d *runDecoder) nibble(b byte, i int) byte {
	switch {
	case d.h.bits == 8:
		return b
	case i%2 == 0:
		return b >> 4
	}
	return b & 15
}

func (d *runDecoder) put(index byte) {
	if d.x < d.h.size.X && d.row < d.h.size.Y {
		d.img.Pix[d.h.row(d.row)*d.img.Stride+d.x] = index
	}
	d.x++
}

func (d *runDecoder) pair() (a, b byte, err error) {
	if a, err = d.r.ReadByte(); err == nil {
		b, err = d.r.ReadByte()
	}
	return a, b, short(err)
}
