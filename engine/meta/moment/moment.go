// Package moment reads when a picture was taken, from the texts of metadata and from names of files,
// and picks the best of several dates.
package moment

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"recollect/engine/photo"
)

// written matches dates of EXIF ("2024:01:31 18:04:55") and XMP ("2024-01-31T18:04:55.12+01:00"),
// and those of some cameras: with blanks for leading zeros, or a colon before the hour. XMP may end
// after any part.
var written = regexp.MustCompile(`^(\d{4})(?:[:/.-](\d\d| ?\d)(?:[:/.-](\d\d| ?\d)` +
	`(?:[ T:]+(\d\d?):(\d\d| \d)(?::(\d\d| \d)(?:[.,](\d+))?)?)?)?)?(.*)$`)

// compact matches a date without separators, as in ISO 8601 and IPTC.
var compact = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)(?:[ T]?(\d\d)(\d\d)(\d\d)?(?:[.,](\d+))?)?(.*)$`)

// behindDate matches what may follow a date without a time: nothing, a zone, or a time that is
// blank or only an hour.
var behindDate = regexp.MustCompile(`^(?:\s*(?:Z|[+-]\d{2}:?\d{2})|[ T:-]*(?:[ T]\d\d?)?)$`)

// behindTime matches AM or PM, and the zone. Anything else after a time is ignored.
var behindTime = regexp.MustCompile(`^\s*(?:([AaPp])\.?\s?[Mm]\b\.?)?` +
	`\s*(?:(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)(?:\s.*)?$)?`)

// Parse reads a date; it is zero if there is none.
func Parse(text string, from photo.Source) photo.Moment {
	const longest = 100
	if text = strings.TrimSpace(text); len(text) > longest {
		return photo.Moment{}
	}
	g := written.FindStringSubmatch(text)
	if h := compact.FindStringSubmatch(text); h != nil {
		g = h
	}
	if g == nil || digitAt(g[8], 0) || g[4] == "" && !behindDate.MatchString(g[8]) {
		return parseWords(text, from)
	}
	for i, digits := range g[2:7] {
		g[i+2] = strings.TrimSpace(digits)
	}
	month, day := cmp.Or(g[2], "1"), cmp.Or(g[3], "1")
	half := behindTime.FindStringSubmatch(g[8])
	m := moment(from, g[1], month, day, in24(g[4], half[1]), g[5], g[6])
	return WithOffset(WithFraction(m, g[7]), half[2])
}

// spelled are other layouts of dates in PNGs: those of RFC 1123, which the specification
// recommends, of C, of JavaScript and of people.
var spelled = [...]string{
	time.RFC1123Z, time.RFC1123, time.RFC850, time.ANSIC, time.UnixDate, time.RubyDate,
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05",
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05", "2 Jan 2006",
	"2 January 2006 15:04:05", "2 January 2006", "2-Jan-2006 15:04:05", "2006 Jan 2 15:04:05",
	"Mon Jan _2 2006 15:04:05 GMT-0700", "Mon 2 Jan 2006 15:04:05", "Mon 2 Jan 2006 15:04:05 -0700",
	"Mon 2 Jan 2006 15:04:05 MST", "Mon 2 Jan 2006 3:04:05 PM MST", "Mon 2 Jan 2006 3:04:05 PM",
	"Jan 2, 2006 3:04:05 PM", "January 2, 2006 3:04:05 PM", "Jan 2, 2006 15:04:05", "January 2, 2006 15:04:05",
	"Jan 2 2006 15:04:05", "Jan 2, 2006", "January 2, 2006",
	"Monday, January 2, 2006 3:04:05 PM", "Monday, January 2, 2006 15:04:05", "Monday, 2 January 2006 15:04:05",
	"2.1.2006 15:04:05", "2.1.2006 15:04", "2.1.2006",
}

// parseWords parses a date in another layout than those of EXIF and XMP. A named zone other than
// UTC counts as unknown.
func parseWords(text string, from photo.Source) photo.Moment {
	const shortest = len("1.1.2000")
	if len(text) < shortest {
		return photo.Moment{}
	}
	text, _, _ = strings.Cut(text, " (") // JavaScript repeats the zone
	for _, layout := range spelled {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		name, seconds := t.Zone()
		universal := strings.HasSuffix(layout, "MST") && (name == "UTC" || name == "GMT" || name == "UT")
		known := strings.HasSuffix(layout, "-0700") || layout == time.RubyDate || universal
		if !known || seconds == 0 {
			y, month, d := t.Date()
			t = time.Date(y, month, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
		}
		if t.Year() == 0 {
			return photo.Moment{}
		}
		return photo.Moment{Time: t, HasOffset: known, From: from}
	}
	return photo.Moment{}
}

// in24 converts an hour to the 24-hour clock; half is a or p for one of the 12-hour clock.
func in24(hour, half string) string {
	n, err := strconv.Atoi(hour)
	switch {
	case err != nil || n > 12:
		return hour
	case (half == "a" || half == "A") && n == 12:
		return "0"
	case (half == "p" || half == "P") && n < 12:
		return strconv.Itoa(n + 12)
	}
	return hour
}

// moment returns a wall clock from digits, which may be empty for 0. It is zero if there is no such
// day or time.
func moment(from photo.Source, year, month, day, hour, minute, second string) photo.Moment {
	var n [6]int
	for i, digits := range []string{year, month, day, hour, minute, second} {
		n[i], _ = strconv.Atoi(digits) // at most a few digits
	}
	if n[3] == 24 { // some phones write 24 for the hour after midnight
		n[3] = 0
	}
	if n[5] == 60 { // a leap second
		n[5] = 59
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	is := [6]int{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second()}
	if n[0] == 0 || n != is {
		return photo.Moment{}
	}
	return photo.Moment{Time: t, From: from}
}

// WithFraction adds a fraction of a second, given by the digits after the
// point, unless there is one.
func WithFraction(m photo.Moment, digits string) photo.Moment {
	digits = strings.TrimSpace(digits)
	if m.IsZero() || m.Nanosecond() != 0 || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return m
	}
	nanos, _ := strconv.Atoi((digits + "000000000")[:9])
	m.Time = m.Add(time.Duration(nanos))
	return m
}

// WithOffset sets the zone of the wall clock m, unless it is known.
func WithOffset(m photo.Moment, text string) photo.Moment {
	text = strings.TrimSpace(text)
	if m.IsZero() || m.HasOffset || text == "" {
		return m
	}
	seconds := 0
	if text != "Z" && text != "UTC" && text != "GMT" {
		var ok bool
		if seconds, ok = zoneSeconds(text); !ok {
			return m
		}
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

// zoneSeconds returns how far a zone is ahead of UTC.
func zoneSeconds(text string) (seconds int, ok bool) {
	for _, layout := range []string{"-07:00", "-0700", "-07"} {
		if t, err := time.Parse(layout, text); err == nil {
			_, seconds = t.Zone()
			return seconds, true
		}
	}
	return 0, false
}

// wall returns the clock of m, whatever its zone.
func wall(m photo.Moment) string { return m.Format(time.DateTime) }

// Refine returns dates of a sidecar the fraction and the offset that EXIF has
// for the same second: programs leave them out when they copy a date.
func Refine(side, exif []photo.Moment) []photo.Moment {
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

// Pick returns the first date that is not doubtful, else the first.
func Pick(now time.Time, dates []photo.Moment) photo.Moment {
	var best photo.Moment
	for _, m := range dates {
		if m.IsZero() {
			continue
		}
		if m.Doubtful = Doubtful(m, now); !m.Doubtful {
			return m
		}
		if best.IsZero() {
			best = m
		}
	}
	return best
}

// Doubtful reports whether no photo can have been taken at that time, or it looks like that of an
// unset clock: the epoch of a system (GPS among them), the first midnight of a year, with which
// cameras start after a battery change, or the date that Android's cameras wrote if they knew none
// (issue 36967504 of its tracker).
func Doubtful(m photo.Moment, now time.Time) bool {
	const firstPhoto = 1826 // View from the Window at Le Gras; 1827 by some
	if m.Year() < firstPhoto || m.After(now.Add(24*time.Hour)) {
		return true
	}
	switch m.Format(time.DateOnly) {
	case "1904-01-01", "1970-01-01", "1969-12-31", "1980-01-01", "1979-12-31", "1980-01-06", "1980-01-05":
		return true
	}
	if wall(m) == "2002-12-08 12:00:00" {
		return true
	}
	midnight := m.YearDay() == 1 && m.Hour() == 0 && m.Minute() == 0 && m.Second() == 0
	// Cameras always write a time. With others it may be a day alone, or a year.
	camera := m.From == photo.FromExif || m.From == photo.FromCreated || m.From == photo.FromModified
	return midnight && m.Year() >= 1990 && (m.Year() <= 2010 || camera)
}

// GPS joins a day and a time of day in UTC.
func GPS(day, clock string) photo.Moment {
	if day == "" || clock == "" {
		return photo.Moment{}
	}
	return WithOffset(Parse(day+" "+clock, photo.FromGPS), "Z")
}
