package raw

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/container"
)

// encoded is a grey JPEG.
func encoded(t testing.TB, widthPx, heightPx int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, widthPx, heightPx)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// laid puts pieces at their offsets.
func laid(pieces map[int][]byte) []byte {
	size := 0
	for at, b := range pieces {
		size = max(size, at+len(b))
	}
	data := make([]byte, size)
	for at, b := range pieces {
		copy(data[at:], b)
	}
	return data
}

// field is one of a directory.
type field struct {
	tag, kind    uint16
	count, value uint32
}

const undefined, long = 7, 4

// directory is a little-endian one.
func directory(next uint32, fields ...field) []byte {
	order := binary.LittleEndian
	b := order.AppendUint16(nil, uint16(len(fields)))
	for _, f := range fields {
		b = order.AppendUint16(order.AppendUint16(b, f.tag), f.kind)
		b = order.AppendUint32(order.AppendUint32(b, f.count), f.value)
	}
	return order.AppendUint32(b, next)
}

func header(magic string) []byte { return append([]byte(magic), 16, 0, 0, 0) }

func box(kind string, body ...[]byte) []byte {
	b := append([]byte{0, 0, 0, 0}, kind...)
	b = append(b, bytes.Join(body, nil)...)
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return b
}

// Where the test files have things. The larger JPEG at decoyAt is what a search
// through all bytes would find, so that these tests see where the walk leads.
const (
	subAt   = 200
	noteAt  = 400
	goodAt  = 2000
	smallAt = 20_000
	decoyAt = 40_000
)

func TestPreview(t *testing.T) {
	good, small, decoy := encoded(t, 800, 600), encoded(t, 640, 480), encoded(t, 1000, 800)
	n := uint32(len(good))
	pair := func(at uint32) []field { return []field{{tagJPEG, long, 1, at}, {tagJPEGBytes, long, 1, n}} }
	smallPair := []field{{tagJPEG, long, 1, smallAt}, {tagJPEGBytes, long, 1, uint32(len(small))}}
	exif := directory(0, field{tagMakerNote, undefined, 500, noteAt})
	toExif := directory(0, field{tagExif, long, 1, subAt})
	// A file whose maker note begins with head and has one directory behind it.
	noted := func(head string, fields ...field) map[int][]byte {
		return map[int][]byte{
			0: header("II*\x00"), 16: toExif, subAt: exif, noteAt: append([]byte(head), directory(0, fields...)...),
		}
	}
	for name, pieces := range map[string]map[int][]byte{
		"strip (CR2)": {
			0: header("II*\x00"),
			16: directory(0, field{tagCompression, long, 1, 6}, field{tagStripOffsets, long, 1, goodAt},
				field{tagStripBytes, long, 1, n}),
		},
		"pair (ARW)": {0: header("II*\x00"), 16: directory(0, pair(goodAt)...)},
		"next directory": {
			0: header("II*\x00"), 16: directory(subAt, smallPair...), subAt: directory(0, pair(goodAt)...),
		},
		"sub (NEF, DNG)": {
			0: header("II*\x00"), 16: directory(0, append(smallPair, field{tagSubIFDs, long, 1, subAt})...),
			subAt: directory(0, pair(goodAt)...),
		},
		"RW2": {0: header("IIU\x00"), 16: directory(0, field{tagRW2JPEG, undefined, n, goodAt})},
		"ORF": {0: header("IIRO"), 16: directory(0, pair(goodAt)...)},
		"a loop": {
			0: header("II*\x00"), 16: directory(subAt),
			subAt: directory(16, append(pair(goodAt), field{tagSubIFDs, long, 1, 16})...),
		},
		"Nikon":          noted("Nikon\x00\x02\x10\x00\x00II*\x00\x08\x00\x00\x00", field{0x11, long, 1, 100}),
		"Olympus":        noted("OLYMPUS\x00II\x03\x00", field{0x2020, long, 1, 100}),
		"OM System":      noted("OM SYSTEM\x00\x00\x00II\x04\x00", field{0x2020, long, 1, 100}),
		"Olympus, older": noted("OLYMP\x00\x01\x00", field{0x88, long, 1, goodAt}, field{0x89, long, 1, n}),
		"Pentax":         noted("AOC\x00II", field{3, long, 1, n}, field{4, long, 1, goodAt}),
		"Pentax, newer":  noted("PENTAX \x00II", field{3, long, 1, n}, field{4, long, 1, goodAt - noteAt}),
		"Sony":           noted("SONY DSC \x00\x00\x00", field{0x2001, undefined, n, goodAt}),
		"RAF": {
			0:  []byte("FUJIFILMCCD-RAW 0201"),
			84: binary.BigEndian.AppendUint32([]byte{0, 0, goodAt >> 8, goodAt & 0xFF}, n),
		},
		"CR3, preview alone": {
			0:  box("ftyp", []byte("crx \x00\x00\x00\x01")),
			16: box("uuid", []byte(container.CanonPreview), make([]byte, 8), box("PRVW", make([]byte, 16), good)),
		},
		"CR3, full size": {0: box("ftyp", []byte("crx \x00\x00\x00\x01")), 16: cr3(goodAt, n)},
		"CR3, other box size": {
			0:  box("ftyp", []byte("crx \x00\x00\x00\x01")),
			16: {0, 0, 0, 1, 'f', 'r', 'e', 'e', 0, 0, 0, 0, 0, 0, 0, 16}, 32: cr3(goodAt, n),
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := JPEG{goodAt, int64(n), 800, 600}
			if name == "CR3, preview alone" {
				want.Offset = 16 + 8 + 16 + 8 + 8 + 16
			} else {
				pieces[goodAt] = good
			}
			switch name { // these keep a directory within the note, which counts from its start
			case "Nikon":
				pieces[noteAt+10+100] = directory(0, pair(goodAt-noteAt-10)...)
			case "Olympus", "OM System":
				pieces[noteAt+100] = directory(0, field{0x101, long, 1, goodAt - noteAt}, field{0x102, long, 1, n})
			}
			pieces[smallAt], pieces[decoyAt] = small, decoy
			data := laid(pieces)
			got, err := Preview(bytes.NewReader(data), int64(len(data)))
			if err != nil || got != want {
				t.Errorf("got %v, %v, want %v", got, err, want)
			}
		})
	}
}

// cr3 is the box of a CR3 file that says where the full-size JPEG lies.
func cr3(at, length uint32) []byte {
	be := binary.BigEndian
	stsz := be.AppendUint32(be.AppendUint32(be.AppendUint32(nil, 0), length), 1)
	stsz = append(stsz, 0, 0, 0, 0)
	co64 := be.AppendUint64(be.AppendUint32(be.AppendUint32(nil, 0), 1), uint64(at))
	return box("moov", box("trak", box("mdia", box("minf", box("stbl", box("stsz", stsz), box("co64", co64))))))
}

func TestScan(t *testing.T) {
	small, large := encoded(t, 64, 48), encoded(t, 320, 240)
	lossless := bytes.Clone(encoded(t, 2000, 1000))
	at := bytes.Index(lossless, []byte{0xFF, container.MarkerSOF0})
	lossless[at+1] = 0xC3
	cut := encoded(t, 900, 900)
	for name, test := range map[string]struct {
		pieces map[int][]byte
		want   JPEG
	}{
		"the largest": {
			map[int][]byte{0: []byte("anything"), 1000: small, 9000: large, 30_000: small},
			JPEG{9000, int64(len(large)), 320, 240},
		},
		"no lossless":       {map[int][]byte{0: lossless, 50_000: small}, JPEG{50_000, int64(len(small)), 64, 48}},
		"across two chunks": {map[int][]byte{scanChunk - 1: small}, JPEG{scanChunk - 1, int64(len(small)), 64, 48}},
		"whole before cut": {
			map[int][]byte{100: small, 9000: cut[:len(cut)-100]}, JPEG{100, int64(len(small)), 64, 48},
		},
		"only cut": {map[int][]byte{9000: cut[:len(cut)-100]}, JPEG{9000, int64(len(cut) - 100), 900, 900}},
	} {
		t.Run(name, func(t *testing.T) {
			data := laid(test.pieces)
			got, err := Preview(bytes.NewReader(data), int64(len(data)))
			if err != nil || got != test.want {
				t.Errorf("got %v, %v, want %v", got, err, test.want)
			}
		})
	}
}

func TestNone(t *testing.T) {
	starts := bytes.Repeat([]byte{0xFF, container.MarkerSOI, 0xFF, 0xE1, 0, 2}, 100_000)
	for name, data := range map[string][]byte{
		"empty":              nil,
		"short":              []byte("II*\x00"),
		"text":               bytes.Repeat([]byte("no picture "), 100),
		"starts only":        starts,
		"padding only":       append([]byte{0xFF, container.MarkerSOI}, bytes.Repeat([]byte{0xFF}, 100_000)...),
		"directory nowhere":  append([]byte("II*\x00\xFF\xFF\xFF\xFF"), make([]byte, 100)...),
		"many, no directory": laid(map[int][]byte{0: header("II*\x00"), 16: {0xFF, 0xFF}, 2000: {0}}),
		"boxes in boxes": append(box("ftyp", []byte("crx \x00\x00\x00\x01")),
			bytes.Repeat([]byte("\x00\x00\x00\x00moov"), 5000)...),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Preview(bytes.NewReader(data), int64(len(data))); !errors.Is(err, ErrNone) {
				t.Errorf("got %v, %v, want ErrNone", got, err)
			}
		})
	}
	broken := errors.New("broken drive")
	r := io.NewSectionReader(failing{broken}, 0, math.MaxInt64)
	if _, err := Preview(r, 1000); !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

// failing is a drive that cannot be read.
type failing struct{ err error }

func (f failing) ReadAt([]byte, int64) (int, error) { return 0, f.err }

// TestShared reads what is left of real files, which were cut behind their headers.
func TestShared(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "metadata", "bep-imagemeta", "testdata", "images")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the shared test pictures are not on this machine: %v", err)
	}
	for name, want := range map[string]JPEG{
		"sample.arw":            {32770, 3598, 160, 120},  // the preview of 1,616 x 1,080 is cut off
		"sample.cr2":            {11264, 7291, 160, 120},  // that of 1,600 x 1,200 ends early
		"bep/jølstravatnet.pef": {73952, 53753, 720, 480}, // that of full size is cut off
		"sample.dng":            {},                       // these have a thumbnail that is not a JPEG
		"sample.nef":            {},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			got, err := Preview(bytes.NewReader(data), int64(len(data)))
			if got != want || (err != nil) != (want == JPEG{}) {
				t.Fatalf("got %v, %v, want %v", got, err, want)
			}
			if err != nil {
				return
			}
			img, err := jpeg.Decode(bytes.NewReader(data[got.Offset:][:got.Length]))
			if err != nil || img.Bounds().Size() != image.Pt(got.WidthPx, got.HeightPx) {
				t.Errorf("got %v, %v", img, err)
			}
		})
	}
}

func FuzzPreview(f *testing.F) {
	good := encoded(f, 16, 8)
	f.Add(laid(map[int][]byte{
		0: header("II*\x00"), 16: directory(100, field{tagExif, long, 1, subAt}),
		subAt: directory(0, field{tagMakerNote, undefined, 50, noteAt}),
		noteAt: append([]byte("Nikon\x00\x02\x10\x00\x00II*\x00\x08\x00\x00\x00"),
			directory(0, field{0x11, long, 1, 100})...),
		600: good,
	}))
	f.Add(laid(map[int][]byte{
		0: header("II*\x00"), 16: directory(0, field{tagExif, long, 1, subAt}),
		subAt:  directory(0, field{tagMakerNote, undefined, 50, noteAt}),
		noteAt: append([]byte("OLYMPUS\x00II\x03\x00"), directory(0, field{0x2020, long, 1, 100})...), 600: good,
	}))
	f.Add(append(box("ftyp", []byte("crx \x00\x00\x00\x01")), cr3(16, 100)...))
	f.Add(append([]byte("FUJIFILMCCD-RAW 0201"), make([]byte, 100)...))
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		j, err := Preview(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		if j.Offset < 0 || j.Length <= 0 || j.Offset+j.Length > int64(len(data)) || j.WidthPx <= 0 || j.HeightPx <= 0 {
			t.Errorf("got %+v of %d bytes", j, len(data))
		}
	})
}
