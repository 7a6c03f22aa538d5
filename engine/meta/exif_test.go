package meta

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"recollect/engine/container"
	"recollect/engine/photo"
)

// whole is EXIF in which all is as it should be.
func (w writer) whole() dirs {
	return dirs{
		main: []tag{
			w.ascii(0x010f, "ACME"), w.ascii(0x0110, "One"), w.short(0x0112, 6),
			w.ascii(0x0132, "2016:01:02 03:04:05"),
		},
		exif: []tag{
			w.rational(0x829a, 1, 100), w.rational(0x829d, 28, 10), w.short(0x8827, 400), w.ascii(
				0x9003, "2015:06:07 08:09:10",
			),
			w.ascii(
				0x9004, "2015:06:07 08:09:11",
			), w.rational(0x920a, 50, 1), w.ascii(0x9291, "05"), w.short(0xa405, 75), w.ascii(0xa434, "Lens 50"),
		},
		gps: []tag{
			w.ascii(0x0001, "N"), w.rational(
				0x0002, 10, 1, 30, 1, 0, 1,
			), w.ascii(0x0003, "W"), w.rational(0x0004, 20, 1, 0, 1, 36, 1),
			{tag: 0x0005, kind: container.TypeByte, data: []byte{1}},
			w.rational(0x0006, 70, 2),
		},
	}
}

// odd are entries of which none is as it should be.
func (w writer) odd() []tag {
	long := []byte("twelve bytes")
	return []tag{
		{tag: 0x011a, kind: 0, count: 1, at: 0xffffff},
		{tag: 0x011b, kind: 13, data: long[:4]},
		{tag: 0x013b, kind: 14, count: 3, data: long},
		{tag: 0x8298, kind: 129, data: long},
		{tag: 0x0131, kind: 255, count: 1 << 30, at: 8},
		{tag: 0x010e, kind: 0xffff, count: math.MaxUint32, at: 0xfffffff0},
		{tag: 0x010e, kind: container.TypeASCII, count: math.MaxUint32, at: 8},
		{tag: 0x010e, kind: container.TypeASCII, count: 100, at: 0xfffff000},
		{tag: 0xa420, kind: container.TypeRational, count: 1 << 29, at: 8},
		{tag: 0x9286, kind: container.TypeDouble, count: 1 << 29, at: 8},
		{tag: 0xa000, kind: container.TypeASCII, data: nil},
		{tag: 0x014a, kind: container.TypeLong, count: 2, at: 0x7fffffff},
		{tag: 0x927c, kind: container.TypeUndefined, count: 60_000_000, at: 16},
	}
}

// containers put EXIF into every format that holds it.
var containers = map[string]func(tiff []byte) (data []byte, format string){
	"JPEG": func(b []byte) ([]byte, string) { return jpegOf(exifSegment(b)), "jpeg" },
	"PNG":  func(b []byte) ([]byte, string) { return pngOf("eXIf", string(b)), "png" },
	"PNG digits": func(b []byte) ([]byte, string) {
		return pngOf("tEXt", "Raw profile type exif\x00"+digits("exif", "Exif\x00\x00"+string(b))), "png"
	},
	"WebP":               func(b []byte) ([]byte, string) { return webpOf("EXIF", string(b)), "webp" },
	"WebP with a header": func(b []byte) ([]byte, string) { return webpOf("EXIF", "Exif\x00\x00"+string(b)), "webp" },
	"HEIC": func(b []byte) ([]byte, string) {
		return heicOf("Exif", "\x00\x00\x00\x06Exif\x00\x00"+string(b)), "heic"
	},
	"AVIF": func(b []byte) ([]byte, string) { return heicOf("Exif", "\x00\x00\x00\x00"+string(b)), "avif" },
	"TIFF": func(b []byte) ([]byte, string) { return b, "tiff" },
	"RAW":  func(b []byte) ([]byte, string) { return b, "nef" },
	"RAF": func(b []byte) ([]byte, string) {
		head := make([]byte, 100)
		head[87] = 100
		return append(head, jpegOf(exifSegment(b))...), "raf"
	},
	"ORF": func(b []byte) ([]byte, string) {
		b = bytes.Clone(b)
		if b[0] == 'I' {
			copy(b[2:], "RO")
		} else {
			copy(b[2:], "OR")
		}
		return b, "orf"
	},
}

// digits is how ImageMagick writes metadata into text.
func digits(name, data string) string {
	var b strings.Builder
	for i := range len(data) {
		if i%36 == 0 {
			b.WriteByte('\n')
		}
		const hex = "0123456789abcdef"
		b.WriteByte(hex[data[i]>>4])
		b.WriteByte(hex[data[i]&15])
	}
	return "\n" + name + "\n      99" + b.String()
}

func read(data []byte, format string) Answer {
	return Read(bytes.NewReader(data), format, photo.File{Path: "x"}, today)
}

// checkWhole compares with what whole says.
func checkWhole(t *testing.T, got Answer, format string) {
	t.Helper()
	m := got.Meta
	orientation := 6
	if format == "heic" || format == "avif" {
		orientation = 1
	}
	if got.Taken.String() != "2015-06-07T08:09:10.05" || got.Taken.From != photo.FromExif ||
		got.Orientation != orientation || got.Camera != "ACME One" {
		t.Errorf("taken %v (%s), orientation %d, camera %q", got.Taken, got.Taken.From, got.Orientation, got.Camera)
	}
	if m.ISO != 400 || m.ExposureSeconds != 0.01 || m.FNumber != 2.8 || m.FocalMM != 50 || m.Focal35MM != 75 ||
		m.Lens != "Lens 50" {
		t.Errorf("shot = %+v", m)
	}
	if p := m.Place; p == nil || p.Latitude != 10.5 || math.Abs(p.Longitude+20.01) > 1e-9 || p.AltitudeM != -35 {
		t.Errorf("place = %+v", p)
	}
}

// One entry that cannot be read costs nothing but itself, wherever it stands.
func TestDamagedEntries(t *testing.T) {
	for order, w := range map[string]writer{"little": little(), "big": big()} {
		for format, put := range containers {
			check := func(name string, d dirs) {
				t.Run(format+"/"+order+"/"+name, func(t *testing.T) {
					data, format := put(w.tiff(d))
					checkWhole(t, read(data, format), format)
				})
			}
			check("whole", w.whole())
			all := w.whole()
			for i, bad := range w.odd() {
				d := w.whole()
				for _, in := range []*[]tag{&d.main, &d.exif, &d.gps} {
					*in = append([]tag{bad}, *in...)
				}
				check("first "+string(rune('a'+i)), d)
				all.main = append([]tag{bad}, all.main...)
				all.exif = append(all.exif[:3:3], append([]tag{bad}, all.exif[3:]...)...)
			}
			check("all", all)
		}
		t.Run("CR3/"+order, func(t *testing.T) {
			d := w.whole()
			alone := func(tags []tag) []byte { return w.tiff(dirs{main: append(w.odd(), tags...)}) }
			checkWhole(t, read(cr3Of(alone(d.main), alone(d.exif), alone(d.gps)), "cr3"), "cr3")
		})
	}
}

// A directory that is cut off gives what is there.
func TestDirectoryCutOff(t *testing.T) {
	w := little()
	whole := w.tiff(dirs{main: w.whole().main})
	got := read(jpegOf(exifSegment(whole[:8+2+3*12])), "jpeg")
	if got.Orientation != 6 {
		t.Errorf("orientation %d", got.Orientation)
	}
	// So does a file that ends in its EXIF.
	file := jpegOf(exifSegment(w.tiff(w.whole())))
	got = read(file[:len(file)-80], "jpeg")
	if got.Orientation != 6 || got.Camera != "ACME One" || taken(got) != "2015-06-07T08:09:10.05 exif" {
		t.Errorf("of a file that ends early: %+v", got)
	}
}

func TestHeadersOfExif(t *testing.T) {
	for _, w := range []writer{little(), big()} {
		tiff := string(w.tiff(w.whole()))
		for _, header := range []string{
			"Exif\x00\x00", "Exif\x00\xff", "Exif\x00", "EXIF\x00\x00", "exif\x00 ", "\x00Exif\x00\x00",
			"Exif\x00\x00Exif\x00\x00", "Exif\x00\x00\x00\x00",
		} {
			t.Run(header, func(t *testing.T) {
				checkWhole(t, read(jpegOf(segment(0xe1, header, tiff)), "jpeg"), "jpeg")
			})
		}
		other := []byte(tiff) // another number than 42
		other[2], other[3] = 7, 7
		checkWhole(t, read(jpegOf(exifSegment(other)), "jpeg"), "jpeg")
	}
}

func TestBigTIFF(t *testing.T) {
	for _, w := range []writer{little(), big()} {
		d := w.whole()
		got := read(w.bigTIFF(append(d.main, d.exif...)), "tiff")
		if got.Camera != "ACME One" || got.Orientation != 6 || got.Taken.String() != "2015-06-07T08:09:10.05" ||
			got.Meta.FNumber != 2.8 {
			t.Errorf("got %+v", got)
		}
	}
}

func TestKindsOfValues(t *testing.T) {
	for order, w := range map[string]writer{"little": little(), "big": big()} {
		utf8 := func(n uint16, s string) tag { return tag{tag: n, kind: container.TypeUTF8, data: []byte(s)} }
		undefined := func(n uint16, s string) tag { return tag{tag: n, kind: container.TypeUndefined, data: []byte(s)} }
		for _, tt := range []struct {
			name string
			d    dirs
			want func(Answer) any
			is   any
		}{
			{"description in UTF-8", dirs{main: []tag{utf8(0x010e, "Häy!\x00")}}, caption, "Häy!"},
			{"description in Latin-1", dirs{main: []tag{w.ascii(0x010e, "H\xe4y!")}}, caption, "Häy!"},
			{
				"make and model in UTF-8",
				dirs{main: []tag{utf8(0x010f, "Äcme"), utf8(0x0110, "Öne\x00")}},
				func(a Answer) any { return a.Camera }, "Äcme Öne",
			},
			{"comment with a code", dirs{exif: []tag{undefined(0x9286, "ASCII\x00\x00\x00At sea")}}, caption, "At sea"},
			{"comment in UTF-8", dirs{exif: []tag{utf8(0x9286, "Am Mëer\x00")}}, caption, "Am Mëer"},
			{"comment as text", dirs{exif: []tag{w.ascii(0x9286, "At sea")}}, caption, "At sea"},
			{
				"comment of what is not text",
				dirs{exif: []tag{undefined(0x9286, "\x01\x02\x03\x04abcdefgh")}},
				caption, "",
			},
			{
				"date as bytes",
				dirs{exif: []tag{undefined(0x9003, "2015:06:07 08:09:10")}},
				taken,
				"2015-06-07T08:09:10 exif",
			},
			{
				"a NUL before the time",
				dirs{exif: []tag{w.ascii(0x9003, "2015:06:07\x0008:09:10")}},
				taken,
				"2015-06-07T08:09:10 exif",
			},
			{"orientation as LONG", dirs{main: []tag{w.long(0x0112, 6)}}, turned, 6},
			{
				"orientation as BYTE",
				dirs{main: []tag{{tag: 0x0112, kind: container.TypeByte, data: []byte{6}}}},
				turned, 6,
			},
			{"orientation as text", dirs{main: []tag{w.ascii(0x0112, "6")}}, turned, 6},
			{"orientation as a fraction", dirs{main: []tag{w.rational(0x0112, 12, 2)}}, turned, 6},
			{"orientation that is none", dirs{main: []tag{w.short(0x0112, 9)}}, turned, 1},
			{"ISO as LONG", dirs{exif: []tag{w.long(0x8827, 800)}}, iso, 800},
			{"ISO as two", dirs{exif: []tag{w.short(0x8827, 800, 0)}}, iso, 800},
			{"ISO as text", dirs{exif: []tag{w.ascii(0x8827, "800")}}, iso, 800},
			{"ISO above 16 bits", dirs{exif: []tag{w.short(0x8827, 65535), w.long(0x8832, 102400)}}, iso, 102400},
			{
				"aperture in APEX",
				dirs{exif: []tag{w.rational(0x9202, 4, 1)}},
				func(a Answer) any { return a.Meta.FNumber }, 4.0,
			},
			{
				"shutter in APEX",
				dirs{exif: []tag{w.srational(0x9201, 7, 1)}},
				func(a Answer) any { return a.Meta.ExposureSeconds }, 1.0 / 128,
			},
			{
				"shutter in impossible APEX",
				dirs{exif: []tag{w.srational(0x9201, -1<<31, 1)}},
				func(a Answer) any { return a.Meta.ExposureSeconds }, 0.0,
			},
			{
				"exposure as text",
				dirs{exif: []tag{w.ascii(0x829a, "1/250")}},
				func(a Answer) any { return a.Meta.ExposureSeconds }, 0.004,
			},
			{
				"fraction of a second as a number",
				dirs{exif: []tag{w.ascii(0x9003, "2015:06:07 08:09:10"), w.short(0x9291, 25)}},
				taken,
				"2015-06-07T08:09:10.25 exif",
			},
			{"pointers as IFD", w.kinds(container.TypeIFD), taken, "2015-06-07T08:09:10 exif"},
			{"pointers as SHORT", w.kinds(container.TypeShort), taken, "2015-06-07T08:09:10 exif"},
			{"pointers of no kind", w.kinds(0), taken, "2015-06-07T08:09:10 exif"},
			{
				"title of Windows",
				dirs{main: []tag{{
					tag: 0x9c9b, kind: container.TypeByte, data: []byte("B\x00o\x00a\x00t\x00\x00\x00"),
				}}},
				title,
				"Boat",
			},
			{"title of Windows as text", dirs{main: []tag{w.ascii(0x9c9b, "Boat")}}, title, "Boat"},
			{
				"title of Windows, undefined",
				dirs{main: []tag{undefined(0x9c9b, "B\x00o\x00a\x00t\x00")}},
				title,
				"Boat",
			},
		} {
			t.Run(order+"/"+tt.name, func(t *testing.T) {
				if got := tt.want(read(jpegOf(exifSegment(w.tiff(tt.d))), "jpeg")); got != tt.is {
					t.Errorf("got %v, want %v", got, tt.is)
				}
			})
		}
	}
}

// kinds is EXIF whose pointer to its directory is of another kind than LONG.
func (w writer) kinds(kind uint16) dirs {
	below := w.directory(nil, []tag{w.ascii(0x9003, "2015:06:07 08:09:10")})
	// The value of the date lies behind its directory: make the place absolute.
	const at = 8 + 2 + 12 + 4
	w.PutUint32(below[2+8:], at+2+12+4)
	pointer := tag{tag: 0x8769, kind: kind, count: 1, data: w.AppendUint32(nil, at)}
	if kind == container.TypeShort {
		pointer.data = w.AppendUint16(nil, at)
	}
	return dirs{main: []tag{pointer}, exif: nil, gps: nil}.with(below)
}

// with hides a directory behind the main one, as the value of an entry that nobody reads.
func (d dirs) with(below []byte) dirs {
	d.behind = below
	return d
}

func caption(a Answer) any { return a.Meta.Caption }
func title(a Answer) any   { return a.Meta.Title }
func turned(a Answer) any  { return a.Orientation }
func iso(a Answer) any     { return a.Meta.ISO }
func taken(a Answer) any   { return a.Taken.String() + " " + string(a.Taken.From) }

// Fields in a wrong directory are honoured, those in the right one come first.
func TestMisplacedFields(t *testing.T) {
	for order, w := range map[string]writer{"little": little(), "big": big()} {
		date := w.ascii(0x9003, "2015:06:07 08:09:10")
		for _, tt := range []struct {
			name string
			d    dirs
			want string
		}{
			{
				"digitised in the main directory",
				dirs{main: []tag{w.ascii(0x9004, "2015:06:07 08:09:10")}},
				"2015-06-07T08:09:10 exif-created",
			},
			{"original in the main directory", dirs{main: []tag{date}}, "2015-06-07T08:09:10 exif"},
			{
				"offsets in the main directory",
				dirs{main: []tag{w.ascii(0x9010, "+03:00"), w.ascii(0x9011, "+01:00")}, exif: []tag{date}},
				"2015-06-07T08:09:10+01:00 exif",
			},
			{
				"fraction in the main directory",
				dirs{main: []tag{w.ascii(0x9291, "5")}, exif: []tag{date}},
				"2015-06-07T08:09:10.5 exif",
			},
			{
				"change in the directory of the shot",
				dirs{exif: []tag{w.ascii(0x0132, "2015:06:07 08:09:10")}},
				"2015-06-07T08:09:10 exif-modified",
			},
			{
				"both",
				dirs{main: []tag{w.ascii(0x9003, "2001:02:03 04:05:06")}, exif: []tag{date}},
				"2015-06-07T08:09:10 exif",
			},
			{
				"both, the right one blank",
				dirs{main: []tag{date}, exif: []tag{w.ascii(0x9003, "                   ")}},
				"2015-06-07T08:09:10 exif",
			},
			{"twice", dirs{exif: []tag{date, w.ascii(0x9003, "2001:02:03 04:05:06")}}, "2015-06-07T08:09:10 exif"},
			{
				"twice, the first damaged",
				dirs{exif: []tag{{tag: 0x9003, kind: container.TypeASCII, count: 20, at: 0xffffff}, date}},
				"2015-06-07T08:09:10 exif",
			},
		} {
			t.Run(order+"/"+tt.name, func(t *testing.T) {
				if got := taken(read(jpegOf(exifSegment(w.tiff(tt.d))), "jpeg")); got != tt.want {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			})
		}
		d := w.whole()
		d.exif = append(d.exif, d.main[:3]...)
		d.main = d.main[3:]
		checkWhole(t, read(jpegOf(exifSegment(w.tiff(d))), "jpeg"), "jpeg")
	}
}

// Directories that point at each other end.
func TestDirectoriesInCircles(t *testing.T) {
	w := little()
	b := w.tiff(dirs{main: []tag{w.short(0x0112, 6), w.long(0x8769, 8), w.long(0x8825, 8), w.long(0x8769, 20)}})
	if got := read(jpegOf(exifSegment(b)), "jpeg"); got.Orientation != 6 {
		t.Errorf("got %+v", got)
	}
}
