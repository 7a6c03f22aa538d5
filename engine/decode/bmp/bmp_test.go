package bmp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file describes a bitmap of 3 x 2 pixels.
type file struct {
	headerBytes int // 40 where it is 0
	topDown     bool
	bits        uint16
	compression uint32
	masks       []uint32
	palette     []byte
	pixels      []byte // as stored
}

func (f file) bytes() []byte {
	le := binary.LittleEndian
	n := f.headerBytes
	if n == 0 {
		n = infoBytes
	}
	h := le.AppendUint32(nil, uint32(n))
	if n == coreBytes {
		h = le.AppendUint16(le.AppendUint16(le.AppendUint16(le.AppendUint16(h, 3), 2), 1), f.bits)
	} else {
		rows := int32(2)
		if f.topDown {
			rows = -2
		}
		h = le.AppendUint32(le.AppendUint32(h, 3), uint32(rows))
		h = le.AppendUint32(le.AppendUint16(le.AppendUint16(h, 1), f.bits), f.compression)
		h = append(h, make([]byte, 20)...)
		for _, m := range f.masks {
			h = le.AppendUint32(h, m)
		}
		if len(h) < n {
			h = append(h, make([]byte, n-len(h))...)
		}
		if n < infoBytes {
			h = h[:n]
		}
	}
	h = append(h, f.palette...)
	b := append([]byte("BM"), make([]byte, 8)...)
	b = le.AppendUint32(b, uint32(fileHeaderBytes+len(h)))
	return append(append(b, h...), f.pixels...)
}

// The colours of the pictures that the tests build: the letters of a row.
var colours = map[rune]color.NRGBA{
	'k': {0, 0, 0, 255},
	'r': {255, 0, 0, 255},
	'g': {0, 255, 0, 255},
	'b': {0, 0, 255, 255},
	'w': {255, 255, 255, 255},
	'.': {0, 0, 0, 0},
	't': {255, 0, 0, 0},
}

// Black, red, green, blue, in the four bytes of Windows and the three of OS/2.
var (
	palette4 = []byte{0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0}
	palette3 = []byte{0, 0, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0}
)

func TestDecode(t *testing.T) {
	rgb555 := []byte{0, 0x7C, 0xE0, 0x03, 0x1F, 0, 0, 0, 0, 0, 0xFF, 0x7F, 0, 0, 0, 0}
	for name, test := range map[string]struct {
		file file
		want string // rows from above
	}{
		"1 bit": {
			file{bits: 1, palette: palette4[:8], pixels: []byte{0b01000000, 0, 0, 0, 0b10100000, 0, 0, 0}}, "rkr krk",
		},
		"2 bits": {
			file{bits: 2, palette: palette4, pixels: []byte{0b00011000, 0, 0, 0, 0b11100100, 0, 0, 0}}, "bgr krg",
		},
		"4 bits": {
			file{bits: 4, palette: palette4, pixels: []byte{0x01, 0x20, 0, 0, 0x32, 0x10, 0, 0}}, "bgr krg",
		},
		"8 bits":          {file{bits: 8, palette: palette4, pixels: []byte{0, 1, 2, 0, 3, 2, 1, 0}}, "bgr krg"},
		"index too large": {file{bits: 8, palette: palette4, pixels: []byte{99, 1, 2, 0, 3, 2, 1, 0}}, "bgr krg"},
		"from above": {
			file{bits: 8, topDown: true, palette: palette4, pixels: []byte{0, 1, 2, 0, 3, 2, 1, 0}}, "krg bgr",
		},
		"no padding": {file{bits: 8, palette: palette4, pixels: []byte{0, 1, 2, 0, 3, 2, 1}}, "bgr krg"},
		"os2": {
			file{headerBytes: coreBytes, bits: 8, palette: palette3, pixels: []byte{0, 1, 2, 0, 3, 2, 1, 0}},
			"bgr krg",
		},
		"os2 2": {
			file{headerBytes: os2Bytes, bits: 8, palette: palette4, pixels: []byte{0, 1, 2, 0, 3, 2, 1, 0}},
			"bgr krg",
		},
		"os2 2 cut": {
			file{headerBytes: os2MinBytes, bits: 8, palette: palette4, pixels: []byte{0, 1, 2, 0, 3, 2, 1, 0}},
			"bgr krg",
		},
		"16 bits": {file{bits: 16, pixels: append(rgb555[:8:8], rgb555[8:]...)}, "kwk rgb"},
		"24 bits": {
			file{
				bits:   24,
				pixels: append(append([]byte{}, 0, 0, 255, 0, 255, 0, 255, 0, 0, 9, 9, 9), make([]byte, 12)...),
			},
			"kkk rgb",
		},
		"32 bits": {
			file{bits: 32, pixels: append([]byte{0, 0, 255, 7, 0, 255, 0, 0, 255, 0, 0, 0}, make([]byte, 12)...)},
			"kkk rgb",
		},
		"565": {
			file{
				bits: 16, compression: bitFields, masks: []uint32{0xF800, 0x7E0, 0x1F},
				pixels: append([]byte{0, 0xF8, 0xE0, 7, 0x1F, 0, 0, 0}, make([]byte, 8)...),
			},
			"kkk rgb",
		},
		"alpha": {
			file{
				headerBytes: v4Bytes, bits: 32, compression: bitFields,
				masks:  []uint32{0xFF, 0xFF00, 0xFF0000, 0xFF000000},
				pixels: append([]byte{255, 0, 0, 255, 0, 255, 0, 255, 255, 0, 0, 0}, make([]byte, 12)...),
			},
			"... rgt",
		},
		"no alpha after all": {
			file{
				headerBytes: v4Bytes, bits: 32, compression: bitFields,
				masks:  []uint32{0xFF, 0xFF00, 0xFF0000, 0xFF000000},
				pixels: append([]byte{255, 0, 0, 0}, make([]byte, 20)...),
			},
			"kkk rkk",
		},
		"alpha behind": {
			file{
				bits: 32, compression: alphaBitFields, masks: []uint32{0xFF, 0xFF00, 0xFF0000, 0xFF000000},
				pixels: append([]byte{255, 0, 0, 255, 0, 255, 0, 255, 255, 0, 0, 0}, make([]byte, 12)...),
			},
			"... rgt",
		},
		"runs of 8": {
			file{bits: 8, compression: rle8, palette: palette4, pixels: []byte{3, 1, 0, 0, 0, 3, 3, 2, 1, 0, 0, 1}},
			"bgr rrr",
		},
		"runs of 4": {
			file{bits: 4, compression: rle4, palette: palette4, pixels: []byte{3, 0x12, 0, 0, 0, 3, 0x32, 0x10, 0, 1}},
			"bgr rgr",
		},
		"runs from above": {
			file{bits: 8, topDown: true, compression: rle8, palette: palette4, pixels: []byte{3, 1, 0, 0, 3, 3, 0, 1}},
			"rrr bbb",
		},
		"runs too long": {
			file{bits: 8, compression: rle8, palette: palette4, pixels: []byte{9, 1, 0, 0, 9, 3, 0, 0, 9, 2, 0, 1}},
			"bbb rrr",
		},
		"runs with a gap": {
			file{bits: 8, compression: rle8, palette: palette4, pixels: []byte{0, 2, 1, 1, 1, 2, 0, 1}}, "kgk kkk",
		},
		"runs cut": {
			file{bits: 8, compression: rle8, palette: palette4, pixels: []byte{3, 1, 0, 0, 1}}, "kkk rrr",
		},
	} {
		t.Run(name, func(t *testing.T) { check(t, test.file.bytes(), test.want) })
	}
}

func check(t *testing.T, data []byte, want string) {
	t.Helper()
	size, err := Config(bytes.NewReader(data))
	if err != nil || size != image.Pt(3, 2) {
		t.Fatalf("got %v, %v, want 3 x 2", size, err)
	}
	img, err := Decode(bytes.NewReader(data))
	if err != nil || img.Bounds() != image.Rect(0, 0, 3, 2) {
		t.Fatalf("got %v, %v", img, err)
	}
	for y, row := range strings.Fields(want) {
		for x, c := range row {
			got := color.NRGBAModel.Convert(img.At(x, y))
			if got != colours[c] && colours[c].A+got.(color.NRGBA).A > 0 {
				t.Errorf("at %d, %d: got %v, want %v", x, y, got, colours[c])
			}
		}
	}
}

func TestRefused(t *testing.T) {
	whole := file{bits: 24, pixels: make([]byte, 24)}.bytes()
	for _, n := range []int{0, 10, 17, 30, 53, 54, 70} {
		if _, err := Decode(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("no error for the first %d bytes", n)
		}
	}
	const jpeg, png = 4, 5
	for name, f := range map[string]file{
		"jpeg":            {compression: jpeg},
		"png":             {compression: png},
		"os2 run lengths": {headerBytes: os2Bytes, bits: 24, compression: 4},
		"bits":            {bits: 5},
		"header":          {headerBytes: 200, bits: 24},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Config(bytes.NewReader(f.bytes())); !errors.Is(err, ErrUnsupported) {
				t.Errorf("got %v, want ErrUnsupported", err)
			}
		})
	}
	empty := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(empty[18:], 0)
	if _, err := Config(bytes.NewReader(empty)); err == nil || errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v for a width of 0, want damage", err)
	}
}

// TestShared decodes bmpsuite and more, beside a checkout.
func TestShared(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "formats", "image-rs", "tests", "images", "bmp",
		"images")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the shared test pictures are not on this machine: %v", err)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.bmp"))
	if err != nil || len(paths) < 50 {
		t.Fatalf("got %d files, %v, want 50 or more", len(paths), err)
	}
	refused := map[string]bool{"rgb24rle24.bmp": true} // which only OS/2 knows
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Decode(bytes.NewReader(data)); (err != nil) != refused[filepath.Base(path)] {
				t.Error(err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(file{bits: 4, palette: palette4, pixels: []byte{0x01, 0x20, 0, 0, 0x32, 0x10, 0, 0}}.bytes())
	f.Add(file{headerBytes: coreBytes, bits: 8, palette: palette3, pixels: []byte{0, 1, 2, 0, 3, 2, 1, 0}}.bytes())
	f.Add(file{
		bits: 8, compression: rle8, palette: palette4, pixels: []byte{3, 1, 0, 0, 0, 3, 3, 2, 1, 0, 0, 1},
	}.bytes())
	f.Add(file{
		bits: 4, compression: rle4, palette: palette4, pixels: []byte{3, 0x12, 0, 0, 0, 3, 0x32, 0x10, 0, 1},
	}.bytes())
	f.Add(file{
		headerBytes: v5Bytes, bits: 32, compression: bitFields, masks: []uint32{1, 2, 4, 1 << 31},
		pixels: make([]byte, 24),
	}.bytes())
	f.Add(file{bits: 16, pixels: make([]byte, 16)}.bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		size, err := Config(bytes.NewReader(data))
		if err != nil || size.X > 1<<10 || size.Y > 1<<10 {
			return
		}
		img, err := Decode(bytes.NewReader(data))
		if err == nil && img.Bounds() != (image.Rectangle{Max: size}) {
			t.Errorf("got a picture of %v, Config says %v", img.Bounds(), size)
		}
	})
}
