package meta

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/format"
	"recollect/engine/meta/iptc"
	"recollect/engine/meta/record"
	"recollect/engine/meta/takeout"
	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

const packetText = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmp:Rating="4" xmp:Label="Red" exif:DateTimeOriginal="2019-05-06T07:08:09" exif:ExposureTime="1/250"
 exif:GPSLatitude="26,34.951N" exif:GPSLongitude="80,12,0W" exif:GPSAltitude="35/1" tiff:Model="One">
<dc:title><rdf:Alt><rdf:li xml:lang="de">Boot</rdf:li><rdf:li xml:lang="x-default">Boat</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">At the &lt;sea&gt;</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>boat</rdf:li><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>
<lr:hierarchicalSubject><rdf:Bag><rdf:li>places|Europe|Paris</rdf:li></rdf:Bag></lr:hierarchicalSubject>
<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
<rdf:li><rdf:Description mwg-rs:Name="Ann" mwg-rs:Type="Face"/></rdf:li>
<rdf:li rdf:parseType="Resource"><mwg-rs:Name>Rex</mwg-rs:Name><mwg-rs:Type>Pet</mwg-rs:Type></rdf:li>
</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
</rdf:Description></rdf:RDF></x:xmpmeta>`

func TestXMP(t *testing.T) {
	got := xmp.Read([][]byte{[]byte(packetText)})
	want := photo.Meta{
		Rating: 4, Label: "Red", Title: "Boat", Caption: "At the <sea>",
		Keywords: []string{"sea", "boat", "Paris"}, People: []string{"Ann"},
	}
	if !reflect.DeepEqual(got.Words, want) {
		t.Errorf("words = %+v, want %+v", got.Words, want)
	}
	p := got.Shot.Place
	if p == nil || p.Longitude != -80.2 || p.Latitude < 26.5825 || p.Latitude > 26.5826 || p.AltitudeM != 35 {
		t.Errorf("place = %+v", p)
	}
	if got.Shot.Model != "One" || got.Shot.ExposureSeconds != 1.0/250 {
		t.Errorf("shot = %+v", got.Shot)
	}
	if len(got.Dates) != 1 || got.Dates[0].String() != "2019-05-06T07:08:09" || got.Dates[0].From != photo.FromXMP {
		t.Errorf("dates = %v", got.Dates)
	}
	half := xmp.Read([][]byte{[]byte(packetText[:strings.Index(packetText, "<dc:description>")])})
	if half.Words.Title != "Boat" || half.Words.Rating != 4 {
		t.Errorf("of a packet that ends early: %+v", half.Words)
	}
}

func isSidecar(name string) bool {
	f, _ := format.Named(name)
	return f.Role == format.Sidecar
}

func TestSidecars(t *testing.T) {
	got := Sidecars(t.TempDir(), []string{
		"a.jpg", "a.jpg.xmp", "a.cr2", "a.xmp", "b.JPG", "B.XMP", "lone.jpg", "notes.json", "other.xmp",
		"t.jpg", "t.jpg.json", "u.jpg", "u.jpg.supplemental-metadata.json", "v.jpg", "v.jpg.suppl.json", "v-edited.jpg",
		"w(2).jpg", "w.jpg(2).json", "x(1).jpg", "x.jpg.supplemental-metadata(1).json",
		"a-name-that-is-longer-than-forty-six-characters-is.jpg", "a-name-that-is-longer-than-forty-six-character.json",
	})
	want := map[string][]string{
		"a.jpg": {"a.jpg.xmp"}, "a.cr2": {"a.xmp"}, "b.JPG": {"B.XMP"},
		"t.jpg": {"t.jpg.json"}, "u.jpg": {"u.jpg.supplemental-metadata.json"},
		"v.jpg": {"v.jpg.suppl.json"}, "v-edited.jpg": {"v.jpg.suppl.json"},
		"w(2).jpg": {"w.jpg(2).json"}, "x(1).jpg": {"x.jpg.supplemental-metadata(1).json"},
		"a-name-that-is-longer-than-forty-six-characters-is.jpg": {
			"a-name-that-is-longer-than-forty-six-character.json",
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for name, want := range map[string]bool{
		"a.xmp": true, "a.jpg.XMP": true, "a.json": true, "a.jpg": false, "xmp": false,
	} {
		if got := isSidecar(name); got != want {
			t.Errorf("isSidecar(%q) = %v", name, got)
		}
	}
}

// jpegWith is a JPEG without pixels that holds a packet of XMP.
func jpegWith(packet string) []byte {
	segment := "http://ns.adobe.com/xap/1.0/\x00" + packet
	length := len(segment) + 2
	return append([]byte{0xff, 0xd8, 0xff, 0xe1, byte(length >> 8), byte(length)}, segment+"\xff\xda"...)
}

func TestReadWithSidecars(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "IMG_20200102_030405.jpg")
	takeout := `{"description":"from Google","photoTakenTime":{"timestamp":"1706724295"},"geoData":{"latitude":48.5,` +
		`"longitude":2.25,"altitude":35},"people":[{"name":"Bob"}]}`
	change := strings.NewReplacer(`Rating="4"`, `Rating="5"`, "Boat", "Ship", "2019-05-06", "2018-05-06")
	sidecar := change.Replace(packetText)
	for name, text := range map[string]string{path + ".xmp": sidecar, path + ".json": takeout} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, jpegWith(packetText), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func(sidecars photo.Sidecars) Answer {
		return Read(bytes.NewReader(jpegWith(packetText)), "jpeg", photo.File{Path: path, Sidecars: sidecars}, today)
	}
	alone := read("")
	if alone.Meta.Title != "Boat" || alone.Meta.Rating != 4 || alone.Taken.String() != "2019-05-06T07:08:09" {
		t.Errorf("alone: %+v", alone)
	}
	beside, err := new(Lister).Beside(path)
	if err != nil || len(beside.Names()) != 2 {
		t.Fatalf("Beside = %v, %v", beside.Names(), err)
	}
	with := read(beside)
	if with.Meta.Title != "Ship" || with.Meta.Rating != 5 || with.Taken.String() != "2018-05-06T07:08:09" ||
		with.Taken.From != photo.FromXMP {
		t.Errorf("with its sidecars: %+v", with)
	}
	if want := []string{"Ann"}; !reflect.DeepEqual(with.Meta.People, want) {
		t.Errorf("people = %v, want %v: what XMP says comes before Takeout", with.Meta.People, want)
	}
	bare := Read(bytes.NewReader(nil), "jpeg", photo.File{
		Path: path, Sidecars: photo.ListSidecars([]photo.Sidecar{{Name: filepath.Base(path) + ".json"}}),
	}, today)
	if bare.Taken.String() != "2024-01-31T18:04:55Z" || bare.Taken.From != photo.FromTakeout ||
		bare.Meta.Caption != "from Google" || bare.Meta.Place == nil {
		t.Errorf("from Takeout alone: %+v", bare)
	}
	name := Read(bytes.NewReader(nil), "jpeg", photo.File{Path: path}, today)
	if name.Taken.String() != "2020-01-02T03:04:05" || name.Taken.From != photo.FromName || name.Orientation != 1 {
		t.Errorf("from the name alone: %+v", name)
	}
}

func TestCamera(t *testing.T) {
	for _, tt := range []struct{ maker, model, want string }{
		{"Canon", "Canon EOS 70D", "Canon EOS 70D"},
		{"NIKON CORPORATION", "NIKON D1", "NIKON D1"},
		{"Apple", "iPhone 15", "Apple iPhone 15"},
		{"", "One", "One"},
		{"Acme", "", "Acme"},
		{"", "", ""},
	} {
		if got := camera(tt.maker, tt.model); got != tt.want {
			t.Errorf("camera(%q, %q) = %q, want %q", tt.maker, tt.model, got, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(jpegWith(packetText), "jpeg")
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"),
		"tiff")
	f.Add([]byte("RIFF\x20\x00\x00\x00WEBPEXIF\x10\x00\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"), "webp")
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x08eXIfMM\x00*\x00\x00\x00\x08"), "png")
	f.Add([]byte("\x00\x00\x00\x14ftypheic\x00\x00\x00\x00mif1\x00\x00\x00\x10meta\x00\x00\x00\x00\x00\x00\x00\x00"),
		"heic")
	for order, w := range map[string]writer{"little": little(), "big": big()} {
		d := w.whole()
		d.main, d.exif = append(w.odd(), d.main...), append(w.odd(), d.exif...)
		for _, put := range containers {
			data, format := put(w.tiff(d))
			f.Add(data, format)
		}
		f.Add(w.bigTIFF(w.whole().main), "tiff "+order)
	}
	f.Add(gifOf("\xfe\x05Hello\x00", gifXMP(packetText)), "gif")
	f.Fuzz(func(t *testing.T, data []byte, format string) {
		a := Read(bytes.NewReader(data), format, photo.File{Path: "x"}, today)
		if a.Orientation < 1 || a.Orientation > 8 {
			t.Errorf("orientation %d", a.Orientation)
		}
		p := a.Meta.Place
		if p != nil && !(p.Latitude >= -90 && p.Latitude <= 90 && p.Longitude >= -180 && p.Longitude <= 180) {
			t.Errorf("place %+v", p)
		}
		if a.Meta.Rating < -1 || a.Meta.Rating > 5 {
			t.Errorf("rating %d", a.Meta.Rating)
		}
	})
}

func FuzzSidecar(f *testing.F) {
	f.Add([]byte(packetText))
	f.Add([]byte(`{"photoTakenTime":{"timestamp":"1706724295"},"geoData":{"latitude":48.5}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, reported := range []record.Record{xmp.Read([][]byte{data}), takeout.Read(data), iptc.Read(data)} {
			for _, m := range reported.Dates {
				if m.IsZero() {
					t.Error("a date that is none")
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	data := jpegWith(packetText)
	for b.Loop() {
		Read(bytes.NewReader(data), "jpeg", photo.File{Path: "IMG_1.jpg"}, time.Now())
	}
}

// Of thousands of files of a folder each is told without reading the folder again.
func TestListerReadsAFolderOnce(t *testing.T) {
	dir := t.TempDir()
	var l Lister
	for i, name := range []string{"a.xmp", "b.xmp"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := l.Beside(filepath.Join(dir, name[:1]+".jpg"))
		if want := 1 - i; err != nil || len(got.Names()) > want {
			t.Errorf("beside %s are %q, %v, want %d", name[:1], got.Names(), err, want)
		}
	}
}

func FuzzTakeoutOf(f *testing.F) {
	f.Add("a.jpg\na-edited(1).jpg\na.jpg.suppl(1).json")
	f.Add("K\u00e4se.jpg\n😀.json\n(1).json")
	f.Fuzz(func(t *testing.T, lines string) {
		names := strings.Split(lines, "\n")
		for name, sides := range Sidecars("/nowhere", names) {
			for _, side := range sides {
				if isSidecar(name) || !isSidecar(side) || !slices.Contains(names, side) {
					t.Errorf("%q tells of %q", side, name)
				}
			}
		}
	})
}
