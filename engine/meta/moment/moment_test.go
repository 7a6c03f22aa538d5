package moment

import (
	"testing"
	"time"

	"recollect/engine/photo"
)

var today = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)

func TestParse(t *testing.T) {
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
		if got := Parse(tt.text, photo.FromExif).String(); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestFractionAndOffset(t *testing.T) {
	m := Parse("2024:01:31 18:04:55", photo.FromExif)
	if got, want := WithOffset(WithFraction(m, "05"), "+05:30").String(), "2024-01-31T18:04:55.05+05:30"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, bad := range []string{"", "x", "-5"} {
		if got := WithFraction(m, bad); got != m {
			t.Errorf("fraction %q: %v", bad, got)
		}
		if got := WithOffset(m, bad); got != m {
			t.Errorf("offset %q: %v", bad, got)
		}
	}
}

func TestPick(t *testing.T) {
	at := func(text string) photo.Moment { return Parse(text, photo.FromExif) }
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
		if got := Pick(today, tt.dates); got.String() != tt.want || got.Doubtful != tt.doubt {
			t.Errorf("%s: %v, doubtful %v, want %v, %v", tt.name, got, got.Doubtful, tt.want, tt.doubt)
		}
	}
}

func FuzzFromName(f *testing.F) {
	f.Add("IMG_20240131_180455123.jpg")
	f.Add("IMG-20240131-WA0001.jpg")
	f.Add("FB_IMG_1706724295000.jpg")
	f.Fuzz(func(t *testing.T, name string) {
		if m := FromName(name); !m.IsZero() && (m.Year() < 1900 || m.Year() > 2100) {
			t.Errorf("%q is of %v", name, m)
		}
	})
}
