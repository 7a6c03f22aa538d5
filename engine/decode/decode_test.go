package decode

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/unwatched"
	"recollect/words"
)

// slowdown is what the race detector costs the decoders written in Go, about: the largest of the shared pictures takes
// 1 s without it and 11 s with it.
const slowdown = 1 + 9*unwatched.Race

func TestFormats(t *testing.T) {
	for format, data := range samples(t) {
		t.Run(format, func(t *testing.T) {
			f := written(t, "no-extension-that-tells.txt", data)
			p, err := File(t.Context(), f, Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := photo.Details{
				Format: format, WidthPx: 32, HeightPx: 16, Orientation: 1,
				Taken: photo.Moment{Time: f.ModTime, HasOffset: true, From: photo.FromModTime},
			}
			if !reflect.DeepEqual(p.Details, want) {
				t.Errorf("details = %+v, want %+v", p.Details, want)
			}
			if d, err := Describe(f); err != nil || !reflect.DeepEqual(d, want) {
				t.Errorf("Describe = %+v, %v, want %+v", d, err, want)
			}
			if want := photo.Hash(sha256.Sum256(data)); p.Hash != want {
				t.Errorf("hash = %x, want %x", p.Hash, want)
			}
			checkCorners(t, p.Image)
		})
	}
}

// written is a file with data in a folder of the test.
func written(t testing.TB, name string, data []byte) photo.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return photo.File{Path: path, Size: int64(len(data)), ModTime: changed}
}

func TestWebPAndCMYK(t *testing.T) {
	red, blue := color.RGBA{200, 40, 20, 255}, color.RGBA{10, 60, 220, 255}
	tests := []struct {
		file, format string
		w, h         int
	}{{"lossy.webp", "webp", 12, 6}, {"cmyk.jpg", "jpeg", 32, 16}}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			p, err := Bytes(t.Context(), testFile(t, tt.file), photo.File{}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := p.Details; d.Format != tt.format || d.WidthPx != tt.w || d.HeightPx != tt.h {
				t.Errorf("details = %+v, want %s, %d x %d", d, tt.format, tt.w, tt.h)
			}
			if got := p.Image.RGBAAt(1, 1); !near(got, red) {
				t.Errorf("left = %v, want %v", got, red)
			}
			if got := p.Image.RGBAAt(tt.w-2, tt.h-2); !near(got, blue) {
				t.Errorf("right = %v, want %v", got, blue)
			}
		})
	}
}

func TestTransparency(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 3, 1))
	img.SetNRGBA(0, 0, color.NRGBA{200, 10, 10, 0})
	img.SetNRGBA(1, 0, color.NRGBA{0, 0, 0, 127})
	img.SetNRGBA(2, 0, color.NRGBA{1, 2, 3, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	p, err := Bytes(t.Context(), b.Bytes(), photo.File{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Opaque {
		t.Error("Opaque = true")
	}
	white := Flatten(p.Image)
	for x, want := range []struct{ kept, white color.RGBA }{
		{color.RGBA{}, color.RGBA{255, 255, 255, 255}},
		{color.RGBA{0, 0, 0, 127}, color.RGBA{128, 128, 128, 255}},
		{color.RGBA{1, 2, 3, 255}, color.RGBA{1, 2, 3, 255}},
	} {
		if got := p.Image.RGBAAt(x, 0); got != want.kept {
			t.Errorf("pixel %d = %v, want %v", x, got, want.kept)
		}
		if got := white.RGBAAt(x, 0); got != want.white {
			t.Errorf("pixel %d on white = %v, want %v", x, got, want.white)
		}
	}
	if got := Flatten(white); got != white {
		t.Error("an opaque picture was copied")
	}
}

// The encoder sees colours as they are stored, people see them as they are meant.
func TestColourProfile(t *testing.T) {
	red := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := 0; i < len(red.Pix); i += 4 {
		copy(red.Pix[i:], []byte{200, 100, 50, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, red); err != nil {
		t.Fatal(err)
	}
	const behindIHDR = 33 // Display P3 by number
	data := slices.Concat(b.Bytes()[:behindIHDR], []byte("\x00\x00\x00\x04cICP\x0c\x0d\x00\x01\x00\x00\x00\x00"),
		b.Bytes()[behindIHDR:])
	p, err := Bytes(t.Context(), data, photo.File{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Image.RGBAAt(9, 9), (color.RGBA{200, 100, 50, 255}); got != want {
		t.Errorf("as stored: %v, want %v", got, want)
	}
	want := color.RGBA{215, 93, 31, 255}
	for _, sizePx := range []int{32, 64, 64} { // the whole picture is converted only once
		if got := p.OnScreen(sizePx).RGBAAt(9, 9); !near(got, want) || got.R < 214 || got.R > 216 {
			t.Errorf("on the screen at %d px: %v, want %v", sizePx, got, want)
		}
	}
}

func TestFirstFrameOfGIF(t *testing.T) {
	frame := image.NewPaletted(image.Rect(1, 1, 3, 2), color.Palette{corners[0], corners[1]})
	second := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{corners[1]})
	var b bytes.Buffer
	err := gif.EncodeAll(&b, &gif.GIF{
		Image: []*image.Paletted{frame, second}, Delay: []int{1, 1}, Config: image.Config{Width: 4, Height: 4},
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Bytes(t.Context(), b.Bytes(), photo.File{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Image.Rect, image.Rect(0, 0, 4, 4); got != want {
		t.Fatalf("bounds = %v, want %v", got, want)
	}
	if !p.Details.Animated {
		t.Error("Animated = false")
	}
	none := color.RGBA{}
	for at, want := range map[image.Point]color.RGBA{
		{0, 0}: none, {1, 1}: corners[0], {2, 1}: corners[0], {3, 1}: none,
	} {
		if got := p.Image.RGBAAt(at.X, at.Y); got != want {
			t.Errorf("pixel %v = %v, want %v", at, got, want)
		}
	}
}

// bombs are small files that say they are huge.
func bombs(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for format, data := range samples(t) {
		all[format] = bytes.Clone(data)
	}
	binary.BigEndian.PutUint32(all["png"][16:], 60_000)
	binary.BigEndian.PutUint32(all["png"][20:], 60_000)
	binary.BigEndian.PutUint32(all["png"][29:], crc32.ChecksumIEEE(all["png"][12:29]))
	binary.LittleEndian.PutUint32(all["gif"][6:], 0xffff_ffff)
	binary.LittleEndian.PutUint32(all["bmp"][18:], 65_000)
	binary.LittleEndian.PutUint32(all["bmp"][22:], 65_000)
	sof := bytes.Index(all["jpeg"], []byte{0xff, 0xc0})
	copy(all["jpeg"][sof+5:], "\xff\xdc\xff\xdc")
	at := int(binary.LittleEndian.Uint32(all["tiff"][4:])) + 2
	binary.LittleEndian.PutUint16(all["tiff"][at+8:], 65_000)
	binary.LittleEndian.PutUint16(all["tiff"][at+20:], 65_000)
	all["webp"] = []byte("RIFF\x12\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f\xff\xff\xff\x0f\x00") // 16,384 x 16,384
	return all
}

func TestTooManyPixelsAreRefusedBeforeTheyAreAllocated(t *testing.T) {
	for format, data := range bombs(t) {
		t.Run(format, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Bytes(t.Context(), data, photo.File{}, Options{})
			runtime.ReadMemStats(&after)
			if !errors.Is(err, ErrTooLarge) {
				t.Errorf("err = %v, want %v", err, ErrTooLarge)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 4<<20 {
				t.Errorf("%d bytes were allocated, want at most 4 MiB", got)
			}
		})
	}
}

// said is what a person reads of err.
func said(err error) string { return words.English().Reason(Reason(err)).What }

func TestRefused(t *testing.T) {
	whole := samples(t)
	zero := bytes.Clone(whole["jpeg"])
	clear(zero[bytes.Index(zero, []byte{0xff, 0xc0})+5:][:4])
	tests := []struct {
		name   string
		data   string
		want   error
		reason string
	}{
		{"empty", "", ErrDamaged, "This file is empty."},
		{"text", "BMW is no picture, nor is this\n", ErrFormat, "This file is not a picture that Recollect knows."},
		{
			"HEIC without a picture", "\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", ErrDamaged,
			"This picture is damaged or incomplete.",
		},
		{"JPEG XL", "\xff\x0a123", ErrFormat, "JPEG XL pictures cannot be shown yet."},
		{"MP4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42", ErrFormat, "MP4 videos are not supported yet."},
		{
			"12-bit JPEG", "\xff\xd8\xff\xc1\x00\x0b\x0c\x00\x08\x00\x08\x01\x01\x11\x00", ErrFormat,
			"12-bit JPEG pictures cannot be shown yet.",
		},
		{
			"lossless JPEG", "\xff\xd8\xff\xc3\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00", ErrFormat,
			"This kind of JPEG picture cannot be shown yet.",
		},
		{
			"RAW without a preview", "IIRO\x08\x00\x00\x00\x00\x00", ErrFormat,
			"This RAW picture holds no preview that could be shown.",
		},
		{"zero size", string(zero), ErrDamaged, "This picture is damaged or incomplete."},
		{"no more than a start", "\xff\xd8\xff\xe0\x00\x10JFIF", ErrDamaged, "This picture is damaged or incomplete."},
		{"PNG cut off", string(whole["png"][:50]), ErrDamaged, "This picture is damaged or incomplete."},
		{
			"huge", string(bombs(t)["png"]), ErrTooLarge,
			"This picture of 60000 x 60000 pixels is too large to be shown.",
		},
		{
			"strange TIFF",
			strings.Replace(string(whole["tiff"]), "\x06\x01\x03\x00\x01\x00\x00\x00\x02",
				"\x06\x01\x03\x00\x01\x00\x00\x00\x09", 1),
			ErrFormat, "This kind of TIFF picture cannot be shown yet.",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := written(t, "x.jpg", []byte(tt.data))
			_, err := File(t.Context(), f, Options{})
			if !errors.Is(err, tt.want) {
				t.Fatalf("err = %v, want %v", err, tt.want)
			}
			if got := said(err); got != tt.reason {
				t.Errorf("Reason = %q, want %q", got, tt.reason)
			}
			if !strings.Contains(err.Error(), f.Path) {
				t.Errorf("err = %v, which does not name %s", err, f.Path)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	sparse, err := os.Create(filepath.Join(dir, "large"))
	if err != nil {
		t.Fatal(err)
	}
	defer sparse.Close()
	if err := sparse.Truncate(maxFileBytes + 1); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, path string
		want       error
		reason     string
	}{
		{"missing", filepath.Join(dir, "missing"), fs.ErrNotExist, "This file is no longer there."},
		{"a folder", dir, ErrFormat, "This file is not a picture that Recollect knows."},
		{"too large", sparse.Name(), ErrTooLarge, "This picture is too large to be shown."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, fileErr := File(t.Context(), photo.File{Path: tt.path}, Options{})
			_, describeErr := Describe(photo.File{Path: tt.path})
			for _, err := range []error{fileErr, describeErr} {
				if !errors.Is(err, tt.want) {
					t.Errorf("err = %v, want %v", err, tt.want)
				}
				if got := said(err); got != tt.reason {
					t.Errorf("Reason = %q, want %q", got, tt.reason)
				}
			}
		})
	}
}

func TestReasonOfTheFileSystem(t *testing.T) {
	tests := map[string]error{
		"Recollect is not allowed to read this file.": &fs.PathError{Op: "open", Err: fs.ErrPermission},
		"This file could not be read.":                errors.New("input/output error"),
	}
	for want, err := range tests {
		if got := said(fmt.Errorf("decode x: %w", err)); got != want {
			t.Errorf("Reason(%v) = %q, want %q", err, got, want)
		}
	}
}

func TestPanicOfADecoderIsDamage(t *testing.T) {
	err := guard("/photos/a.tif", func() error { panic("index out of range") })
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "/photos/a.tif") {
		t.Errorf("err = %v, want %v with the path", err, ErrDamaged)
	}
}

func TestTruncatedJPEG(t *testing.T) {
	whole := asJPEG(t, quarters(320, 320, [4]int{0, 1, 2, 3}))
	p, err := Bytes(t.Context(), whole[:len(whole)*2/3], photo.File{}, Options{})
	if !partialJPEG {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("err = %v, want %v", err, ErrDamaged)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Image.RGBAAt(2, 2); !near(got, corners[0]) {
		t.Errorf("first pixel = %v, want %v", got, corners[0])
	}
	if !p.Details.Damaged {
		t.Error("Damaged = false")
	}
}

func TestUnsupported(t *testing.T) {
	tests := []struct {
		name, data, want string
		ok               bool
	}{
		{"film", "\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "mov", true},
		{"JPEG XL", "\xff\x0a123", "jxl", true},
		{"text", "no picture", "", false},
		{"one kind of a format", "\xff\xd8\xff\xc1\x00\x0b\x0c\x00\x08\x00\x08\x01\x01\x11\x00", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Describe(written(t, "x", []byte(tt.data)))
			if got, ok := Unsupported(err); got != tt.want || ok != tt.ok {
				t.Errorf("Unsupported(%v) = %q, %v, want %q, %v", err, got, ok, tt.want, tt.ok)
			}
		})
	}
	if _, ok := Unsupported(fs.ErrNotExist); ok {
		t.Error("a missing file is not of an unsupported format")
	}
}

// Every file of the shared collections of odd and broken files ends in a picture
// or in an error of ours, soon, and the header tells what the pixels confirm.
func TestSharedFiles(t *testing.T) {
	for _, folder := range []string{"corrupt", "formats"} {
		t.Run(folder, func(t *testing.T) {
			counts := map[string]int{}
			root := filepath.Join(shared(t), folder)
			err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
				if err == nil && e.Type().IsRegular() {
					counts[decodeBoth(t, path)]++
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("outcomes: %v", counts)
			if counts["picture"] == 0 || counts[ErrDamaged.Error()] == 0 || counts[ErrFormat.Error()] == 0 {
				t.Errorf("outcomes = %v, want some of each", counts)
			}
		})
	}
}

// decodeBoth decodes and describes one file, and gives the outcome of decoding.
func decodeBoth(t *testing.T, path string) string {
	t.Helper()
	start := time.Now()
	p, err := File(t.Context(), photo.File{Path: path, ModTime: changed}, Options{})
	if took, most := time.Since(start), 10*time.Second*slowdown; took > most {
		t.Errorf("%s took %v, want at most %v", path, took, most)
	}
	if err != nil {
		for _, kind := range []error{ErrDamaged, ErrFormat, ErrTooLarge, ErrTooSlow} {
			if errors.Is(err, kind) {
				return kind.Error()
			}
		}
		t.Errorf("err = %v, want one of this package", err)
		return "strange"
	}
	p.Details.Damaged = false // the header cannot tell
	if d, err := Describe(photo.File{Path: path, ModTime: changed}); err != nil || !reflect.DeepEqual(d, p.Details) {
		t.Errorf("Describe(%s) = %+v, %v, want %+v", path, d, err, p.Details)
	}
	return "picture"
}

func FuzzBytes(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Bytes(t.Context(), data, photo.File{ModTime: changed}, Options{})
		if err != nil {
			return
		}
		if got, want := p.Image.Rect, image.Rect(0, 0, p.Details.WidthPx, p.Details.HeightPx); got != want {
			t.Errorf("bounds = %v, want %v", got, want)
		}
		if got := p.Image.Opaque(); got != p.Opaque {
			t.Errorf("opaque = %v, want %v", p.Opaque, got)
		}
	})
}

func FuzzDescribe(f *testing.F) {
	seed(f)
	path := filepath.Join(f.TempDir(), "picture")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Describe(photo.File{Path: path, ModTime: changed})
		if err != nil {
			return
		}
		if err := check(image.Pt(d.WidthPx, d.HeightPx), maxScaledPixels); err != nil {
			t.Errorf("details = %+v, which are out of bounds", d)
		}
		if d.Taken.IsZero() || d.Orientation < 1 || d.Orientation > 8 {
			t.Errorf("details = %+v, want a date and an orientation of 1 to 8", d)
		}
	})
}

// seed adds a small file of every format, and one with all that is read of EXIF.
func seed(f *testing.F) {
	for _, data := range samples(f) {
		f.Add(data)
	}
	for _, name := range []string{"lossy.webp", "odd-chunk.webp", "cmyk.jpg"} {
		f.Add(testFile(f, name))
	}
	block := exifBlock(binary.BigEndian,
		[]entry{{0x010f, "Acme"}, {0x0110, "Acme One"}, {0x0112, uint16(6)}},
		[]entry{{0x9003, "2019:05:06 07:08:09"}, {0x9011, "+05:30"}, {0x9291, "05"}})
	f.Add(withExif(samples(f)["jpeg"], block))
}

func BenchmarkDecode12MP(b *testing.B) {
	data := asJPEG(b, Resize(drawn(500, 375), 4000, 3000)) // as smooth as photos are
	b.ReportMetric(float64(len(data)), "file-bytes")
	for b.Loop() {
		if _, err := Bytes(b.Context(), data, photo.File{}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpright12MP(b *testing.B) {
	src := drawn(4000, 3000)
	for b.Loop() {
		upright(src, 6)
	}
}
