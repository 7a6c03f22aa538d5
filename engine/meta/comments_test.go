package meta

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"recollect/engine/meta/iptc"
	"recollect/engine/meta/record"
	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

func TestIPTCInSegments(t *testing.T) {
	long := strings.Repeat("C", 70_000)
	whole := resource(dataset(2, 120, long) + dataset(2, 25, "far") + dataset(2, 25, "boat"))
	const header = "Photoshop 3.0\x00"
	two := jpegOf(segment(0xed, header, whole[:60_000]), segment(0xed, header, whole[60_000:]))
	got := read(two, "jpeg").Meta
	if !slices.Equal(got.Keywords, []string{"far", "boat"}) || len(got.Caption) != record.MaxText {
		t.Errorf("keywords %q, caption of %d letters", got.Keywords, len(got.Caption))
	}
	extended := "\x1c\x02\x19\x80\x02\x00\x04boat"
	for name, tt := range map[string]struct {
		data string
		want []string
	}{
		"a longer length of two bytes": {extended, []string{"boat"}},
		"of one byte":                  {"\x1c\x02\x19\x80\x01\x04boat", []string{"boat"}},
		"of more than there can be": {
			"\x1c\x02\x19\x80\x08\x00\x00\x00\x00\x00\x00\x00\x04boat" + dataset(2, 25, "sea"), []string{"sea"},
		},
		"of none":                 {"\x1c\x02\x19\x80\x00boat" + dataset(2, 25, "sea"), []string{"sea"}},
		"a length beyond the end": {"\x1c\x02\x19\x7f\xff" + dataset(2, 25, "sea"), []string{"sea"}},
		"a length beyond the end, longer": {
			"\x1c\x02\x19\x80\x04\xff\xff\xff\xff" + dataset(2, 25, "sea"), []string{"sea"},
		},
		"what is no dataset between": {
			dataset(2, 25, "sea") + "\x00\x00junk" + dataset(2, 25, "boat"), []string{"sea", "boat"},
		},
		"a mark alone at the end": {dataset(2, 25, "sea") + "\x1c", []string{"sea"}},
		"UTF-8 that is said":      {dataset(1, 90, "\x1b%G") + dataset(2, 25, "Zürich"), []string{"Zürich"}},
		"UTF-8 that is not said":  {dataset(2, 25, "Zürich"), []string{"Zürich"}},
		"Latin-1":                 {dataset(2, 25, "Z\xfcrich"), []string{"Zürich"}},
		"Latin-1 that is said to be UTF-8": {
			dataset(1, 90, "\x1b%G") + dataset(2, 25, "Z\xfcrich"), []string{"Zürich"},
		},
		"UTF-8 cut in a letter": {dataset(2, 25, "Zürich-\u00fc"[:len("Zürich-")+1]), []string{"Zürich-"}},
	} {
		for where, data := range map[string][]byte{
			"records":                    []byte(tt.data),
			"resource":                   []byte(resource(tt.data)),
			"another program's resource": []byte(strings.Replace(resource(tt.data), "8BIM", "PHUT", 1)),
		} {
			if got := iptc.Read(data).Words.Keywords; !slices.Equal(got, tt.want) {
				t.Errorf("%s, %s: %q, want %q", name, where, got, tt.want)
			}
		}
	}
	for name, tt := range map[string]struct{ data, want string }{
		"day and time":   {dataset(2, 55, "20190506") + dataset(2, 60, "070809+0200"), "2019-05-06T07:08:09+02:00"},
		"separators":     {dataset(2, 55, "2019-05-06") + dataset(2, 60, "07:08:09"), "2019-05-06T07:08:09"},
		"day":            {dataset(2, 55, "20190506"), "2019-05-06T00:00:00"},
		"a damaged time": {dataset(2, 55, "20190506") + dataset(2, 60, "99"), "2019-05-06T00:00:00"},
		"a damaged zone": {dataset(2, 55, "20190506") + dataset(2, 60, "070809+2"), "2019-05-06T07:08:09"},
		"digitised":      {dataset(2, 62, "20190506") + dataset(2, 63, "070809"), "2019-05-06T07:08:09"},
		"no day":         {dataset(2, 55, "00000000"), ""},
	} {
		dates := iptc.Read([]byte(tt.data)).Dates
		if got := append(dates, photo.Moment{})[0].String(); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// Comments and texts are the last to be asked for a caption and a title.
func TestComments(t *testing.T) {
	com := func(text string) []byte { return jpegOf(segment(0xfe, text)) }
	gifComment := func(text string) []byte {
		return gifOf("\xfe" + string([]byte{byte(len(text))}) + text + "\x00")
	}
	for _, tt := range []struct {
		name           string
		data           []byte
		format         string
		title, caption string
	}{
		{"JPEG", com("Hello there"), "jpeg", "", "Hello there"},
		{"JPEG in UTF-8", com("Häy\x00"), "jpeg", "", "Häy"},
		{"JPEG in Latin-1", com("H\xe4y"), "jpeg", "", "Häy"},
		{"JPEG of an encoder", com("CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90\n"), "jpeg", "", ""},
		{"JPEG of GIMP", com("Created with GIMP"), "jpeg", "", ""},
		{"JPEG, the second", jpegOf(segment(0xfe, "Lavc58.54.100"), segment(0xfe, "Hello")), "jpeg", "", "Hello"},
		{
			"JPEG that has a description",
			jpegOf(segment(0xfe, "Hello"), xmpSegment(xmpOf(`acdsee:caption="Better"`, ""))), "jpeg", "", "Better",
		},
		{"JPEG, empty", com(""), "jpeg", "", ""},
		{"PNG", pngOf("tEXt", "Title\x00A title", "tEXt", "Description\x00A caption"), "png", "A title", "A caption"},
		{
			"PNG, comment first", pngOf("tEXt", "Comment\x00A comment", "tEXt", "Description\x00A caption"), "png",
			"", "A caption",
		},
		{"PNG, comment alone", pngOf("tEXt", "comment\x00A comment"), "png", "", "A comment"},
		{"PNG of GIMP", pngOf("tEXt", "Comment\x00Created with The GIMP"), "png", "", ""},
		{"PNG in Latin-1", pngOf("tEXt", "Title\x00H\xe4y"), "png", "Häy", ""},
		{"PNG, international", pngOf("iTXt", "Title\x00\x00\x00de\x00Titel\x00Häy"), "png", "Häy", ""},
		{
			"PNG, packed", pngOf("zTXt", "Description\x00\x00x\x9c\xf3H\xcd\xc9\xc9\x07\x00\x05\x8c\x01\xf5"), "png",
			"", "Hello",
		},
		{
			"PNG that has a title",
			pngOf(
				"tEXt", "Title\x00A title", "iTXt",
				"XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmpOf(
					"", `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Better</rdf:li></rdf:Alt></dc:title>`,
				),
			),
			"png", "Better", "",
		},
		{"GIF", gifComment("Hello"), "gif", "", "Hello"},
	} {
		m := read(tt.data, tt.format).Meta
		if m.Title != tt.title || m.Caption != tt.caption {
			t.Errorf("%s: title %q, caption %q; want %q, %q", tt.name, m.Title, m.Caption, tt.title, tt.caption)
		}
	}
}

// What is packed small may be large: no file has more of it unpacked than the limit.
func TestPackedTextIsBounded(t *testing.T) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(make([]byte, 5<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var chunks []string
	for range 50 {
		chunks = append(chunks, "zTXt", "Author\x00\x00"+packed.String())
	}
	if b := find(bytes.NewReader(pngOf(chunks...)), "png"); b.left != 0 {
		t.Errorf("%d bytes could still be unpacked", b.left)
	}
}

// Very many blocks of one kind cost no more than the limits allow.
func TestManyBlocks(t *testing.T) {
	var segments [][]byte
	for i := range 900 {
		digest := fmt.Sprintf("%032d", i)
		segments = append(segments,
			xmpSegment(xmpOf(`xmpNote:HasExtendedXMP="`+digest+`"`, "")),
			segment(
				0xe1, "http://ns.adobe.com/xmp/extension/\x00", digest, "\x00\x00\x00\x01\x00\x00\x00\x00",
				strings.Repeat("x", 60_000),
			),
			segment(0xed, "Photoshop 3.0\x00", strings.Repeat(dataset(2, 25, ""), 10_000)),
		)
	}
	b := find(bytes.NewReader(jpegOf(segments...)), "jpeg")
	if len(b.xmp) > 2*xmp.MaxPackets || len(b.iptc) > xmp.MaxPacket+1<<16 {
		t.Errorf("%d packets, %d bytes of IPTC", len(b.xmp), len(b.iptc))
	}
}

func TestTimesOfPNG(t *testing.T) {
	const tIME = "\x07\xe0\x03\x04\x05\x06\x07"
	for _, tt := range []struct {
		name   string
		chunks []string
		want   string
	}{
		{"like EXIF", []string{"tEXt", "Creation Time\x002016:03:04 05:06:07"}, "2016-03-04T05:06:07 png"},
		{"RFC 1123", []string{"tEXt", "Creation Time\x00Fri, 4 Mar 2016 05:06:07 GMT"}, "2016-03-04T05:06:07Z png"},
		{
			"ISO 8601",
			[]string{"iTXt", "Creation Time\x00\x00\x00\x00\x002016-03-04T05:06:07+01:00"},
			"2016-03-04T05:06:07+01:00 png",
		},
		{"other case", []string{"tEXt", "creation time\x002016-03-04"}, "2016-03-04T00:00:00 png"},
		{"with a dash", []string{"tEXt", "Creation-Time\x002016-03-04"}, "2016-03-04T00:00:00 png"},
		{"as one word", []string{"tEXt", "CreationTime\x002016-03-04"}, "2016-03-04T00:00:00 png"},
		{"exiftool's", []string{"tEXt", "create-date\x002016-03-04T05:06:07"}, "2016-03-04T05:06:07 png"},
		{"ImageMagick's", []string{"tEXt", "exif:DateTimeOriginal\x002016:03:04 05:06:07"}, "2016-03-04T05:06:07 png"},
		{"not a date", []string{"tEXt", "Creation Time\x00yesterday"}, " "},
		{"when it was changed", []string{"tIME", tIME}, "2016-03-04T05:06:07Z exif-modified"},
		{"both", []string{"tIME", tIME, "tEXt", "Creation Time\x002015-03-04"}, "2015-03-04T00:00:00 png"},
		{"impossible", []string{"tIME", "\x07\xe0\x0d\x04\x05\x06\x07"}, " "},
		{"too short", []string{"tIME", "\x07\xe0"}, " "},
	} {
		if got := taken(read(pngOf(tt.chunks...), "png")); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	named := Read(bytes.NewReader(pngOf("tIME", tIME)), "png", photo.File{Path: "2012-01-02.png"}, today)
	if named.Taken.From != photo.FromName {
		t.Errorf("a name comes before the last change, got %v from %s", named.Taken, named.Taken.From)
	}
}

func TestXMPInGIF(t *testing.T) {
	packet := xmpOf(`xmp:Rating="4" xmp:CreateDate="2013-01-02T03:04:05"`, bag("dc:subject", "kw1"))
	netscape := "\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
	for name, data := range map[string][]byte{
		"alone":            gifOf(gifXMP(packet)),
		"behind another":   gifOf(netscape, gifXMP(packet)),
		"behind a comment": gifOf("\xfe\x05Hello\x00", gifXMP(packet)),
		"behind a picture": []byte(strings.TrimSuffix(string(gifOf()), "\x3b") + "\x21" + gifXMP(packet) + "\x3b"),
		"before a picture": gifOf(gifXMP(packet), netscape),
		"without an end":   gifOf(gifXMP(packet))[:800+len(packet)-700],
	} {
		got := read(data, "gif")
		if name == "without an end" {
			continue // it must only end
		}
		if got.Meta.Rating != 4 || !reflect.DeepEqual(got.Meta.Keywords, []string{"kw1"}) ||
			taken(got) != "2013-01-02T03:04:05 xmp" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
