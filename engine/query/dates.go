package query

import (
	"strconv"
	"strings"
	"time"

	"recollect/engine/photo"
)

// readDate reads a day, a month, a year, a range of them, or words such as "last summer". Days are
// those of the calendar; midnights are in UTC, which stands for the clock of the camera.
func readDate(value string, now time.Time) (Condition, error) {
	value = strings.ToLower(strings.TrimSpace(value))
	noDate := wrong{reason: photo.NewReason("query:no-date", photo.Args{"value": strconv.Quote(value)})}
	low, high, isRange := cutRange(value)
	if !isRange {
		d, ok := compared(value, now)
		if !ok {
			return nil, noDate
		}
		return d, nil
	}
	var d Dates
	if low != "" {
		from, ok := period(low, now)
		if !ok {
			return nil, noDate
		}
		d.From = from.From
	}
	if high != "" {
		to, ok := period(high, now)
		if !ok {
			return nil, noDate
		}
		d.To = to.To
	}
	if low == "" && high == "" || !d.From.IsZero() && !d.To.IsZero() && !d.From.Before(d.To) {
		return nil, noDate
	}
	return d, nil
}

// cutRange cuts a range around its two dots, or between two years: 2020-2022.
func cutRange(value string) (low, high string, ok bool) {
	if low, high, ok = strings.Cut(value, ".."); ok {
		return low, high, true
	}
	low, high, ok = strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(value), "-")
	return low, high, ok && isYear(low) && isYear(high)
}

func isYear(s string) bool {
	return len(s) == 4 && s >= "1000" && strings.Trim(s, "0123456789") == ""
}

// compared reads a period, or the time before or after one: >2020 is from 2021 on.
func compared(value string, now time.Time) (Dates, bool) {
	for _, op := range []string{">=", "<=", "≥", "≤", ">", "<", "=", ""} {
		rest, found := strings.CutPrefix(value, op)
		if !found {
			continue
		}
		d, ok := period(strings.TrimSpace(rest), now)
		switch op {
		case ">=", "≥":
			d.To = time.Time{}
		case "<=", "≤":
			d.From = time.Time{}
		case ">":
			d = Dates{From: d.To}
		case "<":
			d = Dates{To: d.From}
		}
		return d, ok
	}
	return Dates{}, false
}

// readBefore and readAfter read a date that bounds one side.
func readBefore(value string, now time.Time) (Condition, error) {
	return side("before", "<", value, now)
}

func readAfter(value string, now time.Time) (Condition, error) { return side("after", ">", value, now) }

func side(key, op, value string, now time.Time) (Condition, error) {
	value = strings.ToLower(strings.TrimSpace(value))
	d, ok := period(value, now)
	if !ok {
		args := photo.Args{"value": strconv.Quote(value), "filter": key}
		return nil, wrong{reason: photo.NewReason("query:no-day", args)}
	}
	if op == "<" {
		return Dates{To: d.From}, nil
	}
	return Dates{From: d.To}, nil
}

func day(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// period is the time of a name of one or two words.
func period(value string, now time.Time) (Dates, bool) {
	if d, ok := calendar(value); ok {
		return d, true
	}
	today := day(now.Year(), int(now.Month()), now.Day())
	words := strings.Fields(value)
	switch {
	case len(words) == 1:
		return oneWord(words[0], today)
	case len(words) == 2 && (words[0] == "last" || words[0] == "this"):
		return relative(words[1], words[0] == "last", today)
	case len(words) == 2:
		return named(words[0], words[1])
	case len(words) == 3 && words[0] == "last":
		return lastMany(words[1], words[2], today)
	}
	return Dates{}, false
}

// calendar reads 2023, 2023-05, 2023-05-12 and, the day first, 12.05.2023.
func calendar(value string) (Dates, bool) {
	for _, layout := range []struct {
		text                string
		years, months, days int
	}{
		{"2006", 1, 0, 0},
		{"2006-01", 0, 1, 0},
		{"2006-1-2", 0, 0, 1},
		{"2006/1/2", 0, 0, 1},
		{"2006.1.2", 0, 0, 1},
		{"2.1.2006", 0, 0, 1},
		{"1.2006", 0, 1, 0},
	} {
		if t, err := time.Parse(layout.text, value); err == nil && t.Year() >= 1000 {
			return Dates{t, t.AddDate(layout.years, layout.months, layout.days)}, true
		}
	}
	return Dates{}, false
}

func oneWord(word string, today time.Time) (Dates, bool) {
	switch word {
	case "today":
		return Dates{today, today.AddDate(0, 0, 1)}, true
	case "yesterday":
		return Dates{today.AddDate(0, 0, -1), today}, true
	}
	return latest(word, today)
}

// seasons are the months in which they begin, in the north.
var seasons = map[string]int{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

// inYear is a season or a month of a year.
func inYear(word string, year int) (Dates, bool) {
	if month, known := seasons[word]; known {
		return Dates{day(year, month, 1), day(year, month+3, 1)}, true
	}
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); word == name || word == name[:3] {
			return Dates{day(year, int(m), 1), day(year, int(m)+1, 1)}, true
		}
	}
	if word == "christmas" {
		return Dates{day(year, 12, 24), day(year, 12, 27)}, true
	}
	return Dates{}, false
}

// named reads "summer 2022" and "2022 summer".
func named(a, b string) (Dates, bool) {
	if _, err := strconv.Atoi(a); err == nil {
		a, b = b, a
	}
	year, err := strconv.Atoi(b)
	if err != nil || year < 1000 || year > 9999 {
		return Dates{}, false
	}
	return inYear(a, year)
}

// latest is the last time that a season or a month began: in its middle it is the present one.
func latest(word string, today time.Time) (Dates, bool) {
	for year := today.Year(); year >= today.Year()-1; year-- {
		if d, ok := inYear(word, year); !ok || !d.From.After(today) {
			return d, ok
		}
	}
	return Dates{}, false
}

// relative is the last or this week, month, year, season or month of a name.
// Weeks begin on Monday (ISO 8601).
func relative(unit string, last bool, today time.Time) (Dates, bool) {
	back := 0
	if last {
		back = 1
	}
	switch unit {
	case "week":
		monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7*back)
		return Dates{monday, monday.AddDate(0, 0, 7)}, true
	case "month":
		first := day(today.Year(), int(today.Month())-back, 1)
		return Dates{first, first.AddDate(0, 1, 0)}, true
	case "year":
		return Dates{day(today.Year()-back, 1, 1), day(today.Year()-back+1, 1, 1)}, true
	}
	d, ok := latest(unit, today)
	if !ok {
		return d, false
	}
	if last && d.To.After(today) { // this summer is not over: the last is the one before
		d, ok = inYear(unit, d.From.Year()-1)
	}
	return d, ok
}

// lastMany is "last 3 weeks", up to today.
func lastMany(count, unit string, today time.Time) (Dates, bool) {
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 || n > 1000 {
		return Dates{}, false
	}
	tomorrow := today.AddDate(0, 0, 1)
	switch strings.TrimSuffix(unit, "s") {
	case "day":
		return Dates{tomorrow.AddDate(0, 0, -n), tomorrow}, true
	case "week":
		return Dates{tomorrow.AddDate(0, 0, -7*n), tomorrow}, true
	case "month":
		return Dates{tomorrow.AddDate(0, -n, 0), tomorrow}, true
	case "year":
		return Dates{tomorrow.AddDate(-n, 0, 0), tomorrow}, true
	}
	return Dates{}, false
}
