package png

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"recollect/engine/container"
)

// filtered are the rows of a picture of w x h pixels whose bytes are all v, in passes.
func filtered(h Header, v byte) []byte {
	var b []byte
	for _, p := range h.passes() {
		if p.size.X == 0 {
			continue
		}
		for range p.size.Y {
			b = append(append(b, 0), bytes.Repeat([]byte{v}, p.rowBytes)...)
		}
	}
	return b
}

// coded is a PNG with such rows, and the length of what precedes its pixels.
func coded(h Header, rows []byte) (data []byte, head int) {
	ihdr := binary.BigEndian.AppendUint32(nil, uint32(h.Size.X))
	ihdr = binary.BigEndian.AppendUint32(ihdr, uint32(h.Size.Y))
	interlaced := byte(0)
	if h.interlaced {
		interlaced = 1
	}
	ihdr = append(ihdr, byte(h.depth), h.colourType, 0, 0, interlaced)
	data = append([]byte(container.PNGSignature), piece("IHDR", ihdr)...)
	if h.colourType == paletted {
		data = append(data, piece("PLTE", bytes.Repeat([]byte{1, 2, 3}, 1<<h.depth))...)
	}
	var packed bytes.Buffer
	z, _ := zlib.NewWriterLevel(&packed, zlib.NoCompression)
	z.Write(rows)
	z.Close()
	return append(append(data, piece("IDAT", packed.Bytes())...), end...), len(data)
}

// kinds are pictures of all colour types and depths, interlaced and not.
func kinds() (all []Header) {
	for colourType, depths := range map[byte][]int{
		grey: {1, 2, 4, 8, 16}, rgb: {8, 16}, paletted: {1, 2, 4, 8}, grey | alpha: {8, 16}, rgb | alpha: {8, 16},
	} {
		for _, depth := range depths {
			for _, interlaced := range []bool{false, true} {
				all = append(all, Header{
					Size: image.Pt(33, 41), depth: depth, colourType: colourType, interlaced: interlaced,
				})
			}
		}
	}
	return all
}

// TestCut wants the upper part of a picture that was cut off anywhere: from white rows white
// pixels, then what stands for those that are missing, and all pixels of an interlaced one
// from its first pass on.
func TestCut(t *testing.T) {
	for _, h := range kinds() {
		name := fmt.Sprintf("type %d of %d bits, interlaced %v", h.colourType, h.depth, h.interlaced)
		t.Run(name, func(t *testing.T) {
			data, head := coded(h, filtered(h, 0xff))
			img, damaged, err := Decode(bytes.NewReader(data), int64(len(data)))
			if err != nil || damaged || img.Bounds().Size() != h.Size {
				t.Fatalf("whole: got %v, %v", damaged, err)
			}
			for n := 0; n < len(data)-24; n += 1 + len(data)/97 {
				img, damaged, err := Decode(bytes.NewReader(data[:n]), int64(n))
				if rows := n - head - headBytes - 7 - 1 - h.passes()[0].rowBytes; rows < 0 {
					if err == nil {
						t.Fatalf("%d bytes, of which no row is whole: no error", n)
					}
					continue
				}
				if err != nil || !damaged || img.Bounds().Size() != h.Size {
					t.Fatalf("%d bytes of %d: damaged %v, %v", n, len(data), damaged, err)
				}
				if h.colourType == paletted {
					continue
				}
				white := color.NRGBA{255, 255, 255, 255}
				if got := color.NRGBAModel.Convert(img.At(0, 0)); got != white {
					t.Fatalf("%d bytes of %d: the first pixel is %v", n, len(data), got)
				}
				last := color.NRGBAModel.Convert(img.At(32, 40)).(color.NRGBA)
				if n < len(data)-100 && h.interlaced != (last == white) && n-head > 40+len(data)/8 {
					t.Fatalf("%d bytes of %d: the last pixel is %v", n, len(data), last)
				}
				if last.A != 255 {
					t.Fatalf("%d bytes of %d: the last pixel is transparent, %v", n, len(data), last)
				}
			}
		})
	}
}

// TestCutRows wants exactly the rows that came before the end, and grey below.
func TestCutRows(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32()) | byte(255*(i%4/3))
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()[:b.Len()*2/3]
	got, damaged, err := Decode(bytes.NewReader(data), int64(len(data)))
	if err != nil || !damaged {
		t.Fatalf("damaged %v, %v", damaged, err)
	}
	rows := 0
	for ; rows < 64 && slices.Equal(rowOf(got, rows), rowOf(img, rows)); rows++ {
	}
	if rows < 10 || rows > 60 {
		t.Errorf("%d rows of 64 are right", rows)
	}
	for y := rows + 1; y < 64; y++ {
		if c := rowOf(got, y)[9]; c != (color.NRGBA{128, 128, 128, 255}) {
			t.Fatalf("row %d is %v, want grey", y, c)
		}
	}
}

func rowOf(img image.Image, y int) (row []color.NRGBA) {
	for x := range img.Bounds().Dx() {
		row = append(row, color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA))
	}
	return row
}

// TestBrokenInside goes on where one can.
func TestBrokenInside(t *testing.T) {
	h := Header{Size: image.Pt(20, 30), depth: 8, colourType: rgb}
	rows := filtered(h, 0xff)
	whole, head := coded(h, rows)
	sum := bytes.Clone(whole)
	sum[len(sum)-len(end)-1] ^= 1 // that of the chunk
	header := bytes.Clone(whole)
	header[len(container.PNGSignature)+headBytes+13] ^= 1
	filter := slices.Clone(rows)
	filter[10*61] = 9
	filterData, _ := coded(h, filter)
	zlibHead := bytes.Clone(whole)
	zlibHead[head+headBytes] = 0
	for _, c := range []struct {
		name  string
		data  []byte
		fails bool
		rows  int
	}{
		{"a wrong checksum", sum, false, 30},
		{"a filter that there is not", filterData, false, 10},
		{"a wrong checksum of the header", header, true, 0},
		{"not packed by zlib", zlibHead, true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			img, damaged, err := Decode(bytes.NewReader(c.data), int64(len(c.data)))
			if c.fails != (err != nil) {
				t.Fatalf("err = %v", err)
			}
			if err != nil {
				return
			}
			white := 0
			for y := range 30 {
				if rowOf(img, y)[19] == (color.NRGBA{255, 255, 255, 255}) {
					white++
				}
			}
			if !damaged || white != c.rows {
				t.Errorf("damaged %v, %d white rows, want %d", damaged, white, c.rows)
			}
		})
	}
}

// TestStopped does not take the end of a context for that of a file.
func TestStopped(t *testing.T) {
	h := Header{Size: image.Pt(200, 300), depth: 8, colourType: rgb}
	data, _ := coded(h, filtered(h, 1))
	r := &stopping{bytes.NewReader(data), 50_000}
	if img, _, err := Decode(r, int64(len(data))); err == nil {
		t.Errorf("got a picture of %v, want an error", img.Bounds())
	}
}

// stopping is a reader that ends with the error of a context.
type stopping struct {
	r    io.ReaderAt
	left int
}

func (s *stopping) ReadAt(p []byte, at int64) (int, error) {
	if s.left -= len(p); s.left < 0 {
		return 0, context.Canceled
	}
	return s.r.ReadAt(p, at)
}

// TestTransparencyOutOfPlace reads what libpng ignores (pngrutil.c, png_handle_tRNS and
// png_handle_PLTE).
func TestTransparencyOutOfPlace(t *testing.T) {
	plte, few := piece("PLTE", bytes.Repeat([]byte{200, 100, 50}, 256)), piece("tRNS", []byte("\x00"))
	clear := piece("tRNS", []byte("\x00\x07\x00\x07\x00\x07"))
	pixels := func(h Header, ahead ...[]byte) []byte {
		data, head := coded(h, filtered(h, 7))
		if h.colourType == paletted {
			head -= len(plte) // its own
			data = slices.Delete(data, head, head+len(plte))
		}
		return slices.Insert(data, head, slices.Concat(ahead...)...)
	}
	of := func(colourType byte) Header { return Header{Size: image.Pt(4, 4), depth: 8, colourType: colourType} }
	for _, c := range []struct {
		name string
		data []byte
		want color.NRGBA
	}{
		{"colour, in place", pixels(of(rgb), clear), color.NRGBA{7, 7, 7, 0}},
		{"colour, before a suggested palette", pixels(of(rgb), clear, plte), color.NRGBA{7, 7, 7, 255}},
		{"colour, behind a suggested palette", pixels(of(rgb), plte, clear), color.NRGBA{7, 7, 7, 0}},
		{"palette, before it", pixels(of(paletted), few, plte), color.NRGBA{200, 100, 50, 255}},
		{"palette, twice", pixels(of(paletted), plte, plte, few), color.NRGBA{200, 100, 50, 255}},
		{"twice", pixels(of(rgb), clear, piece("tRNS", make([]byte, 6))), color.NRGBA{7, 7, 7, 0}},
		{"of a picture with alpha", pixels(of(rgb|alpha), clear), color.NRGBA{7, 7, 7, 7}},
		{"grey with a palette", pixels(of(grey), plte), color.NRGBA{7, 7, 7, 255}},
	} {
		t.Run(c.name, func(t *testing.T) {
			img, damaged, err := Decode(bytes.NewReader(c.data), int64(len(c.data)))
			if err != nil || damaged {
				t.Fatalf("damaged %v, %v", damaged, err)
			}
			if got := color.NRGBAModel.Convert(img.At(2, 2)); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
