package words

import (
	"strconv"
	"time"

	"recollect/engine/photo"
)

// Day returns such as "2 January 2006".
func (c Catalogue) Day(t time.Time) string {
	return c.What("calendar:day", photo.Args{
		"day": strconv.Itoa(t.Day()), "month": c.monthName(t), "year": year(t),
	})
}

// Month returns such as "January 2006".
func (c Catalogue) Month(t time.Time) string {
	return c.What("calendar:month", photo.Args{"month": c.monthName(t), "year": year(t)})
}

// Months returns such as "January – March 2006": two months of one year.
func (c Catalogue) Months(from, to time.Time) string {
	return c.What("calendar:months", photo.Args{
		"from": c.monthName(from), "to": c.monthName(to), "year": year(to),
	})
}

// Minute returns such as "2 January 2006, 15:04".
func (c Catalogue) Minute(t time.Time) string { return c.at(t, "15:04") }

// Second returns such as "2 January 2006, 15:04:05".
func (c Catalogue) Second(t time.Time) string { return c.at(t, "15:04:05") }

func (c Catalogue) at(t time.Time, layout string) string {
	return c.What("calendar:at", photo.Args{"date": c.Day(t), "time": t.Format(layout)})
}

// Full returns such as "Monday, 2 January 2006, 15:04".
func (c Catalogue) Full(t time.Time) string {
	weekdays := []string{
		"calendar:sunday", "calendar:monday", "calendar:tuesday", "calendar:wednesday", "calendar:thursday",
		"calendar:friday", "calendar:saturday",
	}
	return c.What("calendar:full", photo.Args{
		"weekday": c.What(weekdays[t.Weekday()], nil), "date": c.Day(t), "time": t.Format("15:04"),
	})
}

func (c Catalogue) monthName(t time.Time) string {
	months := []string{
		"calendar:january", "calendar:february", "calendar:march", "calendar:april", "calendar:may", "calendar:june",
		"calendar:july", "calendar:august", "calendar:september", "calendar:october", "calendar:november",
		"calendar:december",
	}
	return c.What(months[t.Month()-1], nil)
}

func year(t time.Time) string { return t.Format("2006") }
