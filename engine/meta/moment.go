package meta

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"recollect/engine/photo"
)

// written is a date as EXIF ("2024:01:31 18:04:55") and XMP ("2024-01-31T18:04:55.12+01:00")
// write it. XMP may end after any part.
var written = regexp.MustCompile(`^(\d{4})(?:[:/.-](\d{1,2})(?:[:/.-](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$`)

// parseMoment reads a date; it is zero where there is none.
func parseMoment(text string, from photo.Source) photo.Moment {
	g := written.FindStringSubmatch(strings.TrimSpace(text))
	if g == nil {
		return photo.Moment{}
	}
	month, day := g[2], g[3]
	if month == "" {
		month = "1"
	}
	if day == "" {
		day = "1"
	}
	m := moment(from, g[1], month, day, g[4], g[5], g[6])
	return withOffset(withFraction(m, g[7]), g[8])
}

// moment is a wall clock from digits, where none stand for 0; zero if the calendar
// has no such day or the day no such time.
func moment(from photo.Source, year, month, day, hour, minute, second string) photo.Moment {
	var n [6]int
	for i, digits := range []string{year, month, day, hour, minute, second} {
		n[i], _ = strconv.Atoi(digits) // nothing but digits, and few
	}
	if n[5] == 60 { // a leap second
		n[5] = 59
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	if n[0] == 0 || t.Day() != n[2] || int(t.Month()) != n[1] || t.Hour() != n[3] || t.Minute() != n[4] || t.Second() != n[5] {
		return photo.Moment{}
	}
	return photo.Moment{Time: t, From: from}
}

// withFraction adds a fraction of a second, given by the digits behind the point,
// unless there is one.
func withFraction(m photo.Moment, digits string) photo.Moment {
	digits = strings.TrimSpace(digits)
	if m.IsZero() || m.Nanosecond() != 0 || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return m
	}
	nanos, _ := strconv.Atoi((digits + "000000000")[:9])
	m.Time = m.Add(time.Duration(nanos))
	return m
}

// withOffset says in which zone the wall clock of m is meant, unless it is known.
func withOffset(m photo.Moment, text string) photo.Moment {
	text = strings.TrimSpace(text)
	if m.IsZero() || m.HasOffset || text == "" {
		return m
	}
	seconds := 0
	if text != "Z" {
		t, err := time.Parse("-07:00", text)
		if err != nil {
			if t, err = time.Parse("-0700", text); err != nil {
				return m
			}
		}
		_, seconds = t.Zone()
	}
	const farthest = 14 * 60 * 60 // Kiribati
	if seconds > farthest || seconds < -farthest {
		return m
	}
	zone := time.UTC
	if seconds != 0 {
		zone = time.FixedZone("", seconds)
	}
	y, month, d := m.Date()
	m.Time = time.Date(y, month, d, m.Hour(), m.Minute(), m.Second(), m.Nanosecond(), zone)
	m.HasOffset = true
	return m
}

// wall is the clock of m, whatever its zone.
func wall(m photo.Moment) string { return m.Format(time.DateTime) }

// refine gives dates of a sidecar the fraction and the offset that EXIF has for the
// same second: programs leave them out when they copy a date.
func refine(side, exif []photo.Moment) []photo.Moment {
	var all []photo.Moment
	for _, d := range side {
		for _, e := range exif {
			if !d.IsZero() && !d.HasOffset && d.Nanosecond() == 0 && wall(d) == wall(e) {
				d.Time, d.HasOffset = e.Time, e.HasOffset
			}
		}
		all = append(all, d)
	}
	return all
}

// pick is the first date that is not doubtful, else the first.
func pick(now time.Time, dates []photo.Moment) photo.Moment {
	var best photo.Moment
	for _, m := range dates {
		if m.IsZero() {
			continue
		}
		if m.Doubtful = doubtful(m, now); !m.Doubtful {
			return m
		}
		if best.IsZero() {
			best = m
		}
	}
	return best
}

// doubtful reports whether no photo can have been taken then, or whether it is what
// a clock shows that was never set: the day that a system counts from, or the
// midnight that a year began with, as cameras start with after their battery was out.
func doubtful(m photo.Moment, now time.Time) bool {
	const firstPhoto = 1826 // View from the Window at Le Gras; 1827 by some
	if m.Year() < firstPhoto || m.After(now.Add(24*time.Hour)) {
		return true
	}
	switch m.Format(time.DateOnly) {
	case "1904-01-01", "1970-01-01", "1969-12-31", "1980-01-01", "1979-12-31":
		return true
	}
	midnight := m.YearDay() == 1 && m.Hour() == 0 && m.Minute() == 0 && m.Second() == 0
	return midnight && m.Year() >= 1990 && m.Year() <= 2010
}

// The names that phones, messengers and programs give to pictures.
var (
	// named is a day with the time behind it: IMG_20240131_180455,
	// Screenshot_2024-01-31-18-04-55, WhatsApp Image 2024-01-31 at 18.04.55.
	named = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[-_ T.]+|[ ,]+at |[ ,]+um |_at_)(\d\d)[-_.:h]?(\d\d)[-_.:m]?(\d\d)(\d{3})?(?:\D|$)`)
	// namedDay is a day alone: IMG-20240131-WA0001.
	namedDay = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)([-_.]?)(\d\d)([-_.]?)(\d\d)(?:\D|$)`)
	// namedMillis counts milliseconds since 1970: FB_IMG_1706724295000, mmexport1706724295000.
	namedMillis = regexp.MustCompile(`^(?:FB_IMG_|mmexport|wx_camera_|)(1\d{12})(?:\D|$)`)
)

// FromName is the date that a file's name tells, or zero.
func FromName(name string) photo.Moment {
	if g := named.FindStringSubmatch(name); g != nil {
		m := withFraction(moment(photo.FromName, g[1], g[2], g[3], g[4], g[5], g[6]), g[7])
		if strings.HasPrefix(name, "PXL_") { // Google's phones name pictures by UTC
			m = withOffset(m, "Z")
		}
		if !m.IsZero() {
			return m
		}
	}
	if g := namedMillis.FindStringSubmatch(name); g != nil {
		millis, _ := strconv.ParseInt(g[1], 10, 64)
		return photo.Moment{Time: time.UnixMilli(millis).UTC(), HasOffset: true, From: photo.FromName}
	}
	if g := namedDay.FindStringSubmatch(name); g != nil && g[2] == g[4] {
		return moment(photo.FromName, g[1], g[3], g[5], "", "", "")
	}
	return photo.Moment{}
}
