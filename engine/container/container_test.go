package container

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
)

// walked lists what a walker yields: the parts in words, and the error of the last pair.
func walked[T any](parts iter.Seq2[T, error], word func(T) string) (all []string, err error) {
	for p, e := range parts {
		if err != nil {
			return append(all, "something behind an error"), err
		}
		if err = e; e == nil {
			all = append(all, word(p))
		}
	}
	return all, err
}

func segments(data string, most int, lenient bool) ([]string, error) {
	j := JPEG{R: strings.NewReader(data), End: int64(len(data)), Most: most, Lenient: lenient}
	return walked(j.Segments(), func(s Segment) string { return fmt.Sprintf("%02x@%d+%d", s.Marker, s.At, s.Len) })
}

func chunkWord(c Chunk) string { return fmt.Sprintf("%s@%d+%d", c.Name, c.At, c.Len) }

func boxWord(b Box) string { return fmt.Sprintf("%s@%d-%d %v", b.Kind, b.At, b.End, b.Cut) }

const soi, eoi = "\xff\xd8", "\xff\xd9"

func TestSegments(t *testing.T) {
	comment, scan := "\xff\xfe\x00\x04ab", "\xff\xda\x00\x02"
	for _, tt := range []struct {
		name, data string
		lenient    bool
		want       string
		err        error
	}{
		{"plain", soi + comment + eoi, false, "fe@6+2 d9@10+0", nil},
		{"fill", soi + "\xff\xff" + comment + eoi, false, "fe@8+2 d9@12+0", nil},
		{"alone", soi + "\xff\x01" + soi + comment + eoi, false, "01@4+0 d8@6+0 fe@10+2 d9@14+0", nil},
		{"length too small", soi + "\xff\xfe\x00\x00" + eoi, false, "fe@6+0 d9@8+0", nil},
		{"behind a scan", soi + scan + "a\xff\x00b\xff\xd3c\xff" + comment + eoi, false, "da@6+0 fe@18+2 d9@22+0", nil},
		{"rubbish", soi + "abc" + comment + eoi, false, "", ErrBroken},
		{"rubbish passed over", soi + "ab\xff\x00c" + comment + eoi, true, "fe@11+2 d9@15+0", nil},
		{"nothing but rubbish", soi + strings.Repeat("a", 200_000), true, "", io.ErrUnexpectedEOF},
		{"no end", soi + comment, false, "fe@6+2", io.ErrUnexpectedEOF},
		{"cut in a head", soi + "\xff\xfe\x00", false, "", io.ErrUnexpectedEOF},
		{"beyond the end", soi + "\xff\xfe\xff\xff", false, "fe@6+65533", io.ErrUnexpectedEOF},
		{"nothing", "", false, "", io.ErrUnexpectedEOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := segments(tt.data, 10, tt.lenient)
			if strings.Join(got, " ") != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
	many := soi + strings.Repeat(comment, 11) + eoi
	if got, err := segments(many, 10, false); len(got) != 10 || !errors.Is(err, ErrTooMany) {
		t.Errorf("got %d segments, %v, want 10 and ErrTooMany", len(got), err)
	}
	if _, err := segments(soi+strings.Repeat("\xff", 1000), 10, false); !errors.Is(err, ErrTooMany) {
		t.Errorf("bytes that fill up: got %v, want ErrTooMany", err)
	}
}

// TestScanInPieces puts the marker behind a scan at the border between two reads.
func TestScanInPieces(t *testing.T) {
	head := soi + "\xff\xda\x00\x02"
	for n := 64<<10 - 3; n < 64<<10+3; n++ {
		data := head + strings.Repeat("a", n) + eoi
		got, err := segments(data, 10, false)
		if want := fmt.Sprintf("d9@%d+0", len(data)); err != nil || len(got) != 2 || got[1] != want {
			t.Errorf("%d bytes: got %q, %v, want %q", n, got, err, want)
		}
	}
}

func TestChunks(t *testing.T) {
	png := func(data string) ([]string, error) {
		return walked(PNG(strings.NewReader(data), int64(len(data)), 3), chunkWord)
	}
	riff := func(data string) ([]string, error) {
		return walked(RIFF(strings.NewReader(data), 0, int64(len(data)), 3), chunkWord)
	}
	for _, tt := range []struct {
		name string
		walk func(string) ([]string, error)
		data string
		want string
		err  error
	}{
		{"png", png, PNGSignature + "\x00\x00\x00\x01abcd.sum.\x00\x00\x00\x00IEND", "abcd@16+1 IEND@29+0", nil},
		{"png, cut in a head", png, PNGSignature + "\x00\x00\x00\x00abc", "", nil},
		{"png, beyond the end", png, PNGSignature + "\xff\xff\xff\xffabcd", "abcd@16+4294967295", nil},
		{
			"png, too many", png, PNGSignature + strings.Repeat("\x00\x00\x00\x00abcd.sum", 4),
			"abcd@16+0 abcd@28+0 abcd@40+0", ErrTooMany,
		},
		{"riff", riff, "abcd\x01\x00\x00\x00..efgh\x00\x00\x00\x00", "abcd@8+1 efgh@18+0", nil},
		{"riff, cut in a head", riff, "abcd\x01\x00\x00", "", io.ErrUnexpectedEOF},
		{"riff, beyond the end", riff, "abcd\xff\xff\xff\xff", "abcd@8+4294967295", nil},
		{"riff, too many", riff, strings.Repeat("abcd\x00\x00\x00\x00", 4), "abcd@8+0 abcd@16+0 abcd@24+0", ErrTooMany},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.walk(tt.data)
			if strings.Join(got, " ") != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
	for head, want := range map[string]string{"RIFF....WEBP": "WEBP", "RIFX....WEBP": "", "RIFF....WEB": ""} {
		if got := RIFFKind([]byte(head)); got != want {
			t.Errorf("%q: got %q, want %q", head, got, want)
		}
	}
}

func TestBoxes(t *testing.T) {
	for _, tt := range []struct {
		name, data, want string
		err              error
	}{
		{"plain", "\x00\x00\x00\x0aabcd..\x00\x00\x00\x08efgh", "abcd@8-10 false efgh@18-18 false", nil},
		{"wide", "\x00\x00\x00\x01abcd\x00\x00\x00\x00\x00\x00\x00\x12..", "abcd@16-18 false", nil},
		{"to the end", "\x00\x00\x00\x00abcd...", "abcd@8-11 false", nil},
		{"cut", "\x00\x00\x00\x0fabcd...\x00\x00", "abcd@8-13 true", nil},
		{"of 63 bits", "\x00\x00\x00\x01abcd\x7f\xff\xff\xff\xff\xff\xff\xff..", "abcd@16-18 true", nil},
		{"of 64 bits", "\x00\x00\x00\x01abcd\xff\xff\xff\xff\xff\xff\xff\xff..", "", ErrBroken},
		{"shorter than its head", "\x00\x00\x00\x07abcd...", "", ErrBroken},
		{"a head that is cut", "\x00\x00\x00\x07abc", "", nil},
		{"too many", strings.Repeat("\x00\x00\x00\x08abcd", 3), "abcd@8-8 false abcd@16-16 false", ErrTooMany},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := walked(Boxes(strings.NewReader(tt.data), 0, int64(len(tt.data)), 2), boxWord)
			if strings.Join(got, " ") != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
	for b, err := range Boxes(strings.NewReader("\x00\x00\x00\x07abcd..."), 0, 11, 2) {
		if !errors.Is(err, ErrBroken) || b.Kind != "abcd" || b.At != 8 || b.End != 11 {
			t.Errorf("got %+v, %v, want what is left", b, err)
		}
	}
	for _, err := range Boxes(strings.NewReader("abc"), 0, Unknown, 2) {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("of unknown size: got %v", err)
		}
	}
}

func TestGIF(t *testing.T) {
	const head = "GIF89a\x01\x00\x01\x00\x80\x00\x00" + "rgbrgb" // a palette of two colours
	const comment, picture = "\x21\xfe\x02ab\x01c\x00", "\x2c12345678\x00\x02\x01x\x00"
	word := func(b Block) string { return fmt.Sprintf("%02x %q@%d", b.Label, b.Image, b.Data) }
	for _, tt := range []struct {
		name, data, want string
		err              error
	}{
		{"plain", head + comment + picture + "\x3b", `fe ""@21, 00 "12345678\x00"@38`, nil},
		{"a terminator too many", head + "\x00" + comment + "\x3b", `fe ""@22`, nil},
		{"no trailer", head + comment, `fe ""@21`, io.ErrUnexpectedEOF},
		{"cut in its data", head + "\x21\xfe\x09ab", `fe ""@21`, io.ErrUnexpectedEOF},
		{"cut in a head", head + "\x2c123", "", io.ErrUnexpectedEOF},
		{"no such block", head + "?", "", ErrBroken},
		{"too many", head + strings.Repeat(comment, 4), `fe ""@21, fe ""@29, fe ""@37`, ErrTooMany},
		{"nothing", "GIF89a", "", io.ErrUnexpectedEOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := walked(GIF(strings.NewReader(tt.data), 3), word)
			if strings.Join(got, ", ") != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
	for limit, want := range map[int]string{0: "", 1: "ab", 100: "abc"} {
		if got := SubBlocks(strings.NewReader(comment), 2, limit); string(got) != want {
			t.Errorf("limit %d: got %q, want %q", limit, got, want)
		}
	}
	if got := SubBlocks(strings.NewReader("\x09ab"), 0, 100); string(got) != "ab" {
		t.Errorf("cut: got %q", got)
	}
}

// TestPaged reads here and there, and more than is allowed.
func TestPaged(t *testing.T) {
	data := strings.Repeat("0123456789", 10_000)
	r := Paged(strings.NewReader(data), 4*pageBytes)
	for _, at := range []int64{5, 6, 50_000, 7, 99_998} {
		b := make([]byte, 4)
		n, err := r.ReadAt(b, at)
		if want := data[at:min(at+4, int64(len(data)))]; string(b[:n]) != want || (err == io.EOF) != (len(want) < 4) {
			t.Errorf("at %d: got %q, %v, want %q", at, b[:n], err, want)
		}
	}
	r = Paged(strings.NewReader(data), 2*pageBytes)
	if n, err := r.ReadAt(make([]byte, 2*pageBytes), 0); n != 2*pageBytes || err != nil {
		t.Errorf("got %d bytes, %v", n, err)
	}
	if n, err := r.ReadAt(make([]byte, 1), 90_000); n != 0 || !errors.Is(err, errSpent) {
		t.Errorf("got %d bytes, %v, want errSpent", n, err)
	}
}

func TestDirectory(t *testing.T) {
	data := "II*\x00\x08\x00\x00\x00" + "\x03\x00" +
		"\x00\x01\x03\x00\x01\x00\x00\x00\x07\x00\x00\x00" + // 7, in the entry
		"\x01\x01\x04\x00\x02\x00\x00\x00\x32\x00\x00\x00" + // two numbers at 50
		"\x02\x01\x63\x00\x01\x00\x00\x00\x09\x00\x00\x00" + // of a type that is not known
		"\x10\x00\x00\x00" + "\x01\x00\x00\x00\x02\x00\x00\x00"
	tiff, magic, first, err := OpenTIFF(strings.NewReader(data))
	if err != nil || magic != MagicTIFF || first != 8 {
		t.Fatalf("got magic %d, directory at %d, %v", magic, first, err)
	}
	d, err := tiff.Directory(first)
	if err != nil || len(d.Fields) != 3 || d.Next != 16 {
		t.Fatalf("got %+v, %v", d, err)
	}
	one, _ := d.Find(0x100)
	two, _ := d.Find(0x101)
	odd, _ := d.Find(0x102)
	if v, err := tiff.Uint(one); err != nil || v != 7 || tiff.Offset(one) != 7 || one.At != 18 {
		t.Errorf("got %d, %v at %d", v, err, one.At)
	}
	if v, err := tiff.Uints(two, 9); err != nil || !slices.Equal(v, []uint64{1, 2}) || tiff.Offset(two) != 50 {
		t.Errorf("got %v, %v", v, err)
	}
	if got := tiff.Bytes(two, 100); string(got) != "\x01\x00\x00\x00\x02\x00\x00\x00" || tiff.Bytes(two, 1) != nil {
		t.Errorf("got %q", got)
	}
	if got := tiff.Bytes(odd, 100); len(got) != 0 {
		t.Errorf("got %q of a type that is not known", got)
	}
	if _, ok := d.Find(1); ok {
		t.Error("found what is not there")
	}
	for n := range len(data) { // cut off: the fields before are given
		tiff.R = strings.NewReader(data[:n])
		d, err := tiff.Directory(first)
		if want := min(3, max(0, (n-10)/12)); len(d.Fields) != want || (err == nil) != (n >= 46) {
			t.Errorf("%d bytes: got %d fields, %v, want %d", n, len(d.Fields), err, want)
		}
	}
	if _, _, _, err := OpenTIFF(strings.NewReader("XX*\x00\x08\x00\x00\x00")); err == nil {
		t.Error("no error without a byte order mark")
	}
}

// counted counts the bytes that are asked for.
type counted struct {
	io.ReaderAt
	most int
}

func (c *counted) ReadAt(b []byte, at int64) (int, error) {
	c.most = max(c.most, len(b))
	return c.ReaderAt.ReadAt(b, at)
}

func TestRead(t *testing.T) {
	r := &counted{ReaderAt: strings.NewReader("abcdef")}
	if b, err := Read(r, 1, 3, 3); string(b) != "bcd" || err != nil {
		t.Errorf("got %q, %v", b, err)
	}
	for _, c := range []struct {
		at, length, limit int64
		want              error
	}{
		{0, 4, 3, ErrTooLong},
		{4, 3, 3, io.ErrUnexpectedEOF},
		{-1, 3, 3, ErrBroken},
		{0, -1, 3, ErrBroken},
		{0, 1 << 40, 1 << 40, io.ErrUnexpectedEOF},
		{math.MaxInt64, 2, 2, io.ErrUnexpectedEOF},
		{math.MaxInt64 - 1, 1 << 40, 1 << 40, ErrBroken},
	} {
		if b, err := Read(r, c.at, c.length, c.limit); b != nil || !errors.Is(err, c.want) {
			t.Errorf("%+v: got %q, %v", c, b, err)
		}
	}
	if r.most > trusted {
		t.Errorf("%d bytes were asked for at once of a file that has 6", r.most)
	}
	for _, c := range []struct {
		at, length int64
		want       string
	}{{4, 9, "ef"}, {9, 9, ""}, {-1, 2, ""}, {0, -2, ""}} {
		if got := ReadSome(r, c.at, c.length); string(got) != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	n := &Numbers{Rest: []byte{1, 2, 3, 4, 5, 6}}
	if a, b, c := n.Int(1), n.Uint(2), n.Take(2); a != 1 || b != 0x203 || string(c) != "\x04\x05" || n.Short {
		t.Errorf("got %d, %d, %v, %v", a, b, c, n.Short)
	}
	if v := n.Uint(2); v != 0 || !n.Short || len(n.Rest) != 0 {
		t.Errorf("got %d, %+v", v, n)
	}
	for _, count := range []int{-1, 9} {
		n := &Numbers{Rest: make([]byte, 20)}
		if n.Uint(count); !n.Short {
			t.Errorf("%d bytes are a number", count)
		}
	}
}

// forward wants each part to begin behind the one before it, and at most most of them.
type forward struct {
	t    *testing.T
	last int64
	left int
}

func (f *forward) part(at, end int64, err error) {
	f.t.Helper()
	if f.left--; f.left < -1 {
		f.t.Fatal("more parts than were allowed")
	}
	if err == nil && (at <= f.last || end < at) {
		f.t.Fatalf("a part from %d to %d behind one at %d", at, end, f.last)
	}
	f.last = at
}

func FuzzWalkers(f *testing.F) {
	f.Add([]byte(soi + "\xff\xfe\x00\x04ab\xff\xda\x00\x02a\xff\x00b" + eoi))
	f.Add([]byte(PNGSignature + "\x00\x00\x00\x01abcd.sum.\x00\x00\x00\x00IEND.sum"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8 \x01\x00\x00\x00..EXIF\x00\x00\x00\x00"))
	f.Add([]byte("\x00\x00\x00\x0cftypheic\x00\x00\x00\x01meta\x00\x00\x00\x00\x00\x00\x00\x12.."))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x00\x01\x03\x00\x01\x00\x00\x00\x07\x00\x00\x00\x08\x00\x00\x00"))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe\x02ab\x00\x2c12345678\x00\x02\x01x\x00\x3b"))
	f.Add([]byte("MM\x00+\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10"))
	const most = 20
	f.Fuzz(func(t *testing.T, data []byte) {
		r, end := bytes.NewReader(data), int64(len(data))
		walk := func() *forward { return &forward{t, 0, most} }
		for _, lenient := range []bool{false, true} {
			w := walk()
			for s, err := range (JPEG{R: r, End: end, Most: most, Lenient: lenient}).Segments() {
				w.part(s.At, s.At+s.Len, err)
			}
		}
		w := walk()
		for c, err := range PNG(r, end, most) {
			w.part(c.At, c.At+c.Len, err)
		}
		w = walk()
		for c, err := range RIFF(r, RIFFStart, end, most) {
			w.part(c.At, c.At+c.Len, err)
		}
		w = walk()
		for b, err := range Boxes(r, 0, end, most) {
			if w.part(b.At, b.End, err); b.End > end {
				t.Fatalf("%+v reaches beyond %d", b, end)
			}
			if _, err := b.Content(r, 100); err != nil && b.Kind != "" && b.End-b.At <= 100 && b.End-b.At >= 0 {
				t.Fatalf("%+v: %v", b, err)
			}
		}
		w = walk()
		for b, err := range GIF(r, most) {
			w.part(b.Data, b.Data, err)
			SubBlocks(r, b.Data, 100)
		}
		directories(r)
	})
}

// directories reads those of a TIFF, as far as they follow each other.
func directories(r io.ReaderAt) {
	t, _, at, err := OpenTIFF(r)
	for n := 0; err == nil && n < 10; n++ {
		var d Directory
		if d, err = t.Directory(at); len(d.Fields) > maxFields {
			panic("too many fields")
		}
		for _, f := range d.Fields {
			t.Bytes(f, 1000)
			t.Uints(f, 1000)
			t.Offset(f)
		}
		at = d.Next
	}
}
