package meta

import (
	"math"
	"testing"

	"recollect/engine/container"
)

func TestPlaces(t *testing.T) {
	minus := func(n int32) uint32 { return uint32(n) }
	for order, w := range map[string]writer{"little": little(), "big": big()} {
		for _, tt := range []struct {
			name             string
			lat, lon         tag
			latRef, lonRef   string
			wantLat, wantLon float64
		}{
			{"three", w.rational(2, 48, 1, 51, 1, 30, 1), w.rational(4, 2, 1, 21, 1, 0, 1), "N", "E", 48.858333, 2.35},
			{"two", w.rational(2, 48, 1, 515, 10), w.rational(4, 2, 1, 21, 1), "N", "E", 48.858333, 2.35},
			{"one", w.rational(2, 48858333, 1000000), w.rational(4, 235, 100), "N", "E", 48.858333, 2.35},
			{
				"minutes with a fraction", w.rational(2, 48, 1, 5150, 100, 0, 1), w.rational(4, 2, 1, 21, 1, 0, 1),
				"N", "E", 48.858333, 2.35,
			},
			{
				"seconds of 0/0", w.rational(2, 48, 1, 5150, 100, 0, 0), w.rational(4, 2, 1, 21, 1, 0, 0), "N", "E",
				48.858333, 2.35,
			},
			{"lower case", w.rational(2, 10, 1, 0, 1, 0, 1), w.rational(4, 20, 1, 0, 1, 0, 1), "s", "w", -10, -20},
			{
				"blanks around", w.rational(2, 10, 1, 0, 1, 0, 1), w.rational(4, 20, 1, 0, 1, 0, 1), " S ", " w", -10,
				-20,
			},
			{"words", w.rational(2, 10, 1, 0, 1, 0, 1), w.rational(4, 20, 1, 0, 1, 0, 1), "South", "West", -10, -20},
			{"no references", w.rational(2, 10, 1, 0, 1, 0, 1), w.rational(4, 20, 1, 0, 1, 0, 1), "", "", 10, 20},
			{"negative", w.srational(2, -10, 1, 30, 1, 0, 1), w.srational(4, -20, 1, 0, 1, 0, 1), "N", "E", -10.5, -20},
			{
				"negative in all parts", w.srational(2, -10, 1, -30, 1, 0, 1), w.srational(4, -20, 1, 0, 1, 0, 1),
				"S", "W", -10.5, -20,
			},
			{
				"negative without a sign", w.rational(2, minus(-10), 1, 30, 1, 0, 1),
				w.rational(4, minus(-20), 1, 0, 1, 0, 1), "", "", -10.5, -20,
			},
			{"negative, one", w.srational(2, -105, 10), w.srational(4, -20, 1), "", "", -10.5, -20},
			{
				"doubles",
				tag{tag: 2, kind: container.TypeDouble, data: w.AppendUint64(nil, math.Float64bits(10.5))},
				w.rational(4, 20, 1), "N", "E", 10.5, 20,
			},
			{"text", w.ascii(2, "10.5"), w.ascii(4, "-20"), "N", "", 10.5, -20},
			{
				"text of parts", w.ascii(2, `10 deg 30' 0.00" S`), w.ascii(4, "20,00000,0,00000,36,00000"), "", "W",
				-10.5, -20.01,
			},
		} {
			t.Run(order+"/"+tt.name, func(t *testing.T) {
				gps := []tag{tt.lat, tt.lon}
				if tt.latRef != "" {
					gps = append(gps, w.ascii(1, tt.latRef))
				}
				if tt.lonRef != "" {
					gps = append(gps, w.ascii(3, tt.lonRef))
				}
				p := read(jpegOf(exifSegment(w.tiff(dirs{gps: gps}))), "jpeg").Meta.Place
				if p == nil || math.Abs(p.Latitude-tt.wantLat) > 1e-6 || math.Abs(p.Longitude-tt.wantLon) > 1e-6 {
					t.Errorf("got %+v, want %g, %g", p, tt.wantLat, tt.wantLon)
				}
			})
		}
		for name, gps := range map[string][]tag{
			"0/0":        {w.rational(2, 0, 0, 0, 0, 0, 0), w.rational(4, 0, 0, 0, 0, 0, 0)},
			"infinite":   {w.rational(2, 1, 0, 0, 1, 0, 1), w.rational(4, 1, 0, 0, 1, 0, 1)},
			"the origin": {w.rational(2, 0, 1, 0, 1, 0, 1), w.rational(4, 0, 1, 0, 1, 0, 1)},
			"too far":    {w.rational(2, 91, 1, 0, 1, 0, 1), w.rational(4, 20, 1, 0, 1, 0, 1)},
			"one alone":  {w.rational(2, 10, 1, 0, 1, 0, 1)},
			"words":      {w.ascii(2, "north"), w.ascii(4, "east")},
		} {
			if p := read(jpegOf(exifSegment(w.tiff(dirs{gps: gps}))), "jpeg").Meta.Place; p != nil {
				t.Errorf("%s is %+v", name, p)
			}
		}
	}
}

// When satellites gave the place is the last that a file itself says.
func TestGPSMoment(t *testing.T) {
	w := little()
	day := w.ascii(0x1d, "2020:02:13")
	for _, tt := range []struct {
		name string
		gps  []tag
		want string
	}{
		{"three fractions", []tag{w.rational(7, 10, 1, 36, 1, 13, 1), day}, "2020-02-13T10:36:13Z gps"},
		{"with a fraction of a second", []tag{w.rational(7, 10, 1, 36, 1, 1350, 100), day}, "2020-02-13T10:36:13Z gps"},
		{"text", []tag{w.ascii(7, "10:36:13"), day}, "2020-02-13T10:36:13Z gps"},
		{
			"other separators",
			[]tag{w.rational(7, 10, 1, 36, 1, 13, 1), w.ascii(0x1d, "2020-02-13")},
			"2020-02-13T10:36:13Z gps",
		},
		{"no day", []tag{w.rational(7, 10, 1, 36, 1, 13, 1)}, " "},
		{"no time", []tag{day}, " "},
		{"0/0", []tag{w.rational(7, 0, 0, 0, 0, 0, 0), day}, " "},
		{"impossible", []tag{w.rational(7, 99, 1, 36, 1, 13, 1), day}, " "},
	} {
		if got := taken(read(jpegOf(exifSegment(w.tiff(dirs{gps: tt.gps}))), "jpeg")); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	for text, want := range map[string]string{
		`exif:GPSTimeStamp="2023-11-15T12:30:00Z"`:                             "2023-11-15T12:30:00Z gps",
		`exif:GPSTimeStamp="2023-11-15T12:30:00"`:                              "2023-11-15T12:30:00Z gps",
		`exif:GPSTimeStamp="2023-11-15T12:30:00+01:00"`:                        "2023-11-15T12:30:00+01:00 gps",
		`exif:GPSTimeStamp="12:30:00" exif:GPSDateStamp="2023:11:15"`:          "2023-11-15T12:30:00Z gps",
		`exif:GPSTimeStamp="2023-11-15T12:30:00Z" xmp:CreateDate="2023-11-16"`: "2023-11-16T00:00:00 xmp",
	} {
		if got := taken(read(jpegOf(xmpSegment(xmpOf(text, ""))), "jpeg")); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
