package edits

import (
	"context"
	"strconv"
	"strings"
	"time"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/phrases"
)

// Ask asks for a field of photos, which now is as given. An empty answer empties the field.
func (e *Editor) Ask(ids []photo.ID, f photo.Field, now string) {
	title, hint := question(f)
	if len(ids) > 1 {
		title = phrases.Say("edits:of", "what", title, "n", len(ids))
	}
	r := ask.Request{
		Title: title, Hint: hint, Text: now, Confirm: phrases.Say("edits:set"), Empty: f != photo.DateField,
		Given: func(text string) { e.say(ids, f, text) },
	}
	if f == photo.PlaceField && e.Choose != nil {
		r.Other, r.Instead = phrases.Say("edits:on-map"), func(text string) { e.place(ids, text) }
	}
	ask.For(e.Window, r)
}

// place lets a person choose on the map where photos were taken, which now is as given.
func (e *Editor) place(ids []photo.ID, now string) {
	at, _ := place(now)
	e.Choose(len(ids), at, func(at photo.Place) {
		e.edit(ids, photo.Edit{Place: &at}, phrases.Say("edits:placed", "n", len(ids)))
	})
}

// question is what is asked for a field, and how it is answered.
func question(f photo.Field) (title, hint string) {
	switch f {
	case photo.CaptionField:
		return phrases.Say("edits:caption"), ""
	case photo.DateField:
		return phrases.Say("edits:date"), phrases.Say("edits:date-hint")
	case photo.PlaceField:
		return phrases.Say("edits:place"), phrases.Say("edits:place-hint")
	case photo.RatingField:
		return phrases.Say("edits:rating"), phrases.Say("edits:rating-hint")
	case photo.LabelField:
		return phrases.Say("edits:label"), phrases.Say("edits:label-hint")
	}
	return phrases.Say("edits:title"), ""
}

// say says of a field of photos what a person has typed.
func (e *Editor) say(ids []photo.ID, f photo.Field, text string) {
	what, err := read(f, text)
	city := err != nil && f == photo.PlaceField && e.City != nil
	if err != nil && !city {
		e.Board.Fail(err)
		return
	}
	e.do(func(ctx context.Context) error {
		if city {
			if what.Place = e.City(text); what.Place == nil {
				return err
			}
		}
		return e.Library.Edit(ctx, ids, what)
	}, phrases.Say("edits:done"))
}

// read reads what a person types for a field. The error is that of the catalog for what it would not take.
func read(f photo.Field, text string) (what photo.Edit, err error) {
	wrong := &photo.Fault{Code: "catalog:" + string(f), Text: string(f)}
	ok := true
	switch f {
	case photo.TitleField:
		what.Title = &text
	case photo.CaptionField:
		what.Caption = &text
	case photo.LabelField:
		what.Label = &text
	case photo.RatingField:
		var n int
		n, ok = stars(text)
		what.Rating = &n
	case photo.DateField:
		var m photo.Moment
		if what.Shift, ok = shift(text); ok {
			break
		}
		m, ok = date(text)
		what.Taken = &m
	case photo.PlaceField:
		if what.NoPlace = text == ""; !what.NoPlace {
			what.Place, ok = place(text)
		}
	}
	if !ok {
		return photo.Edit{}, wrong
	}
	return what, nil
}

// stars reads a rating: 0 to 5, X for rejected, nothing for none.
func stars(text string) (int, bool) {
	switch {
	case text == "":
		return 0, true
	case strings.EqualFold(text, "x") || text == strconv.Itoa(photo.RejectedRating):
		return photo.RejectedRating, true
	}
	if n := strings.Count(text, "★"); n > 0 && strings.Trim(text, "★☆") == "" {
		return n, n <= 5
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= 5
}

// mostHours is how far dates can be moved at once: a century.
const mostHours = 100 * 366 * 24

// shift reads by how much dates are to be moved: hours, or hours and minutes, behind a sign.
func shift(text string) (time.Duration, bool) {
	sign := time.Duration(1)
	rest, signed := strings.CutPrefix(text, "+")
	if !signed {
		if rest, signed = strings.CutPrefix(strings.Replace(text, "−", "-", 1), "-"); !signed {
			return 0, false
		}
		sign = -1
	}
	hours, minutes, both := strings.Cut(strings.TrimSpace(rest), ":")
	h, err := strconv.Atoi(hours)
	m := 0
	if err == nil && both {
		m, err = strconv.Atoi(minutes)
	}
	if err != nil || h < 0 || h > mostHours || m < 0 || m > 59 || h+m == 0 {
		return 0, false
	}
	return sign * (time.Duration(h)*time.Hour + time.Duration(m)*time.Minute), true
}

// date reads a date as it is typed: a day, with or without a time.
func date(text string) (photo.Moment, bool) {
	for _, form := range []string{"2006-01-02 15:04", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil {
			return photo.Moment{Time: t}, true
		}
	}
	return photo.Moment{}, false
}

// place reads degrees north and east.
func place(text string) (*photo.Place, bool) {
	north, east, both := strings.Cut(text, ",")
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(north), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(east), 64)
	if !both || err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		return nil, false
	}
	return &photo.Place{Latitude: lat, Longitude: lon}, true
}
