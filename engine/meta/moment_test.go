package meta

import (
	"bytes"
	"testing"
	"time"

	"recollect/engine/photo"
)

var nothing = bytes.NewReader(nil)

func TestParseMoment(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2024:01:31 18:04:55", "2024-01-31T18:04:55"},
		{"2024-01-31T18:04:55.12+01:00", "2024-01-31T18:04:55.12+01:00"},
		{"2024-01-31T18:04:55Z", "2024-01-31T18:04:55Z"},
		{"2024-01-31 18:04:55 UTC", "2024-01-31T18:04:55Z"},
		{"2024-01-31 18:04:55+01", "2024-01-31T18:04:55+01:00"},
		{"2024:01:31 18:04:55.5-0330", "2024-01-31T18:04:55.5-03:30"},
		{"2024-01-31T18:04", "2024-01-31T18:04:00"},
		{"2024-01-31", "2024-01-31T00:00:00"},
		{"2024-01", "2024-01-01T00:00:00"},
		{"2024", "2024-01-01T00:00:00"},
		{"2016:12:31 23:59:60", "2016-12-31T23:59:59"},
		{" 2024/1/5 08:04:55 ", "2024-01-05T08:04:55"},
		{"20240131T180455Z", "2024-01-31T18:04:55Z"},
		{"20240131 180455", "2024-01-31T18:04:55"},
		{"20240131", "2024-01-31T00:00:00"},

		// An hour too far, blanks for zeros, other separators.
		{"2019:03:11 24:04:20", "2019-03-11T00:04:20"},
		{"2019:03:11 24:00:00", "2019-03-11T00:00:00"},
		{"2019: 3:11  4: 4: 2", "2019-03-11T04:04:02"},
		{"2019:03: 1  4:04:20", "2019-03-01T04:04:20"},
		{"2019:03:11   :  :  ", "2019-03-11T00:00:00"},
		{"1997:08:25:13:12:50", "1997-08-25T13:12:50"},
		{"1997:08:25 13", "1997-08-25T00:00:00"},
		{"1997:08:25 --:--:--", "1997-08-25T00:00:00"},

		// Clocks of twelve hours.
		{"2019:03:11 3:15:07 PM", "2019-03-11T15:15:07"},
		{"2019:03:11 03:15:07PM", "2019-03-11T15:15:07"},
		{"2019:03:11 3:15:07 pm", "2019-03-11T15:15:07"},
		{"2019:03:11 3:15:07 p.m.", "2019-03-11T15:15:07"},
		{"2019:03:11 3:15:07 AM", "2019-03-11T03:15:07"},
		{"2019:03:11 12:15:07 AM", "2019-03-11T00:15:07"},
		{"2019:03:11 12:15:07 PM", "2019-03-11T12:15:07"},
		{"2019:03:11 15:15:07 PM", "2019-03-11T15:15:07"},
		{"2019:03:11 3:15:07 PM +01:00", "2019-03-11T15:15:07+01:00"},

		// What is wrong with a zone costs the zone.
		{"2024:08:13 17:14:26+2:00", "2024-08-13T17:14:26"},
		{"2024-01-31T18:04:55+99:00", "2024-01-31T18:04:55"},
		{"2024:08:13 17:14:26+02:00:00", "2024-08-13T17:14:26"},
		{"2024:08:13 17:14:26 CEST", "2024-08-13T17:14:26"},
		{"2024:08:13 17:14:26-", "2024-08-13T17:14:26"},
		{"2024:08:13 17:14:26.5 whatever", "2024-08-13T17:14:26.5"},

		// What PNGs hold.
		{"Fri, 4 Mar 2016 05:06:07 GMT", "2016-03-04T05:06:07Z"},
		{"Fri, 04 Mar 2016 05:06:07 +0100", "2016-03-04T05:06:07+01:00"},
		{"Fri, 04 Mar 2016 05:06:07 +0000", "2016-03-04T05:06:07Z"},
		{"4 Mar 2016 05:06:07 -0500", "2016-03-04T05:06:07-05:00"},
		{"4 March 2016 05:06:07", "2016-03-04T05:06:07"},
		{"Fri Mar  4 05:06:07 2016", "2016-03-04T05:06:07"},
		{"Fri Mar  4 05:06:07 CET 2016", "2016-03-04T05:06:07"},
		{"Fri 04 Mar 2016 05:06:07 AM CET", "2016-03-04T05:06:07"},
		{"Fri 04 Mar 2016 05:06:07 PM UTC", "2016-03-04T17:06:07Z"},
		{"Fri Mar 04 2016 05:06:07 GMT+0100 (CET)", "2016-03-04T05:06:07+01:00"},
		{"March 4, 2016 5:06:07 PM", "2016-03-04T17:06:07"},
		{"4.3.2016 05:06:07", "2016-03-04T05:06:07"},
		{"Friday, 04-Mar-16 05:06:07 GMT", "2016-03-04T05:06:07Z"},
		{"2016 Mar 4 05:06:07", "2016-03-04T05:06:07"},
		{"Mar 4 2016 05:06:07", "2016-03-04T05:06:07"},
		{"Friday, March 4, 2016 5:06:07 AM", "2016-03-04T05:06:07"},

		{"0000:00:00 00:00:00", ""},
		{"    :  :     :  :  ", ""},
		{"2024:02:30 18:04:55", ""},
		{"2024:13:01 18:04:55", ""},
		{"2024:01:31 25:04:55", ""},
		{"2024:01:31 18:61:55", ""},
		{"2024:01:31 18:04:555", ""},
		{"2024 was a good year", ""},
		{"202401", ""},
		{"1706724295", ""},
		{"yesterday", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := parseMoment(tt.text, photo.FromExif).String(); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestFractionAndOffset(t *testing.T) {
	m := parseMoment("2024:01:31 18:04:55", photo.FromExif)
	if got, want := withOffset(withFraction(m, "05"), "+05:30").String(), "2024-01-31T18:04:55.05+05:30"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, bad := range []string{"", "x", "-5"} {
		if got := withFraction(m, bad); got != m {
			t.Errorf("fraction %q: %v", bad, got)
		}
		if got := withOffset(m, bad); got != m {
			t.Errorf("offset %q: %v", bad, got)
		}
	}
}

func TestPick(t *testing.T) {
	at := func(text string) photo.Moment { return parseMoment(text, photo.FromExif) }
	good, other := at("2020:05:06 07:08:09"), at("2021:05:06 07:08:09")
	tests := []struct {
		name  string
		dates []photo.Moment
		want  string
		doubt bool
	}{
		{"the first", []photo.Moment{good, other}, "2020-05-06T07:08:09", false},
		{"none", []photo.Moment{{}, {}}, "", false},
		{
			"the first that is not doubtful",
			[]photo.Moment{at("1970:01:01 00:00:00"), {}, other},
			"2021-05-06T07:08:09", false,
		},
		{
			"all doubtful",
			[]photo.Moment{at("2050:01:01 12:00:00"), at("1904:01:01 00:00:00")},
			"2050-01-01T12:00:00", true,
		},
		{"before photography", []photo.Moment{at("1700:01:02 12:00:00")}, "1700-01-02T12:00:00", true},
		{"a clock that was never set", []photo.Moment{at("2000:01:01 00:00:00")}, "2000-01-01T00:00:00", true},
		{"a newer clock that was never set", []photo.Moment{at("2015:01:01 00:00:00")}, "2015-01-01T00:00:00", true},
		{"New Year's Day in a name", []photo.Moment{FromName("IMG-20150101-WA0001.jpg")}, "2015-01-01T00:00:00", false},
		{"New Year's party", []photo.Moment{at("2000:01:01 00:03:10")}, "2000-01-01T00:03:10", false},
		{"Android's default", []photo.Moment{at("2002:12:08 12:00:00")}, "2002-12-08T12:00:00", true},
		{
			"Android's default, and another",
			[]photo.Moment{at("2002:12:08 12:00:00"), other},
			"2021-05-06T07:08:09",
			false,
		},
		{"that noon, a second later", []photo.Moment{at("2002:12:08 12:00:01")}, "2002-12-08T12:00:01", false},
		{"the day that GPS counts from", []photo.Moment{at("1980:01:06 00:00:12")}, "1980-01-06T00:00:12", true},
	}
	for _, tt := range tests {
		if got := pick(today, tt.dates); got.String() != tt.want || got.Doubtful != tt.doubt {
			t.Errorf("%s: %v, doubtful %v, want %v, %v", tt.name, got, got.Doubtful, tt.want, tt.doubt)
		}
	}
}

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
	iptc := segment(0xed, "Photoshop 3.0\x00", resource(dataset(2, 55, "20170607")+dataset(2, 60, "080910")))
	xmp := func(attributes string) []byte { return xmpSegment(xmpOf(attributes, "")) }
	side := func(attributes string) told { return readXMP([][]byte{[]byte(xmpOf(attributes, ""))}) }
	none := told{}
	takeout := readTakeout([]byte(`{"photoTakenTime":{"timestamp":"1258375918"}}`))
	for _, tt := range []struct {
		name          string
		d             dirs
		more          []byte
		side, takeout told
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
			xmp(`exif:DateTimeOriginal="2015-06-07T08:09:10"`),
			side(`xmp:CreateDate="2024-07-20T08:00:00"`), none, name, "2015-06-07T08:09:10 xmp",
		},
		{
			"a copy in a sidecar and IPTC",
			dirs{},
			iptc, side(`xmp:CreateDate="2024-07-20T08:00:00"`), none, name,
			"2017-06-07T08:09:10 iptc",
		},
		{
			"a copy in a sidecar alone",
			dirs{gps: gps},
			nil, side(`xmp:CreateDate="2024-07-20T08:00:00"`), takeout,
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
			xmp(`exif:DateTimeOriginal="2014-06-07"`), none, none,
			name, "2016-06-07T08:09:10 exif-created",
		},
		{
			"XMP before IPTC",
			dirs{},
			append(iptc, xmp(`xmp:CreateDate="2014-06-07"`)...), none, none, name,
			"2014-06-07T00:00:00 xmp",
		},
		{"Takeout before GPS", dirs{gps: gps}, nil, none, takeout, name, "2009-11-16T12:51:58Z takeout"},
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
				side: tt.side, exif: readExif(b.exif), xmp: readXMP(b.xmp), iptc: readIPTC(b.iptc), text: b.text,
				takeout: tt.takeout,
			}
			m := pick(today, all.dates(nameMoment(tt.path, today)))
			if got := m.String() + " " + string(m.From); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
