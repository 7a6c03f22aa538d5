package decode

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// The colours of the corners of a test picture: top left, top right, bottom
// left, bottom right.
var corners = [4]color.RGBA{{230, 20, 20, 255}, {20, 200, 20, 255}, {20, 20, 230, 255}, {240, 240, 240, 255}}

// quarters is a picture of four colours, given by their numbers in corners.
func quarters(w, h int, order [4]int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, corners[order[y*2/h*2+x*2/w]])
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// samples is a small file of every format: 32 x 16 pixels in four colours.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	img := quarters(32, 16, [4]int{0, 1, 2, 3})
	paletted := image.NewPaletted(img.Rect, color.Palette{corners[0], corners[1], corners[2], corners[3]})
	for i := range paletted.Pix {
		paletted.Set(i%32, i/32, img.At(i%32, i/32))
	}
	var p, g, b, f bytes.Buffer
	for _, err := range []error{
		png.Encode(&p, img), gif.Encode(&g, paletted, nil), bmp.Encode(&b, img), tiff.Encode(&f, img, nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return map[string][]byte{
		"jpeg": asJPEG(t, img), "png": p.Bytes(), "gif": g.Bytes(), "bmp": b.Bytes(), "tiff": f.Bytes(),
	}
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// entry is a tag of an EXIF directory: its value is a string or a uint16.
type entry struct {
	tag   uint16
	value any
}

// exifBlock is a TIFF header with the tags of IFD0 and of the EXIF directory below.
func exifBlock(order binary.AppendByteOrder, ifd0, sub []entry) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	pointer := len(ifd0) * 12
	b = directory(order, b, append(ifd0, entry{0x8769, uint32(0)}))
	at := order.AppendUint32(nil, uint32(len(b)))
	copy(b[10+pointer+8:], at)
	return directory(order, b, sub)
}

func directory(order binary.AppendByteOrder, b []byte, entries []entry) []byte {
	far := len(b) + 2 + 12*len(entries) + 4
	var tail []byte
	b = order.AppendUint16(b, uint16(len(entries)))
	for _, e := range entries {
		b = order.AppendUint16(b, e.tag)
		switch v := e.value.(type) {
		case uint16:
			b = order.AppendUint16(order.AppendUint32(order.AppendUint16(b, 3), 1), v)
			b = append(b, 0, 0)
		case uint32:
			b = order.AppendUint32(order.AppendUint32(order.AppendUint16(b, 4), 1), v)
		case string:
			v += "\x00"
			b = order.AppendUint32(order.AppendUint16(b, 2), uint32(len(v)))
			if len(v) <= 4 {
				b = append(b, v+"\x00\x00\x00\x00"[len(v):]...)
				continue
			}
			b = order.AppendUint32(b, uint32(far+len(tail)))
			tail = append(tail, v...)
		}
	}
	return append(order.AppendUint32(b, 0), tail...)
}

// withExif puts an EXIF segment into a JPEG.
func withExif(data, block []byte) []byte {
	segment := append([]byte("Exif\x00\x00"), block...)
	out := append([]byte{}, data[:2]...)
	out = binary.BigEndian.AppendUint16(append(out, 0xff, 0xe1), uint16(len(segment)+2))
	return append(append(out, segment...), data[2:]...)
}

// near reports whether two colours look alike: JPEG changes them a little.
func near(a, b color.RGBA) bool {
	d := func(x, y uint8) bool { return max(x, y)-min(x, y) < 24 }
	return d(a.R, b.R) && d(a.G, b.G) && d(a.B, b.B) && a.A == b.A
}

// checkCorners fails where the corners of img are not those that corners lists.
func checkCorners(t *testing.T, img *image.RGBA) {
	t.Helper()
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for i, at := range []image.Point{{1, 1}, {w - 2, 1}, {1, h - 2}, {w - 2, h - 2}} {
		if got := img.RGBAAt(at.X, at.Y); !near(got, corners[i]) {
			t.Errorf("corner %d = %v, want %v", i, got, corners[i])
		}
	}
}
