// Package edit has the command line's verbs that say something of photos in place of their files, and that
// undo what a person did. It changes no file.
package edit

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
)

// Library is what the verbs need of a library.
type Library struct {
	Said
	History
}

// Said stores what a person says of photos.
type Said interface {
	Edit(context.Context, []photo.ID, photo.Edit) error
}

// History is what was done and can be undone.
type History interface {
	Undo(context.Context, photo.ActID) (photo.Act, error) // 0: the last
	Redo(context.Context) (photo.Act, error)
	Acts(ctx context.Context, limit int) ([]photo.Act, error)
}

// IDs returns the photos of files, all of which the library must have.
type IDs func(files []string) ([]photo.ID, error)

// Change changes a library.
type Change func(context.Context, Library, IDs) error

// Verb is a verb that changes a library.
type Verb struct {
	Name, Args, About, Help string
	// Flags adds the verb's own flags and returns what reads its arguments. The error is then a cli.Usage.
	Flags func(*pflag.FlagSet) func(*cli.Call) (Change, error)
}

// Verbs are the verbs in the order of the help.
func Verbs() []Verb {
	return []Verb{
		{
			"rate", "STARS FILE...", "give photos 0 to 5 stars, or reject them", rateHelp,
			saying(photo.RatingField, "give 0 to 5 or rejected, and at least one file", rating),
		},
		{
			"label", "LABEL FILE...", "give photos a colour label", labelHelp,
			saying(photo.LabelField, "give a label and at least one file", func(text string) (e photo.Edit, _ bool) {
				return photo.Edit{Label: &text}, true
			}),
		},
		{
			"title", "TEXT FILE...", "give photos a title", titleHelp,
			saying(photo.TitleField, "give a title and at least one file", func(text string) (photo.Edit, bool) {
				return photo.Edit{Title: &text}, true
			}),
		},
		{
			"caption", "TEXT FILE...", "give photos a caption", captionHelp,
			saying(photo.CaptionField, "give a caption and at least one file", func(text string) (photo.Edit, bool) {
				return photo.Edit{Caption: &text}, true
			}),
		},
		{"date", "[--set DATE | --shift HOURS] FILE...", "set or move the dates of photos", dateHelp, date},
		{
			"place", "LATITUDE,LONGITUDE|none FILE...", "say where photos were taken", placeHelp,
			saying(photo.PlaceField, "give latitude,longitude or none, and at least one file", place),
		},
		{"undo", "[ACT]", "undo what was done last to tags, ratings, albums and the like, or one act", undoHelp, undo},
		{"redo", "", "do again what was undone", redoHelp, redo},
	}
}

const asInFile = "as-in-file"

// saying is a verb whose first argument is what is said of a field, which read reads.
func saying(
	f photo.Field, usage plain.Text, read func(string) (e photo.Edit, ok bool),
) func(*pflag.FlagSet) func(*cli.Call) (Change, error) {
	return func(set *pflag.FlagSet) func(*cli.Call) (Change, error) {
		back := set.Bool(asInFile, false, "take back what was said: what the file says counts again")
		cli.TakesFiles(set)
		return func(c *cli.Call) (Change, error) {
			if *back {
				return editing(c, 0, "name at least one file", photo.Edit{AsInFile: []photo.Field{f}})
			}
			if len(c.Args) == 0 {
				return nil, cli.Usage(plain.Format("%s: %s", c.Verb, usage))
			}
			e, ok := read(c.Args[0])
			if !ok {
				return nil, cli.Usage(plain.Format("%s: %s", c.Verb, usage))
			}
			return editing(c, 1, usage, e)
		}
	}
}

// editing makes an edit of the files from an argument on.
func editing(c *cli.Call, first int, usage plain.Text, e photo.Edit) (Change, error) {
	files, err := c.Files(first, usage)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, l Library, of IDs) error {
		ids, err := of(files)
		if err != nil {
			return err
		}
		return l.Edit(ctx, ids, e)
	}, nil
}

func rating(text string) (photo.Edit, bool) {
	n, err := strconv.Atoi(text)
	if text == "rejected" {
		n, err = photo.RejectedRating, nil
	}
	return photo.Edit{Rating: &n}, err == nil && n >= photo.RejectedRating && n <= 5
}

func place(text string) (photo.Edit, bool) {
	if text == "none" {
		return photo.Edit{NoPlace: true}, true
	}
	north, east, both := strings.Cut(text, ",")
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(north), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(east), 64)
	ok := both && err1 == nil && err2 == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180
	return photo.Edit{Place: &photo.Place{Latitude: lat, Longitude: lon}}, ok
}

func date(set *pflag.FlagSet) func(*cli.Call) (Change, error) {
	to := set.String("set", "", "the `DATE`, as 2024-05-31 or 2024-05-31T18:04:55+02:00")
	by := set.String("shift", "", "move each date by these `HOURS`, as -1, 5.5 or 1h30m")
	back := set.Bool(asInFile, false, "take back what was said: the file's date counts again")
	cli.TakesFiles(set)
	return func(c *cli.Call) (Change, error) {
		var e photo.Edit
		given := 0
		if *back {
			given++
			e.AsInFile = []photo.Field{photo.DateField}
		}
		if set.Changed("set") {
			given++
			m, ok := Moment(*to)
			if !ok {
				return nil, cli.Usage("date: a date is written as 2024-05-31 or 2024-05-31T18:04:55+02:00")
			}
			e.Taken = &m
		}
		if set.Changed("shift") {
			given++
			d, ok := Hours(*by)
			if !ok {
				return nil, cli.Usage("date: hours are written as -1, 5.5 or 1h30m")
			}
			e.Shift = d
		}
		if given != 1 {
			return nil, cli.Usage("date: give one of --set, --shift and --as-in-file")
		}
		return editing(c, 0, "name at least one file", e)
	}
}

// Moment reads a date: a day, or a day and a time, with or without an offset from UTC.
func Moment(text string) (m photo.Moment, ok bool) {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00"} {
		if t, err := time.Parse(form, text); err == nil {
			return photo.Moment{Time: t, HasOffset: true}, true
		}
	}
	for _, form := range []string{
		time.DateOnly, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05.999999999", time.DateTime,
	} {
		if t, err := time.Parse(form, text); err == nil {
			return photo.Moment{Time: t}, true
		}
	}
	return m, false
}

// mostHours is how far a date can be moved at once: a century.
const mostHours = 100 * 366 * 24

// Hours reads by how much dates are moved: a number of hours, or a duration as Go writes it.
func Hours(text string) (d time.Duration, ok bool) {
	text = strings.TrimPrefix(text, "+")
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return time.Duration(n * float64(time.Hour)), n != 0 && n >= -mostHours && n <= mostHours
	}
	d, err := time.ParseDuration(text)
	return d, err == nil && d != 0 && d.Abs() <= mostHours*time.Hour
}
