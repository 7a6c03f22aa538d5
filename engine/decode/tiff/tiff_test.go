package tiff

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/container"
)

// The gradient that testdata/make.py draws.
const wide, high = 23, 17

func gradient(x, y int) color.NRGBA {
	return color.NRGBA{
		byte(x * 255 / (wide - 1)), byte(y * 255 / (high - 1)), byte((x + y) * 255 / (wide + high - 2)), 255,
	}
}

func grey(x, y int) color.NRGBA {
	v := gradient(x, y).R
	return color.NRGBA{v, v, v, 255}
}

func bilevel(x, y int) color.NRGBA {
	if gradient(x, y).R > 127 {
		return color.NRGBA{255, 255, 255, 255}
	}
	return color.NRGBA{A: 255}
}

func withAlpha(x, y int) color.NRGBA {
	c := gradient(x, y)
	c.A = c.R
	return c
}

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		name string // of files in testdata, as a pattern
		want func(x, y int) color.NRGBA
		most int // by which a colour may differ
	}{
		{"rgb*", gradient, 0},
		{"pages", gradient, 0},
		{"extra", gradient, 0},
		{"alpha", withAlpha, 0},
		{"alpha-associated", withAlpha, 1},
		{"five", withAlpha, 0},
		{"grey8*", grey, 0},
		{"grey1*", grey, 0},
		{"grey2", grey, 63},
		{"grey4", grey, 14},
		{"jpeg", gradient, 6},
		{"jpeg-rgb", gradient, 12},
		{"jpeg-tiles", gradient, 8},
		{"jpeg-grey", grey, 2},
		{"ycbcr", gradient, 3},
		{"cmyk", gradient, 1},
		{"cmyk-jpeg", gradient, 12},
		{"palette", gradient, 16},
		{"bilevel-*", bilevel, 0},
	} {
		paths, err := filepath.Glob(filepath.Join("testdata", test.name+".tif"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no files %q: %v", test.name, err)
		}
		for _, path := range paths {
			t.Run(filepath.Base(path), func(t *testing.T) {
				compare(t, decode(t, read(t, path)), test.want, test.most)
			})
		}
	}
}

// compare wants the colours of img, multiplied by alpha, to differ by no more than most.
func compare(t *testing.T, img image.Image, want func(x, y int) color.NRGBA, most int) {
	t.Helper()
	if got, want := img.Bounds(), image.Rect(0, 0, wide, high); got != want {
		t.Fatalf("got bounds %v, want %v", got, want)
	}
	for y := range high {
		for x := range wide {
			r, g, b, a := img.At(x, y).RGBA()
			wr, wg, wb, wa := want(x, y).RGBA()
			for i, pair := range [][2]uint32{{r, wr}, {g, wg}, {b, wb}, {a, wa}} {
				if d := int(pair[0]>>8) - int(pair[1]>>8); d > most || -d > most {
					t.Fatalf("at %d, %d: got %v, want %v (channel %d)", x, y, img.At(x, y), want(x, y), i)
				}
			}
		}
	}
}

// decode decodes data, and wants Config to agree with what comes out.
func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	size, err := Config(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	img, err := Decode(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds(); got != (image.Rectangle{Max: size}) {
		t.Fatalf("got a picture of %v, Config says %v", got, size)
	}
	return img
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRefused(t *testing.T) {
	ccitt := read(t, filepath.Join("testdata", "refused-ccitt.tif"))
	if _, err := Decode(bytes.NewReader(ccitt), int64(len(ccitt))); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v, want ErrUnsupported", err)
	}
	whole := read(t, filepath.Join("testdata", "rgb8.tif"))
	for _, n := range []int{0, 4, 7, 8, 100, len(whole) - 1} {
		if _, err := Decode(bytes.NewReader(whole[:n]), int64(n)); err == nil {
			t.Errorf("no error for the first %d bytes", n)
		}
	}
}

// built makes a little-endian file of one directory, whose values all fit in their
// fields, with pixels behind it.
func built(fields map[uint16]uint32, pixels []byte) []byte {
	order := binary.LittleEndian
	data := append([]byte("II*\x00"), 8, 0, 0, 0)
	data = order.AppendUint16(data, uint16(len(fields)))
	for tag := range uint16(math.MaxUint16) {
		if v, ok := fields[tag]; ok {
			data = order.AppendUint16(data, tag)
			data = order.AppendUint16(data, container.TypeLong)
			data = order.AppendUint32(order.AppendUint32(data, 1), v)
		}
	}
	data = order.AppendUint32(data, 0)
	return append(data, pixels...)
}

func TestSubsampled(t *testing.T) {
	// Two groups of 2 x 2 pixels, of which the second is cut by the picture's edge.
	fields := map[uint16]uint32{
		tagWidth: 3, tagHeight: 2, tagBitsPerSample: 8, tagPhotometric: yCbCr, tagSamplesPerPixel: 3,
		tagStripOffsets: 8 + 2 + 6*12 + 4,
	}
	img := decode(t, built(fields, []byte{10, 20, 30, 40, 128, 128, 50, 60, 70, 80, 128, 128}))
	var got []byte
	for y := range 2 {
		for x := range 3 {
			got = append(got, img.(*image.NRGBA).NRGBAAt(x, y).G)
		}
	}
	if want := []byte{10, 20, 50, 30, 40, 70}; !bytes.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestHostile wants headers that promise much to cost nothing.
func TestHostile(t *testing.T) {
	for name, fields := range map[string]map[uint16]uint32{
		"blocks":  {tagWidth: 60000, tagHeight: 3000, tagTileWidth: 1, tagTileHeight: 1, tagTileOffsets: 8},
		"wide":    {tagWidth: 1, tagHeight: 1, tagTileWidth: 1 << 31, tagTileHeight: 1, tagTileOffsets: 8},
		"samples": {tagWidth: 1, tagHeight: 1, tagSamplesPerPixel: 65535, tagStripOffsets: 8},
		"bits":    {tagWidth: 1, tagHeight: 1, tagBitsPerSample: 1 << 31, tagStripOffsets: 8},
		"nothing": {tagWidth: 1, tagHeight: 1},
		"behind":  {tagWidth: 1, tagHeight: 1, tagStripOffsets: 1 << 31},
		"palette": {tagWidth: 1, tagHeight: 1, tagBitsPerSample: 8, tagPhotometric: paletted, tagStripOffsets: 8},
	} {
		t.Run(name, func(t *testing.T) {
			data := built(fields, nil)
			if _, err := Decode(bytes.NewReader(data), int64(len(data))); err == nil {
				t.Error("no error")
			}
		})
	}
	data := built(map[uint16]uint32{tagWidth: 1 << 31, tagHeight: 1}, nil)
	if _, err := Config(bytes.NewReader(data), int64(len(data))); err == nil {
		t.Error("no error for a width of 2,147,483,648")
	}
}

func TestPackBits(t *testing.T) {
	// The example of TIFF 6.0 section 9, and a no-op.
	packed := "\xFE\xAA\x02\x80\x00\x2A\x80\xFD\xAA\x03\x80\x00\x2A\x22\xF7\xAA"
	want := "\xAA\xAA\xAA\x80\x00\x2A\xAA\xAA\xAA\xAA\x80\x00\x2A\x22" + strings.Repeat("\xAA", 10)
	got, err := io.ReadAll(newPackBits(strings.NewReader(packed)))
	if err != nil || string(got) != want {
		t.Errorf("got %x, %v, want %x", got, err, want)
	}
}

// TestShared decodes what other programs open of the pictures beside a checkout.
func TestShared(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared", "data")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("the shared test pictures are not on this machine: %v", err)
	}
	found := 0
	for _, pattern := range []string{
		"formats/golang-x-image/testdata/*.tiff", "formats/image-rs/tests/images/tiff/testsuite/*.tif*",
		// A thumbnail that is no JPEG is all that these have but what the sensor saw.
		"metadata/bep-imagemeta/testdata/images/sample.dng", "metadata/bep-imagemeta/testdata/images/sample.nef",
	} {
		paths, _ := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		for _, path := range paths {
			if strings.HasPrefix(filepath.Base(path), "invalid") {
				continue
			}
			found++
			t.Run(filepath.Base(path), func(t *testing.T) { decode(t, read(t, path)) })
		}
	}
	if found < 30 {
		t.Errorf("got %d files, want 30 or more", found)
	}
}

func FuzzDecode(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.tif"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		f.Add(read(f, path))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		size, err := Config(r, r.Size())
		if err != nil || size.X > 1<<10 || size.Y > 1<<10 {
			return
		}
		img, err := Decode(r, r.Size())
		if err == nil && img.Bounds().Size() != size {
			t.Errorf("got a picture of %v, Config says %v", img.Bounds(), size)
		}
	})
}

// TestFloat24 reads numbers that no library writes any more.
func TestFloat24(t *testing.T) {
	for _, c := range []struct {
		high, middle, low byte
		want              float64
	}{
		{0, 0, 0, 0},
		{0x3f, 0, 0, 1},
		{0x3e, 0, 0, 0.5},
		{0x3e, 0x80, 0, 0.75},
		{0xbf, 0, 0, -1},
		{0x40, 0x80, 0, 3},
		{0, 0, 1, math.Ldexp(1, -78)},
		{0x7f, 0, 0, math.Inf(1)},
	} {
		if got := float24(c.high, c.middle, c.low); got != c.want {
			t.Errorf("%02x%02x%02x is %v, want %v", c.high, c.middle, c.low, got, c.want)
		}
	}
	if got := float24(0x7f, 0, 1); !math.IsNaN(got) {
		t.Errorf("got %v, want no number", got)
	}
	fields := map[uint16]uint32{
		tagWidth: 3, tagHeight: 1, tagBitsPerSample: 24, tagSampleFormat: sampleFloat, tagStripOffsets: 0,
		tagStripByteCounts: 9,
	}
	fields[tagStripOffsets] = uint32(len(built(fields, nil)))
	img := decode(t, built(fields, []byte{0, 0, 0x3f, 0, 0, 0x3e, 0, 0, 0xbf}))
	for x, want := range []byte{255, 128, 0} {
		if got := color.GrayModel.Convert(img.At(x, 0)).(color.Gray).Y; got != want {
			t.Errorf("pixel %d is %d, want %d", x, got, want)
		}
	}
}
