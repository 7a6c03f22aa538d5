package heif

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"recollect/engine/container"
)

func content(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func samples(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil || len(paths) < 25 {
		t.Fatalf("got %d files, %v, want 25 or more", len(paths), err)
	}
	return paths
}

// TestDecode wants the same picture of all files, however they turn and code it: red
// and green above blue and white.
func TestDecode(t *testing.T) {
	size := image.Pt(40, 24)
	quarters := map[image.Point]color.RGBA{
		{6, 6}: {200, 40, 40, 255}, {33, 6}: {40, 200, 40, 255},
		{6, 18}: {40, 40, 200, 255}, {33, 18}: {220, 220, 220, 255},
	}
	for _, path := range samples(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data := content(t, path)
			h, err := Config(bytes.NewReader(data), int64(len(data)))
			if err != nil || h.Size != size || h.Animated != strings.Contains(path, "sequence") {
				t.Fatalf("got %+v, %v, want a size of %v", h, err, size)
			}
			img, err := Decode(data, nil)
			if err != nil || img.Bounds() != (image.Rectangle{Max: size}) {
				t.Fatalf("got %v, %v, want a size of %v", img, err, size)
			}
			for at, want := range quarters {
				if strings.Contains(path, "gray") {
					want = gray(want)
				}
				if strings.Contains(path, "alpha") && at.X > 20 {
					want = color.RGBAModel.Convert(color.NRGBA{want.R, want.G, want.B, 100}).(color.RGBA)
				}
				if got := img.(*image.RGBA).RGBAAt(at.X, at.Y); !close(got, want) {
					t.Errorf("at %v: got %v, want %v", at, got, want)
				}
			}
		})
	}
}

func gray(c color.RGBA) color.RGBA {
	y := color.GrayModel.Convert(c).(color.Gray).Y
	return color.RGBA{y, y, y, 255}
}

func close(a, b color.RGBA) bool {
	near := func(x, y uint8) bool { return max(x, y)-min(x, y) <= 5 }
	return near(a.R, b.R) && near(a.G, b.G) && near(a.B, b.B) && near(a.A, b.A)
}

// TestConcurrent decodes pictures at the same time, which share a compiled decoder.
func TestConcurrent(t *testing.T) {
	var wg sync.WaitGroup
	for _, name := range []string{"alpha.heic", "alpha.avif", "alpha.heic", "alpha.avif"} {
		data := content(t, filepath.Join("testdata", name))
		wg.Go(func() {
			if _, err := Decode(data, nil); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	wg.Wait()
}

func TestBroken(t *testing.T) {
	for _, name := range []string{"orientation-6.heic", "orientation-6.avif"} {
		whole := content(t, filepath.Join("testdata", name))
		spoilt := func(old, replacement string) []byte {
			return bytes.Replace(whole, []byte(old), []byte(replacement), 1)
		}
		for what, data := range map[string][]byte{
			"nothing":             nil,
			"head only":           whole[:16],
			"half of the boxes":   whole[:200],
			"half of the pixels":  whole[:len(whole)-100],
			"another kind":        unbranded(whole),
			"no primary item":     spoilt("pitm", "free"),
			"no dimensions":       spoilt("ispe", "free"),
			"dimensions of none":  spoilt("ispe\x00\x00\x00\x00\x00\x00\x00", "ispe\x00\x00\x00\x00\xff\xff\xff"),
			"box of no length":    spoilt("\x00\x0epitm", "\x00\x01pitm"),
			"broken item numbers": spoilt("ipma\x00\x00\x00\x00\x00\x00\x00", "ipma\x00\x00\x00\x00\xff\xff\xff"),
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				if img, err := Decode(data, nil); err == nil {
					t.Errorf("got a picture of %v, want an error", img.Bounds())
				}
			})
		}
	}
}

// unbranded is a file that does not say what it is.
func unbranded(data []byte) []byte {
	data = bytes.Clone(data)
	for _, brand := range []string{"heic", "heix", "mif1", "avif"} {
		copy(data, bytes.ReplaceAll(data[:40], []byte(brand), []byte("isom")))
	}
	return data
}

// TestAperture crops as libheif 1.18 does.
func TestAperture(t *testing.T) {
	for _, c := range []struct {
		name   string
		a      aperture
		before image.Point
		want   image.Rectangle
	}{
		{"centre", aperture{20, 10, 0, 0}, image.Pt(40, 30), image.Rect(10, 10, 30, 20)},
		{"moved", aperture{20, 10, -10, 5}, image.Pt(40, 30), image.Rect(0, 15, 20, 25)},
		{"odd", aperture{39, 29, -0.5, -0.5}, image.Pt(40, 30), image.Rect(0, 0, 39, 29)},
		{"beyond", aperture{41, 10, 0, 0}, image.Pt(40, 30), image.Rect(0, 0, 40, 30)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.a.within(c.before); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestShared decodes pictures of cameras, beside a checkout.
func TestShared(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared", "data", "metadata")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("the shared test pictures are not on this machine: %v", err)
	}
	for name, want := range map[string]image.Point{
		"immich/formats/heic/IMG_2682.heic":              {4032, 3024},
		"immich/formats/avif/8bit-sRGB.avif":             {1617, 1080},
		"immich/formats/avif/10bit-HDR-P3-nclx.avif":     {3681, 5594},
		"bep-imagemeta/testdata/images/iphone.heic":      {5712, 4284},
		"bep-imagemeta/testdata/images/bep/sunset.avif":  {900, 562},
		"bep-imagemeta/testdata/images/bep/sunrise.avif": {1024, 640},
	} {
		t.Run(name, func(t *testing.T) {
			data := content(t, filepath.Join(root, filepath.FromSlash(name)))
			h, err := Config(bytes.NewReader(data), int64(len(data)))
			if err != nil || h.Size != want {
				t.Fatalf("got %+v, %v, want a size of %v", h, err, want)
			}
			if want.X*want.Y > 4<<20 {
				return // for speed
			}
			if _, err := Decode(data, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func FuzzConfig(f *testing.F) {
	for _, path := range samples(f) {
		f.Add(content(f, path))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Config(bytes.NewReader(data), int64(len(data)))
		if err == nil && (h.Size.X <= 0 || h.Size.Y <= 0 || h.Bytes() <= 0) {
			t.Errorf("got %+v without an error", h)
		}
	})
}

// BenchmarkConvert12MP is what is not spent in the decoder.
func BenchmarkConvert12MP(b *testing.B) {
	p := planesOf(image.Pt(4000, 3000), spaceYCbCr, chroma420)
	p.pix = make([]byte, p.bytes)
	for b.Loop() {
		p.rgba(unsaid)
	}
}

// TestTracks shows the primary item whatever the tracks of a sequence hold, and takes none of
// them for alpha.
func TestTracks(t *testing.T) {
	still, sequence := content(t, "testdata/orientation-1.avif"), content(t, "testdata/sequence.avif")
	broken := append(bytes.Replace(still, []byte("ftypavif"), []byte("ftypavis"), 1),
		"\x00\x00\x00\x10moov\x00\x00\x00\x08trak"...)
	moov := bytes.Index(sequence, []byte("moov"))
	if moov < 0 {
		t.Fatal("no tracks in sequence.avif")
	}
	for name, data := range map[string][]byte{
		"a track of nothing": broken,
		"an unknown kind of track": append(bytes.Clone(sequence[:moov]),
			bytes.ReplaceAll(sequence[moov:], []byte("pict"), []byte("soun"))...),
		"a track that ends nowhere": bytes.Replace(sequence, []byte("trak"), []byte("\xff\xff\xff\xff"), 1),
	} {
		t.Run(name, func(t *testing.T) {
			h, err := Config(bytes.NewReader(data), int64(len(data)))
			if err != nil || !h.Animated {
				t.Fatalf("got %+v, %v", h, err)
			}
			img, err := Decode(data, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := img.(*image.RGBA).RGBAAt(6, 6), (color.RGBA{200, 40, 40, 255}); !close(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// TestColours reads what the container says of them, and the stream where it says nothing.
func TestColours(t *testing.T) {
	nclx := func(primaries, transfer byte) []byte {
		return []byte{'n', 'c', 'l', 'x', 0, primaries, 0, transfer, 0, 9, 0x80}
	}
	colr := func(content ...byte) property { return property{"colr", &container.Numbers{Rest: content}} }
	size := property{"ispe", &container.Numbers{Rest: []byte{0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 24}}}
	one := property{"pixi", &container.Numbers{Rest: []byte{0, 0, 0, 0, 1, 8}}}
	profile := []byte("profABCD")
	for _, c := range []struct {
		name                string
		properties          []property
		links               []int
		primaries, transfer int
		profile             string
		grey                bool
	}{
		{"nothing", []property{size}, []int{0}, 2, 2, "", false},
		{"numbers", []property{size, colr(nclx(9, 16)...)}, []int{0, 1}, 9, 16, "", false},
		{"both", []property{size, colr(nclx(9, 16)...), colr(profile...)}, []int{0, 1, 2}, 9, 16, "ABCD", false},
		{
			"both, the other way",
			[]property{size, colr(profile...), colr(nclx(12, 13)...)},
			[]int{0, 1, 2},
			12, 13,
			"ABCD", false,
		},
		{
			"of another item too",
			[]property{size, colr(nclx(1, 13)...), colr(nclx(9, 18)...)},
			[]int{0, 2},
			9, 18,
			"", false,
		},
		{"of tiles", []property{size, colr(profile...)}, []int{0}, 2, 2, "ABCD", false},
		{"of tiles, numbers", []property{size, colr(nclx(9, 18)...)}, []int{0}, 9, 18, "", false},
		{"grey", []property{size, one}, []int{0, 1}, 2, 2, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &file{coded: unsaid, primaryAt: 1}
			if err := f.use(c.properties, c.links); err != nil {
				t.Fatal(err)
			}
			h := f.header()
			if h.Primaries != c.primaries || h.Transfer != c.transfer || string(h.Profile) != c.profile ||
				h.Grey != c.grey {
				t.Errorf("got %d, %d, %q, grey %v", h.Primaries, h.Transfer, h.Profile, h.Grey)
			}
		})
	}
	data := content(t, "testdata/video-709-in-stream.heic")
	if h, err := Config(bytes.NewReader(data), int64(len(data))); err != nil || h.Primaries == 0 || h.Transfer == 0 {
		t.Errorf("in the stream: got %+v, %v", h, err)
	}
}
