package decode

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/decode/heif"
	"recollect/engine/photo"
)

// The quarters of the pictures of testdata/colours.
var quarter = map[image.Point]color.RGBA{
	{6, 6}: {200, 40, 40, 255}, {33, 6}: {40, 200, 40, 255},
	{6, 18}: {40, 40, 200, 255}, {33, 18}: {220, 220, 220, 255},
}

// checkQuarters wants the colours of quarter, each sample off by no more than most.
func checkQuarters(t *testing.T, img *image.RGBA, most int) {
	t.Helper()
	for at, want := range quarter {
		if got := img.RGBAAt(at.X, at.Y); !off(got, want, most) {
			t.Errorf("at %v: got %v, want %v within %d", at, got, want, most)
		}
	}
}

func off(a, b color.RGBA, most int) bool {
	near := func(x, y uint8) bool { return max(x, y)-min(x, y) <= uint8(most) }
	return near(a.R, b.R) && near(a.G, b.G) && near(a.B, b.B) && near(a.A, b.A)
}

// warm compiles the decoders of HEIC and AVIF: under the race detector on a busy machine that
// alone takes longer than a picture may.
func warm(t testing.TB) {
	t.Helper()
	for _, name := range []string{"p3-8.heic", "p3-8.avif"} {
		if _, err := heif.Decode(testFile(t, filepath.Join("colours", name)), nil); err != nil {
			t.Fatal(err)
		}
	}
}

// TestColoursOfBoxes wants the same picture of HEIC and AVIF files in all colours and depths:
// what was SDR when it was put into PQ or HLG comes out as it was.
func TestColoursOfBoxes(t *testing.T) {
	warm(t)
	paths, err := filepath.Glob(filepath.Join("testdata", "colours", "*.[ah]*"))
	if err != nil || len(paths) < 12 {
		t.Fatalf("got %d files, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			most := 4
			if filepath.Ext(path) == ".heic" { // 8 bits, and chroma is coarse
				most = 10
			}
			p, err := Bytes(t.Context(), testFile(t, filepath.Join("colours", filepath.Base(path))), photo.File{},
				Options{})
			if err != nil {
				t.Fatal(err)
			}
			before := p.Image.RGBAAt(33, 18)
			checkQuarters(t, p.OnScreen(100), most)
			if !off(before, quarter[image.Pt(33, 18)], most) {
				t.Errorf("white is %v before it is shown: the model sees pale colours", before)
			}
		})
	}
}

// withChunks is a PNG with chunks behind its header, by name and content in turn.
func withChunks(t *testing.T, img image.Image, chunks ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	const behindIHDR = 33
	data := b.Bytes()
	for i := 0; i < len(chunks); i += 2 {
		c := binary.BigEndian.AppendUint32(nil, uint32(len(chunks[i+1])))
		c = append(append(c, chunks[i]...), chunks[i+1]...)
		data = slices.Insert(data, behindIHDR, binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))...)
	}
	return data
}

// TestColoursOfPNG wants them of all kinds of pixels that image/png gives.
func TestColoursOfPNG(t *testing.T) {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	const gAMA = "\x00\x01\x86\xa0" // linear
	for _, c := range []struct {
		name   string
		img    func(b image.Rectangle) (img image.Image, set func(x, y int, r, g, b float64))
		chunks []string
		grey   bool
		most   int
	}{
		{"8 bits", rgba8, []string{"gAMA", gAMA}, false, 8},
		{"8 bits with alpha", nrgba8, []string{"gAMA", gAMA}, false, 8},
		{"16 bits", rgba16, []string{"gAMA", gAMA}, false, 1},
		{"16 bits with alpha", nrgba16, []string{"gAMA", gAMA}, false, 1},
		{"16 bits by number", rgba16, []string{"cICP", "\x01\x08\x00\x01"}, false, 1},
		{"grey", grey8, []string{"gAMA", gAMA}, true, 8},
		{"grey of 16 bits", grey16, []string{"gAMA", gAMA}, true, 1},
		{"palette", palette8, []string{"gAMA", gAMA}, false, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			img, set := c.img(image.Rect(0, 0, 40, 24))
			for y := range 24 {
				for x := range 40 {
					q := quarter[map[[2]bool]image.Point{
						{false, false}: {6, 6}, {true, false}: {33, 6}, {false, true}: {6, 18}, {true, true}: {33, 18},
					}[[2]bool{x >= 20, y >= 12}]]
					set(x, y, linear(q.R), linear(q.G), linear(q.B))
				}
			}
			p, err := Bytes(t.Context(), withChunks(t, img, c.chunks...), photo.File{}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !c.grey {
				checkQuarters(t, p.Image, c.most)
				return
			}
			for at, q := range quarter { // greys of red's light
				if got := p.Image.RGBAAt(at.X, at.Y); !off(got, color.RGBA{q.R, q.R, q.R, 255}, c.most) {
					t.Errorf("at %v: got %v, want grey of %d", at, got, q.R)
				}
			}
		})
	}
}

func rgba8(b image.Rectangle) (image.Image, func(x, y int, r, g, b float64)) {
	img := image.NewRGBA(b)
	return img, func(x, y int, r, g, b float64) {
		img.SetRGBA(x, y, color.RGBA{eight(r), eight(g), eight(b), 255})
	}
}

func nrgba8(b image.Rectangle) (image.Image, func(x, y int, r, g, b float64)) {
	img := image.NewNRGBA(b) // the first pixel is transparent
	return img, func(x, y int, r, g, b float64) {
		img.SetNRGBA(x, y, color.NRGBA{eight(r), eight(g), eight(b), byte(min(x*255, 255))})
	}
}

func rgba16(b image.Rectangle) (image.Image, func(x, y int, r, g, b float64)) {
	img := image.NewRGBA64(b)
	return img, func(x, y int, r, g, b float64) {
		img.SetRGBA64(x, y, color.RGBA64{sixteen(r), sixteen(g), sixteen(b), 0xffff})
	}
}

func nrgba16(b image.Rectangle) (image.Image, func(x, y int, r, g, b float64)) {
	img := image.NewNRGBA64(b)
	return img, func(x, y int, r, g, b float64) {
		img.SetNRGBA64(x, y, color.NRGBA64{sixteen(r), sixteen(g), sixteen(b), uint16(min(x*65535, 65535))})
	}
}

func grey8(b image.Rectangle) (image.Image, func(x, y int, r, g, b float64)) {
	img := image.NewGray(b)
	return img, func(x, y int, r, _, _ float64) { img.SetGray(x, y, color.Gray{eight(r)}) }
}

func grey16(b image.Rectangle) (image.Image, func(x, y int, r, g, b float64)) {
	img := image.NewGray16(b)
	return img, func(x, y int, r, _, _ float64) { img.SetGray16(x, y, color.Gray16{sixteen(r)}) }
}

func palette8(b image.Rectangle) (image.Image, func(x, y int, r, g, b float64)) {
	img := image.NewPaletted(b, color.Palette{color.Black})
	return img, func(x, y int, r, g, b float64) {
		c := color.RGBA{eight(r), eight(g), eight(b), 255}
		if !slices.Contains(img.Palette, color.Color(c)) {
			img.Palette = append(img.Palette, c)
		}
		img.Set(x, y, c)
	}
}

func eight(v float64) uint8    { return uint8(v*255 + 0.5) }
func sixteen(v float64) uint16 { return uint16(v*65535 + 0.5) }

// TestColoursWhenReduced wants the tones right whichever size a picture is decoded at.
func TestColoursWhenReduced(t *testing.T) {
	for name, make := range map[string]func(image.Rectangle) (image.Image, func(x, y int, r, g, b float64)){
		"8 bits": rgba8, "16 bits": rgba16,
	} {
		t.Run(name, func(t *testing.T) {
			img, set := make(image.Rect(0, 0, 2200, 1600))
			for y := range 1600 {
				for x := range 2200 {
					set(x, y, 0.2158605, 0.2158605, 0.2158605) // 128 of sRGB
				}
			}
			p, err := Bytes(t.Context(), withChunks(t, img, "gAMA", "\x00\x01\x86\xa0"), photo.File{},
				Options{ShortPx: 224, LongPx: 320})
			if err != nil {
				t.Fatal(err)
			}
			if p.Image.Rect.Dx() >= 2200 {
				t.Fatalf("%v: not reduced", p.Image.Rect)
			}
			if got := p.Image.RGBAAt(100, 100); !off(got, color.RGBA{128, 128, 128, 255}, 1) {
				t.Errorf("got %v, want 128", got)
			}
		})
	}
}

// TestCutPNG tells that a part is missing, as of a JPEG.
func TestCutPNG(t *testing.T) {
	data := samples(t)["png"]
	for _, c := range []struct {
		name    string
		data    []byte
		damaged bool
	}{
		{"whole", data, false},
		{"cut in its pixels", data[:len(data)-30], true},
		{"without its end", data[:len(data)-12], false},
	} {
		p, err := Bytes(t.Context(), c.data, photo.File{}, Options{})
		if err != nil || p.Details.Damaged != c.damaged || p.Details.WidthPx != 32 {
			t.Errorf("%s: damaged %v, %v, want %v", c.name, p.Details.Damaged, err, c.damaged)
			continue
		}
		if got := p.Image.RGBAAt(1, 1); !near(got, corners[0]) {
			t.Errorf("%s: the first corner is %v", c.name, got)
		}
	}
}
