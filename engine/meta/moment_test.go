package meta

import (
	"bytes"
	"testing"
	"time"

	"recollect/engine/meta/exif"
	"recollect/engine/meta/iptc"
	"recollect/engine/meta/moment"
	"recollect/engine/meta/record"
	"recollect/engine/meta/takeout"
	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

var nothing = bytes.NewReader(nil)

func TestChanged(t *testing.T) {
	for _, tt := range []struct {
		mtime time.Time
		doubt bool
	}{
		{today, false},
		{today.Add(time.Hour), false},
		{today.AddDate(0, 0, 2), true},
		{time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), true},
		{time.Unix(0, 0), true},
		{time.Unix(0, 0).In(time.FixedZone("", -5*3600)), true},
		{time.Unix(20_000_000, 0), true},
		{time.Date(1980, 1, 1, 0, 0, 0, 0, time.Local), true}, // FAT's first
		{time.Date(1995, 5, 5, 0, 0, 0, 0, time.UTC), false},
		{time.Time{}, true},
	} {
		got := Changed(tt.mtime, today)
		if got.Doubtful != tt.doubt || got.From != photo.FromModTime || !got.Equal(tt.mtime) {
			t.Errorf("%v is %+v", tt.mtime, got)
		}
	}
}

// Which of several dates is taken.
func TestOrderOfDates(t *testing.T) {
	w := little()
	const name = "IMG_20120101_010101.jpg"
	original, digitised := w.ascii(0x9003, "2015:06:07 08:09:10"), w.ascii(0x9004, "2016:06:07 08:09:10")
	gps := []tag{w.rational(7, 10, 1, 36, 1, 13, 1), w.ascii(0x1d, "2018:02:13")}
	records := segment(0xed, "Photoshop 3.0\x00", resource(dataset(2, 55, "20170607")+dataset(2, 60, "080910")))
	packet := func(attributes string) []byte { return xmpSegment(xmpOf(attributes, "")) }
	side := func(attributes string) record.Record { return xmp.Read([][]byte{[]byte(xmpOf(attributes, ""))}) }
	none := record.Record{}
	google := takeout.Read([]byte(`{"photoTakenTime":{"timestamp":"1258375918"}}`))
	for _, tt := range []struct {
		name          string
		d             dirs
		more          []byte
		side, takeout record.Record
		path          string
		want          string
	}{
		{
			"a person's date in a sidecar",
			dirs{exif: []tag{original}},
			nil,
			side(`photoshop:DateCreated="1950-05-06"`), none, name, "1950-05-06T00:00:00 xmp",
		},
		{
			"the shutter's in a sidecar",
			dirs{exif: []tag{original}},
			nil,
			side(`exif:DateTimeOriginal="1950-05-06"`), none, name, "1950-05-06T00:00:00 xmp",
		},
		{
			"a copy in a sidecar",
			dirs{exif: []tag{original}},
			nil, side(`xmp:CreateDate="2024-07-20T08:00:00"`),
			none, name, "2015-06-07T08:09:10 exif",
		},
		{
			"when it was digitised in a sidecar",
			dirs{exif: []tag{original}},
			nil,
			side(`exif:DateTimeDigitized="2024-07-20T08:00:00"`), none, name, "2015-06-07T08:09:10 exif",
		},
		{
			"a copy in a sidecar and embedded XMP",
			dirs{},
			packet(`exif:DateTimeOriginal="2015-06-07T08:09:10"`),
			side(`xmp:CreateDate="2024-07-20T08:00:00"`), none, name, "2015-06-07T08:09:10 xmp",
		},
		{
			"a copy in a sidecar and IPTC",
			dirs{},
			records, side(`xmp:CreateDate="2024-07-20T08:00:00"`), none, name,
			"2017-06-07T08:09:10 iptc",
		},
		{
			"a copy in a sidecar alone",
			dirs{gps: gps},
			nil, side(`xmp:CreateDate="2024-07-20T08:00:00"`), google,
			name, "2024-07-20T08:00:00 xmp",
		},
		{
			"the same in a sidecar, with less",
			dirs{exif: []tag{original, w.ascii(0x9011, "+02:00")}},
			nil,
			side(`exif:DateTimeOriginal="2015-06-07T08:09:10"`), none, name, "2015-06-07T08:09:10+02:00 xmp",
		},
		{
			"EXIF before XMP",
			dirs{exif: []tag{digitised}},
			packet(`exif:DateTimeOriginal="2014-06-07"`), none, none,
			name, "2016-06-07T08:09:10 exif-created",
		},
		{
			"XMP before IPTC",
			dirs{},
			append(records, packet(`xmp:CreateDate="2014-06-07"`)...), none, none, name,
			"2014-06-07T00:00:00 xmp",
		},
		{"Takeout before GPS", dirs{gps: gps}, nil, none, google, name, "2009-11-16T12:51:58Z takeout"},
		{"GPS before the name", dirs{gps: gps}, nil, none, none, name, "2018-02-13T10:36:13Z gps"},
		{
			"a sidecar's GPS",
			dirs{},
			nil, side(`exif:GPSTimeStamp="2018-02-13T10:36:13Z"`), none, name,
			"2018-02-13T10:36:13Z gps",
		},
		{
			"the name before a change",
			dirs{main: []tag{w.ascii(0x0132, "2019:01:01 01:01:01")}},
			nil, none, none,
			name, "2012-01-01T01:01:01 name",
		},
		{
			"a change before nothing",
			dirs{main: []tag{w.ascii(0x0132, "2019:01:01 01:01:01")}},
			nil, none, none,
			"a.jpg", "2019-01-01T01:01:01 exif-modified",
		},
		{
			"a default gives way to the name",
			dirs{exif: []tag{w.ascii(0x9003, "2002:12:08 12:00:00")}},
			nil, none,
			none, name, "2012-01-01T01:01:01 name",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := find(bytes.NewReader(jpegOf(exifSegment(w.tiff(tt.d)), tt.more)), "jpeg")
			all := sources{
				side: tt.side, exif: exif.Read(b.exif), xmp: xmp.Read(b.xmp), iptc: iptc.Read(b.iptc), text: b.text,
				takeout: tt.takeout,
			}
			m := moment.Pick(today, all.dates(nameMoment(tt.path, today)))
			if got := m.String() + " " + string(m.From); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// A name that lies in the future is a number, and gives way to the file's last change.
func TestNameInTheFuture(t *testing.T) {
	for name, want := range map[string]string{"20431123_101112.jpg": "", "20231123_101112.jpg": "2023-11-23T10:11:12"} {
		if got := Read(nothing, "jpeg", photo.File{Path: name}, today).Taken.String(); got != want {
			t.Errorf("%s is of %q, want %q", name, got, want)
		}
	}
}
