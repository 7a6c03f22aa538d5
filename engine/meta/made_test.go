package meta

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"recollect/engine/container"
)

var askExiftool = flag.Bool("exiftool", false, "ask the exiftool that is installed about the files that tests make")

const (
	answers  = "testdata/exiftool.json"
	madeHead = "| Field | Made files that have it | Equal | Different | Only exiftool | Only Recollect |\n" +
		"|---|---|---|---|---|---|\n"
)

// made are files of the kinds that programs are reported to fail at, by name; the ending is the format.
func made() map[string][]byte {
	all := map[string][]byte{}
	for order, w := range map[string]writer{"little": little(), "big": big()} {
		madeOfEXIF(all, order, w)
	}
	segments := func(name string, s ...[]byte) { all[name+".jpeg"] = jpegOf(s...) }
	packet := xmpOf(
		`xmp:Rating="4" xmp:Label="Red" photoshop:DateCreated="2019-05-06T07:08:09"`,
		bag("dc:subject", "Zürich", "naïve café"),
	)
	segments("xmp", xmpSegment(packet))
	segments("xmp-utf16-little", xmpSegment(wide(packet, little())))
	segments("xmp-utf16-big", xmpSegment(wide(packet, big())))
	segments(
		"xmp-windows-1252",
		xmpSegment(`<?xml version="1.0" encoding="windows-1252"?>`+encoded(packet, charmap.Windows1252.NewEncoder())),
	)
	all["xmp.gif"] = gifOf(gifXMP(packet))
	all["xmp.webp"] = webpOf("XMP ", packet)
	all["xmp.png"] = pngOf("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+packet)
	all["xmp.heic"] = heicOf("mime", packet)
	for name, text := range map[string]string{
		"minutes":  `exif:GPSLatitude="26,34.951S" exif:GPSLongitude="80,12,0W"`,
		"decimal":  `exif:GPSLatitude="-26.5" exif:GPSLongitude="80.25"`,
		"gps-time": `exif:GPSTimeStamp="2023-11-15T12:30:00Z"`, "rejected": `xmp:Rating="-1"`,
		"no-rating": `xmp:Rating="0"`,
	} {
		segments("xmp-"+name, xmpSegment(xmpOf(text, "")))
	}
	segments(
		"iptc-long",
		segment(0xed, "Photoshop 3.0\x00", resource("\x1c\x02\x78\x80\x04\x00\x00\x00\x04long"+dataset(2, 25, "far"))),
	)
	segments(
		"iptc-latin-1",
		segment(0xed, "Photoshop 3.0\x00", resource(dataset(2, 5, "T\xeate")+dataset(2, 25, "Z\xfcrich"))),
	)
	segments(
		"iptc-utf-8",
		segment(
			0xed, "Photoshop 3.0\x00",
			resource(
				dataset(1, 90, "\x1b%G")+dataset(2, 25, "Zürich")+dataset(2, 55, "20190506")+dataset(
					2, 60, "070809+0200",
				),
			),
		),
	)
	segments("comment", segment(0xfe, "Hello there"))
	all["text.png"] = pngOf(
		"tEXt", "Title\x00A title", "tEXt", "Description\x00A caption", "tEXt",
		"Creation Time\x002016:03:04 05:06:07",
	)
	all["comment.gif"] = gifOf("\xfe\x05Hello\x00")
	return all
}

// madeOfEXIF adds the files that hold EXIF of one byte order.
func madeOfEXIF(all map[string][]byte, order string, w writer) {
	exif := func(name string, d dirs) { all["exif-"+order+"-"+name+".jpeg"] = jpegOf(exifSegment(w.tiff(d))) }
	exif("whole", w.whole())
	for i, bad := range w.odd() {
		d := w.whole()
		d.main, d.exif = slices.Insert(d.main, 1, bad), slices.Insert(d.exif, 1, bad)
		exif(fmt.Sprintf("damaged-%02d", i), d)
	}
	tiff := string(w.tiff(w.whole()))
	for i, header := range []string{"Exif\x00\xff", "EXIF\x00\x00", "Exif\x00\x00Exif\x00\x00"} {
		all[fmt.Sprintf("exif-%s-header-%d.jpeg", order, i)] = jpegOf(segment(0xe1, header, tiff))
	}
	all["exif-"+order+".png"], all["exif-"+order+".webp"] = pngOf("eXIf", tiff), webpOf("EXIF", tiff)
	all["exif-"+order+".heic"] = heicOf("Exif", "\x00\x00\x00\x06Exif\x00\x00"+tiff)
	all["exif-"+order+".tiff"], all["exif-"+order+"-big.tiff"] = []byte(tiff), w.bigTIFF(
		append(w.whole().main, w.whole().exif...),
	)

	date := w.ascii(0x9003, "2015:06:07 08:09:10")
	exif("digitised-in-main", dirs{main: []tag{w.ascii(0x9004, "2015:06:07 08:09:10")}})
	exif("offset-in-main", dirs{main: []tag{w.ascii(0x9011, "+01:00")}, exif: []tag{date}})
	exif("utf-8", dirs{
		main: []tag{{tag: 0x010e, kind: container.TypeUTF8, data: []byte("Häy!\x00")}, w.short(0x0112, 6)},
	})
	for i, text := range []string{
		"2019:03:11 24:04:20", "2019:03:11 3:15:07 PM", "2019: 3:11  4:04:20", "1997:08:25:13:12:50",
		"2024:08:13 17:14:26+2:00",
	} {
		exif(fmt.Sprintf("date-%d", i), dirs{exif: []tag{w.ascii(0x9003, text)}})
	}
	for name, gps := range map[string][]tag{
		"two": {w.ascii(1, "N"), w.rational(2, 48, 1, 515, 10), w.ascii(3, "E"), w.rational(4, 2, 1, 21, 1)},
		"one": {w.ascii(1, "N"), w.rational(2, 48858333, 1000000), w.ascii(3, "E"), w.rational(4, 235, 100)},
		"lower": {
			w.ascii(1, "s"), w.rational(2, 10, 1, 0, 1, 0, 1), w.ascii(3, "w"), w.rational(4, 20, 1, 0, 1, 0, 1),
		},
		"negative": {
			w.ascii(1, "N"), w.srational(2, -10, 1, 0, 1, 0, 1), w.ascii(3, "E"), w.srational(4, -20, 1, 0, 1, 0, 1),
		},
		"date-time": {w.rational(7, 10, 1, 36, 1, 13, 1), w.ascii(0x1d, "2020:02:13")},
	} {
		exif("gps-"+name, dirs{gps: gps})
	}
}

// TestMadeFiles holds what is read of the files that tests make against exiftool's answers,
// and a table in the documentation against both. With -exiftool they are asked for anew.
func TestMadeFiles(t *testing.T) {
	files := made()
	if *askExiftool {
		ask(t, files)
	}
	data, err := os.ReadFile(answers)
	if err != nil {
		t.Fatal(err)
	}
	var theirs map[string]map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&theirs); err != nil {
		t.Fatal(err)
	}
	if len(theirs) != len(files) {
		t.Fatalf("%d answers for %d files", len(theirs), len(files))
	}
	s := scores{counts: map[string]*tally{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		want := truth{}
		for group, tags := range theirs[name] {
			if tags, ok := tags.(map[string]any); ok {
				want[group] = tags
			}
		}
		s.add(t, name, compared(want, read(files[name], strings.TrimPrefix(filepath.Ext(name), "."))))
	}
	checkTable(t, madeHead, s.table(madeHead))
}

// ask writes down what exiftool says of the files.
func ask(t *testing.T, files map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	all := map[string]map[string]any{}
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		// says 1 of files that it finds damaged
		out, err := exec.Command("exiftool", "-j", "-g", "-n", "-q", path).Output()
		var one []map[string]any
		if json.Unmarshal(out, &one) != nil || len(one) != 1 {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
		for _, group := range []string{"SourceFile", "ExifTool", "File", "JFIF", "Photoshop"} {
			kind, _ := one[0][group].(map[string]any)
			delete(one[0], group)
			if group == "File" {
				one[0][group] = map[string]any{"FileType": kind["FileType"], "Comment": kind["Comment"]}
			}
		}
		all[name] = one[0]
	}
	text, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(answers, append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
