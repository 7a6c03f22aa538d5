package meta

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"recollect/engine/container"
	"recollect/engine/meta/exif"
	"recollect/engine/meta/record"
	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

func wide(s string, order byteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func encoded(s string, set interface{ String(string) (string, error) }) string {
	out, err := set.String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// tiffOf is a TIFF that holds a packet.
func tiffOf(packet string) []byte {
	return little().tiff(dirs{main: []tag{{tag: 0x02bc, kind: container.TypeByte, data: []byte(packet)}}})
}

// A packet may be written in any character set, in a file and beside it.
func TestEncodingsOfXMP(t *testing.T) {
	body := xmpOf(`xmp:Rating="4"`, bag("dc:subject", "Zürich", "naïve café"))
	packet := `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>` + body
	declare := func(set string) string { return `<?xml version="1.0" encoding="` + set + `"?>` + "\n" }
	west, latin := charmap.Windows1252.NewEncoder(), charmap.ISO8859_1.NewEncoder()
	want := []string{"Zürich", "naïve café"}
	for name, data := range map[string]string{
		"UTF-8":                              packet,
		"UTF-8 with a mark":                  "\ufeff" + packet,
		"UTF-8, declared":                    declare("UTF-8") + body,
		"UTF-8, declared as windows-1252":    declare("windows-1252") + body,
		"UTF-8, declared as UTF-16":          declare("UTF-16") + body,
		"UTF-16, little":                     wide(packet, little()),
		"UTF-16, big":                        wide(packet, big()),
		"UTF-16, little, with a mark":        wide("\ufeff"+declare("UTF-16")+body, little()),
		"UTF-16, big, with a mark":           wide("\ufeff"+declare("UTF-16")+body, big()),
		"windows-1252, declared":             declare("windows-1252") + encoded(body, west),
		"windows-1252, declared in capitals": declare("Windows-1252") + encoded(body, west),
		"Latin-1, declared":                  declare("ISO-8859-1") + encoded(body, latin),
		"Latin-1, in single quotes":          `<?xml version='1.0' encoding='iso-8859-1'?>` + encoded(body, latin),
		"Latin-9, declared":                  declare("ISO-8859-15") + encoded(body, charmap.ISO8859_15.NewEncoder()),
		"windows-1252, not declared":         encoded(body, west),
		"windows-1252, declared as UTF-8":    declare("UTF-8") + encoded(body, west),
		"a set that nobody knows":            declare("x-klingon") + body,
		"with NULs":                          strings.ReplaceAll(packet, "<dc:subject>", "<dc:subject>\x00\x01"),
	} {
		for where, got := range map[string]record.Record{
			"beside":   xmp.Read([][]byte{[]byte(data)}),
			"embedded": xmp.Read(find(bytes.NewReader(jpegOf(xmpSegment(data))), "jpeg").xmp),
			"PNG": xmp.Read(
				find(bytes.NewReader(pngOf("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+data)), "png").xmp,
			),
			"WebP": xmp.Read(find(bytes.NewReader(webpOf("XMP ", data)), "webp").xmp),
			"HEIC": xmp.Read(find(bytes.NewReader(heicOf("mime", data)), "heic").xmp),
			"TIFF": xmp.Read(find(bytes.NewReader(tiffOf(data)), "tiff").xmp),
		} {
			if got.Words.Rating != 4 || !slices.Equal(got.Words.Keywords, want) {
				t.Errorf("%s, %s: %+v", name, where, got.Words)
			}
		}
	}
	for set, text := range map[string]string{
		"windows-1251": encoded("Москва", charmap.Windows1251.NewEncoder()),
		"koi8-r":       encoded("Москва", charmap.KOI8R.NewEncoder()),
	} {
		got := xmp.Read([][]byte{[]byte(declare(set) + xmpOf("", bag("dc:subject", text)))})
		if !slices.Equal(got.Words.Keywords, []string{"Москва"}) {
			t.Errorf("%s: %q", set, got.Words.Keywords)
		}
	}
	for set, encoder := range map[string]interface{ String(string) (string, error) }{
		"shift_jis": japanese.ShiftJIS.NewEncoder(), "iso-2022-jp": japanese.ISO2022JP.NewEncoder(),
	} {
		got := xmp.Read([][]byte{[]byte(declare(set) + xmpOf("", bag("dc:subject", encoded("東京", encoder))))})
		if !slices.Equal(got.Words.Keywords, []string{"東京"}) {
			t.Errorf("%s: %q", set, got.Words.Keywords)
		}
	}
	// One word in another set costs that word's letters at most.
	got := xmp.Read([][]byte{[]byte(xmpOf("", bag("dc:subject", "Zürich", "caf\xe9")))})
	if !slices.Equal(got.Words.Keywords, []string{"Zürich", "café"}) {
		t.Errorf("two sets in one packet: %q", got.Words.Keywords)
	}
}

func TestExtendedXMP(t *testing.T) {
	const digest, other = "7B66D138AF080571E999F7119BD75A0A", "00000000000000000000000000000000"
	main := xmpSegment(xmpOf(`xmpNote:HasExtendedXMP="`+digest+`"`, ""))
	long := xmpOf("", bag("dc:subject", "far", strings.Repeat("x", 70_000)))
	piece := func(name string, at int, part string) []byte {
		w := big()
		numbers := w.AppendUint32(w.AppendUint32(nil, uint32(len(long))), uint32(at))
		return segment(0xe1, "http://ns.adobe.com/xmp/extension/\x00", name, string(numbers), part)
	}
	a, b := piece(digest, 0, long[:30_000]), piece(digest, 30_000, long[30_000:60_000])
	c := piece(digest, 60_000, long[60_000:])
	for name, tt := range map[string]struct {
		segments [][]byte
		want     bool
	}{
		"in order":           {[][]byte{main, a, b, c}, true},
		"out of order":       {[][]byte{main, c, a, b}, true},
		"before the main":    {[][]byte{b, c, a, main}, true},
		"a piece twice":      {[][]byte{main, a, a, b, b, c}, true},
		"the end is missing": {[][]byte{main, a, b}, true}, // the keyword is in the first
		"the beginning is":   {[][]byte{main, b, c}, false},
		"left over":          {[][]byte{main, piece(other, 0, xmpOf("", bag("dc:subject", "far")))}, false},
		"no main":            {[][]byte{a, b, c}, false},
		"cut":                {[][]byte{main, segment(0xe1, "http://ns.adobe.com/xmp/extension/\x00", digest)}, false},
	} {
		got := read(jpegOf(tt.segments...), "jpeg").Meta.Keywords
		if slices.Contains(got, "far") != tt.want {
			t.Errorf("%s: %d keywords", name, len(got))
		}
	}
}

// What programs call keywords.
func TestKeywordsOfPrograms(t *testing.T) {
	for name, tt := range map[string]struct {
		attributes, elements string
		want                 []string
	}{
		"Windows": {
			"", bag("MicrosoftPhoto:LastKeywordXMP", "Animals/Cat", "Cat", "Garden"), []string{"Cat", "Garden"},
		},
		"Windows, from IPTC": {"", bag("MicrosoftPhoto:LastKeywordIPTC", "Cat"), []string{"Cat"}},
		"digiKam":            {"", bag("digiKam:TagsList", "Animals/Cat"), []string{"Cat"}},
		"Lightroom":          {"", bag("lr:hierarchicalSubject", "Animals|Cat"), []string{"Cat"}},
		"Media Pro": {
			"", bag("mediapro:CatalogSets", "Animals|Cat", "Dog"), []string{"Cat", "Dog"},
		},
		"ACDSee": {"", bag("acdsee:keywords", "Cat"), []string{"Cat"}},
		"ACDSee's categories": {
			"",
			`<acdsee:categories>&lt;Categories&gt;&lt;Category Assigned="0"&gt;Animals&lt;Category Assigned="1"&gt;` +
				`Cat&lt;/Category&gt;&lt;Category Assigned="0"&gt;Dog&lt;/Category&gt;&lt;/Category&gt;&lt;` +
				`Category Assigned="1"&gt;Garden&lt;/Category&gt;&lt;/Categories&gt;</acdsee:categories>`,
			[]string{"Cat", "Garden"},
		},
		"ACDSee's categories in an attribute": {
			`acdsee:categories="&lt;Categories&gt;&lt;Category Assigned=&quot;1&quot;&gt;Cat&lt;/Category&gt;&lt;` +
				`/Categories&gt;"`,
			"",
			[]string{"Cat"},
		},
		"the Working Group": {
			"",
			`<mwg-kw:Keywords rdf:parseType="Resource"><mwg-kw:Hierarchy><rdf:Bag><rdf:li rdf:parseType="Resource">` +
				`<mwg-kw:Keyword>Animals</mwg-kw:Keyword><mwg-kw:Children><rdf:Bag><rdf:li rdf:parseType="Resource">` +
				`<mwg-kw:Keyword>Cat</mwg-kw:Keyword></rdf:li></rdf:Bag></mwg-kw:Children></rdf:li></rdf:Bag>` +
				`</mwg-kw:Hierarchy></mwg-kw:Keywords>`,
			[]string{"Cat"},
		},
		"all at once": {
			"",
			bag("dc:subject", "Cat") + bag(
				"MicrosoftPhoto:LastKeywordXMP", "Animals/Cat",
			) + bag("lr:hierarchicalSubject", "Animals|Cat") + bag("mediapro:CatalogSets", "Animals|Cat"),
			[]string{"Cat"},
		},
		"nothing": {"", bag("dc:subject") + "<acdsee:categories></acdsee:categories>", nil},
	} {
		got := xmp.Read([][]byte{[]byte(xmpOf(tt.attributes, tt.elements))}).Words.Keywords
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestLabels(t *testing.T) {
	for text, want := range map[string]string{
		`xmp:Label="Red"`:                            "Red",
		`xmp:Label="to print"`:                       "to print",
		`xmp:Label="NoColor"`:                        "",
		`xmp:Label="No Color"`:                       "",
		`xmp:Label="none"`:                           "",
		`xmp:Label=""`:                               "",
		`digiKam:ColorLabel="0"`:                     "",
		`digiKam:ColorLabel="1"`:                     "Red",
		`digiKam:ColorLabel="4"`:                     "Green",
		`digiKam:ColorLabel="9"`:                     "White",
		`digiKam:ColorLabel="10"`:                    "",
		`digiKam:ColorLabel="-1"`:                    "",
		`digiKam:ColorLabel="x"`:                     "",
		`xmp:Label="NoColor" digiKam:ColorLabel="1"`: "Red",
		`xmp:Label="Blue" digiKam:ColorLabel="1"`:    "Blue",
		`darktable:colorlabels="0"`:                  "Red",
		`darktable:colorlabels="4"`:                  "Purple",
	} {
		got := xmp.Read([][]byte{[]byte(xmpOf(text, ""))})
		if got.Words.Label != want || !got.Labelled {
			t.Errorf("%s is %q (said: %v), want %q", text, got.Words.Label, got.Labelled, want)
		}
	}
	labels := "<darktable:colorlabels><rdf:Seq><rdf:li>3</rdf:li><rdf:li>0</rdf:li></rdf:Seq></darktable:colorlabels>"
	if got := xmp.Read([][]byte{[]byte(xmpOf("", labels))}); got.Words.Label != "Blue" {
		t.Errorf("darktable's list is %q", got.Words.Label)
	}
}

func TestRatings(t *testing.T) {
	for text, want := range map[string]struct {
		rating int
		said   bool
	}{
		`xmp:Rating="3"`:                            {3, true},
		`xmp:Rating="3.0"`:                          {3, true},
		`xmp:Rating=" 3 "`:                          {3, true},
		`xmp:Rating="0"`:                            {0, true},
		`xmp:Rating="-1"`:                           {-1, true},
		`xmp:Rating="-2"`:                           {0, false},
		`xmp:Rating="9"`:                            {0, false},
		`xmp:Rating=""`:                             {0, false},
		`xmp:Rating="good"`:                         {0, false},
		`MicrosoftPhoto:Rating="50"`:                {3, true},
		`MicrosoftPhoto:Rating="0"`:                 {0, true},
		`xmp:Rating="0" MicrosoftPhoto:Rating="50"`: {0, true},
		`acdsee:rating="2"`:                         {2, true},
		`digiKam:PickLabel="1"`:                     {-1, true},
		`digiKam:PickLabel="1" xmp:Rating="3"`:      {-1, true},
		`digiKam:PickLabel="3"`:                     {0, false},
		`digiKam:PickLabel="0" xmp:Rating="3"`:      {3, true},
		`xmpDM:pick="-1"`:                           {-1, true},
		`xmpDM:pick="1" xmp:Rating="2"`:             {2, true},
		``:                                          {0, false},
	} {
		got := xmp.Read([][]byte{[]byte(xmpOf(text, ""))})
		if got.Words.Rating != want.rating || got.Rated != want.said {
			t.Errorf("%s is %d (said: %v), want %d (%v)", text, got.Words.Rating, got.Rated, want.rating, want.said)
		}
	}
}

// What a sidecar says of rating and label holds, also that there is none.
func TestSidecarClears(t *testing.T) {
	w := little()
	embedded := jpegOf(
		exifSegment(w.tiff(dirs{main: []tag{w.short(0x4746, 3)}})),
		xmpSegment(xmpOf(`xmp:Rating="4" xmp:Label="Red"`, "")),
	)
	onlyEXIF := jpegOf(exifSegment(w.tiff(dirs{main: []tag{w.short(0x4746, 3)}})))
	for _, tt := range []struct {
		name, side string
		data       []byte
		rating     int
		label      string
	}{
		{"no sidecar", "", embedded, 4, "Red"},
		{"no word of either", `xmp:CreateDate="2020"`, embedded, 4, "Red"},
		{"rating 0", `xmp:Rating="0"`, embedded, 0, "Red"},
		{"rating 0 against EXIF", `xmp:Rating="0"`, onlyEXIF, 0, ""},
		{"rejected", `xmp:Rating="-1"`, embedded, -1, "Red"},
		{"rating 2", `xmp:Rating="2"`, embedded, 2, "Red"},
		{"a rating that is none", `xmp:Rating="x"`, embedded, 4, "Red"},
		{"an empty label", `xmp:Label=""`, embedded, 4, ""},
		{"no colour", `digiKam:ColorLabel="0"`, embedded, 4, ""},
		{"another colour", `digiKam:ColorLabel="5"`, embedded, 4, "Blue"},
	} {
		b := find(bytes.NewReader(tt.data), "jpeg")
		all := sources{
			side: xmp.Read([][]byte{[]byte(xmpOf(tt.side, ""))}), exif: exif.Read(b.exif), xmp: xmp.Read(b.xmp),
		}
		if m := all.meta(); m.Rating != tt.rating || m.Label != tt.label {
			t.Errorf("%s: rating %d, label %q", tt.name, m.Rating, m.Label)
		}
	}
	zero := jpegOf(exifSegment(w.tiff(dirs{main: []tag{w.short(0x4746, 3)}})), xmpSegment(xmpOf(`xmp:Rating="0"`, "")))
	if got := read(zero, "jpeg").Meta.Rating; got != 0 {
		t.Errorf("embedded XMP says 0 and EXIF 3: %d", got)
	}
}

func TestPlacesOfXMP(t *testing.T) {
	for text, want := range map[string]photo.Place{
		`exif:GPSLatitude="26,34.951N" exif:GPSLongitude="80,12,0W"`: {
			Latitude: 26 + 34.951/60, Longitude: -80.2,
		},
		`exif:GPSLatitude="26,34.951s" exif:GPSLongitude="80,12,0e"`: {
			Latitude: -26 - 34.951/60, Longitude: 80.2,
		},
		`exif:GPSLatitude="-26.5" exif:GPSLongitude="80.25"`: {
			Latitude: -26.5, Longitude: 80.25,
		},
		`exif:GPSLatitude="26.5" exif:GPSLatitudeRef="S" exif:GPSLongitude="80.25" exif:GPSLongitudeRef="w"`: {
			Latitude: -26.5, Longitude: -80.25,
		},
		`exif:GPSLatitude="26 deg 30' 0.00&quot; S" exif:GPSLongitude="80°15'0&quot;W"`: {
			Latitude: -26.5, Longitude: -80.25,
		},
		`exif:GPSLatitude="26/1 30/1 0/100" exif:GPSLongitude="80/1 15/1 0/1" exif:GPSAltitude="35/2"`: {
			Latitude: 26.5, Longitude: 80.25, AltitudeM: 17.5, HasAltitude: true,
		},
		`exif:GPSLatitude="26,30N " exif:GPSLongitude=" 80,15W" exif:GPSAltitude="35/2" exif:GPSAltitudeRef="1"`: {
			Latitude: 26.5, Longitude: -80.25, AltitudeM: -17.5, HasAltitude: true,
		},
		`exif:GPSLatitude="-0,30N" exif:GPSLongitude="0,15W"`: {
			Latitude: -0.5, Longitude: -0.25,
		},
	} {
		got := xmp.Read([][]byte{[]byte(xmpOf(text, ""))}).Shot.Place
		if got == nil || *got != want {
			t.Errorf("%s is %+v, want %+v", text, got, want)
		}
	}
	for _, text := range []string{
		`exif:GPSLatitude="" exif:GPSLongitude=""`, `exif:GPSLatitude="N" exif:GPSLongitude="E"`,
		`exif:GPSLatitude="1,2,3,4N" exif:GPSLongitude="5E"`, `exif:GPSLatitude="1/0" exif:GPSLongitude="5E"`,
	} {
		if got := xmp.Read([][]byte{[]byte(xmpOf(text, ""))}).Shot.Place; got != nil {
			t.Errorf("%s is %+v", text, got)
		}
	}
}
