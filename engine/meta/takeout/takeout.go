// Package takeout reads the files that Google Takeout puts beside pictures, and matches them to
// pictures by name.
package takeout

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"math"
	"strconv"
	"strings"
	"time"

	"recollect/engine/meta/place"
	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/photo"
)

// takeout has the fields in use of the file that Google Takeout puts beside a picture.
type takeout struct {
	Title          string
	Description    string
	PhotoTakenTime *stamp
	Date           *stamp // of an album, whose file is like that of a picture
	GeoData        position
	GeoDataExif    position // of the picture's own EXIF, when it was uploaded
	People         []struct{ Name string }
}

type position struct{ Latitude, Longitude, Altitude number }

// stamp is a time in seconds since 1970.
type stamp struct{ Timestamp number }

// number is a number that some exporters write as text. Anything else is 0.
type number float64

func (n *number) UnmarshalJSON(text []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(text), `"`), 64)
	if err == nil {
		*n = number(v)
	}
	return nil
}

// parseTakeout parses a file; zero if it is not one of Takeout, or that of an album.
func parseTakeout(data []byte) takeout {
	var t takeout
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if order, size := words.Wide(data); size == 2 { // resaved by an editor
		data = []byte(words.UTF16(data, order))
	}
	err := json.Unmarshal(data, &t)
	var odd *json.UnmarshalTypeError // a field of another type is skipped
	if err != nil && !errors.As(err, &odd) || t.PhotoTakenTime == nil && t.Date != nil {
		return takeout{}
	}
	return t
}

// Read returns the metadata in a Takeout file.
func Read(data []byte) record.Record {
	file := parseTakeout(data)
	var t record.Record
	if m := file.PhotoTakenTime.moment(); !m.IsZero() {
		t.Dates = append(t.Dates, m)
	}
	for _, p := range []position{file.GeoData, file.GeoDataExif} {
		if t.Shot.Place = place.At(float64(p.Latitude), float64(p.Longitude)); t.Shot.Place != nil {
			if p.Altitude != 0 {
				place.SetAltitude(t.Shot.Place, float64(p.Altitude), false)
			}
			break
		}
	}
	t.Words.Caption = words.Clean(html.UnescapeString(file.Description))
	for _, p := range file.People {
		t.Words.People = record.Join(t.Words.People, []string{words.Clean(html.UnescapeString(p.Name))})
	}
	return t
}

// Title returns the name of the picture that a Takeout file belongs to, which may be escaped for
// HTML; empty if data is no such file.
func Title(data []byte) string {
	file := parseTakeout(data)
	if file.PhotoTakenTime == nil {
		return ""
	}
	return file.Title
}

// moment returns the time, or zero if there is none. Takeout writes 0 if it knows none.
func (s *stamp) moment() photo.Moment {
	const farthest, milliseconds = 1 << 40, 100_000_000_000 // 5138 in seconds, 1973 in milliseconds
	if s == nil {
		return photo.Moment{}
	}
	seconds := float64(s.Timestamp)
	if math.Abs(seconds) > milliseconds {
		seconds /= 1000
	}
	if !(math.Abs(seconds) < farthest) || int64(seconds) == 0 {
		return photo.Moment{}
	}
	return photo.Moment{Time: time.Unix(int64(seconds), 0).UTC(), HasOffset: true, From: photo.FromTakeout}
}
