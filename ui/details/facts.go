package details

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// fact is one detail of a photo.
type fact struct {
	name, value string
	warning     string       // a warning, shown below
	notes       []string     // notes, shown below that in quiet type
	copied      string       // the text that a button beside it copies; empty: no button
	at          *photo.Place // what a button beside it shows on the map; nil: no button
	// field is what a person can change, from now on; empty: nothing. edited: a person has.
	field  photo.Field
	now    string
	edited bool
}

// facts returns the details of p in groups; unknown ones are left out.
// companions are the files shown with p. editable: what can be changed is not left out.
func facts(p photo.Photo, companions []photo.Photo, editable bool) [][]fact {
	var known [][]fact
	for _, group := range [][]fact{
		file(p, companions), taken(p.Taken), words(p.Meta), append(measures(p), camera(p)...), place(p.Meta.Place),
	} {
		var g []fact
		for _, f := range group {
			f = beside(f, p.Edited)
			if f.value == "" && f.field != "" && (editable || f.edited) {
				f.value = phrases.Say("fact:none")
			}
			if f.value != "" {
				g = append(g, f)
			}
		}
		if len(g) > 0 {
			known = append(known, g)
		}
	}
	return known
}

// beside adds to a fact what the file says, if a person says something else.
func beside(f fact, e *photo.Edited) fact {
	if e == nil || !slices.Contains(e.Fields, f.field) {
		return f
	}
	f.edited = true
	says := ""
	switch f.field {
	case photo.TitleField:
		says = e.File.Title
	case photo.CaptionField:
		says = e.File.Caption
	case photo.RatingField:
		says = Stars(e.File.Rating)
	case photo.LabelField:
		says = e.File.Label
	case photo.PlaceField:
		if at := e.File.Place; at != nil {
			says = coordinates(at)
		}
	case photo.DateField:
		says = phrases.Catalogue().Minute(e.File.Taken.Time)
	}
	if says != "" {
		f.notes = append(f.notes, phrases.Say("fact:file-says", "what", says))
	}
	return f
}

func file(p photo.Photo, companions []photo.Photo) []fact {
	var names []string
	for _, c := range companions {
		names = append(names, filepath.Base(c.Path))
	}
	return []fact{
		{name: phrases.Say("fact:name"), value: filepath.Base(p.Path)},
		{name: phrases.Say("fact:folder"), value: filepath.Dir(p.Path), copied: p.Path},
		{name: phrases.Say("fact:shown-with"), value: strings.Join(names, "\n")},
	}
}

// words returns what people wrote about a picture.
func words(m photo.Meta) []fact {
	return []fact{
		{name: phrases.Say("fact:title"), value: m.Title, field: photo.TitleField, now: m.Title},
		{name: phrases.Say("fact:caption"), value: m.Caption, field: photo.CaptionField, now: m.Caption},
		{name: phrases.Say("fact:people"), value: strings.Join(m.People, ", ")},
		{name: phrases.Say("fact:keywords"), value: strings.Join(m.Keywords, ", ")},
		{name: phrases.Say("fact:rating"), value: Stars(m.Rating), field: photo.RatingField, now: rated(m.Rating)},
		{name: phrases.Say("fact:label"), value: m.Label, field: photo.LabelField, now: m.Label},
	}
}

// rated is a rating as it is typed.
func rated(n int) string {
	switch {
	case n < 0:
		return "X"
	case n == 0:
		return ""
	}
	return strconv.Itoa(n)
}

// Stars writes a rating as people read it; empty for none.
func Stars(rating int) string {
	switch {
	case rating < 0:
		return phrases.Say("fact:rejected")
	case rating == 0:
		return ""
	default:
		n := min(rating, 5)
		return strings.Repeat("★", n) + strings.Repeat("☆", 5-n)
	}
}

// Summary says in a line how large a photo is, its file, and when it was taken.
func Summary(p photo.Photo) string {
	parts := []string{measures(p)[0].value}
	if p.Size > 0 {
		parts = append(parts, bytes(p.Size))
	}
	if !p.Taken.IsZero() {
		parts = append(parts, phrases.Catalogue().Minute(p.Taken.Time))
	}
	return strings.Join(parts, " · ")
}

func taken(m photo.Moment) []fact {
	if m.IsZero() {
		return nil
	}
	f := fact{
		name: phrases.Say("fact:taken"), value: phrases.Catalogue().Full(m.Time),
		field: photo.DateField, now: m.Format("2006-01-02 15:04"),
	}
	switch {
	case m.From == photo.FromModTime: // set by this computer's clock
		f.name, f.value = phrases.Say("fact:changed"), phrases.Catalogue().Full(m.Local())
	case m.HasOffset:
		f.value = phrases.Catalogue().Full(m.Time) + m.Format(" UTC-07:00")
	}
	if m.Doubtful {
		f.warning = phrases.Say("fact:date-wrong")
	}
	if from := Source(m.From); from != "" {
		f.notes = append(f.notes, from)
	}
	return []fact{f}
}

// Source says where a date comes from; empty if that is unknown.
func Source(s photo.Source) string {
	switch s {
	case photo.FromPerson:
		return phrases.Say("fact:from-person")
	case photo.FromExif, photo.FromCreated:
		return phrases.Say("fact:from-camera")
	case photo.FromXMP, photo.FromIPTC:
		return phrases.Say("fact:from-text")
	case photo.FromPNG:
		return phrases.Say("fact:from-png")
	case photo.FromTakeout:
		return phrases.Say("fact:from-takeout")
	case photo.FromGPS:
		return phrases.Say("fact:from-gps")
	case photo.FromName:
		return phrases.Say("fact:from-name")
	case photo.FromModified:
		return phrases.Say("fact:from-edit")
	case photo.FromModTime:
		return phrases.Say("fact:from-file")
	default:
		return ""
	}
}

func measures(p photo.Photo) []fact {
	f := fact{name: phrases.Say("fact:size")}
	if p.WidthPx > 0 && p.HeightPx > 0 {
		f.value = fmt.Sprintf("%d × %d", p.WidthPx, p.HeightPx) + megapixels(p.WidthPx, p.HeightPx)
	}
	f.value = strings.TrimSpace(f.value + " " + strings.ToUpper(p.Format))
	if p.Size > 0 {
		f.notes = append(f.notes, bytes(p.Size))
	}
	if p.Animated {
		f.notes = append(f.notes, phrases.Say("fact:animation"))
	}
	if p.Damaged {
		f.warning = phrases.Say("fact:damaged")
	}
	return []fact{f}
}

// megapixels returns the megapixels of a picture; empty for small ones.
func megapixels(widthPx, heightPx int) string {
	mp := float64(widthPx) * float64(heightPx) / 1e6
	if mp < 0.05 {
		return ""
	}
	return fmt.Sprintf(" (%s MP)", decimals(mp, 1))
}

// bytes returns n as a person reads it.
func bytes(n int64) string {
	switch {
	case n < 1e6:
		return fmt.Sprintf("%d kB", (n+999)/1000)
	case n < 1e9:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	default:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	}
}

func camera(p photo.Photo) []fact {
	return []fact{
		{name: phrases.Say("fact:camera"), value: p.Camera},
		{name: phrases.Say("fact:lens"), value: p.Meta.Lens},
		{name: phrases.Say("fact:exposure"), value: exposure(p.Meta)},
	}
}

func exposure(m photo.Meta) string {
	var parts []string
	if m.ExposureSeconds > 0 {
		parts = append(parts, shutter(m.ExposureSeconds))
	}
	if m.FNumber > 0 {
		parts = append(parts, "f/"+decimals(m.FNumber, 2))
	}
	if m.ISO > 0 {
		parts = append(parts, "ISO "+strconv.Itoa(m.ISO))
	}
	if f := focal(m); f != "" {
		parts = append(parts, f)
	}
	return strings.Join(parts, "  ")
}

// shutter returns a time as cameras show it: a fraction up to a quarter of a
// second.
func shutter(seconds float64) string {
	if seconds <= 0.25 {
		return fmt.Sprintf("1/%.0f s", 1/seconds)
	}
	return decimals(seconds, 1) + " s"
}

func focal(m photo.Meta) string {
	switch own, full := decimals(m.FocalMM, 1), decimals(m.Focal35MM, 0); {
	case m.FocalMM <= 0 && m.Focal35MM <= 0:
		return ""
	case m.FocalMM <= 0:
		return phrases.Say("fact:equivalent", "mm", full)
	case m.Focal35MM <= 0 || math.Abs(m.Focal35MM-m.FocalMM) < 1:
		return own + " mm"
	default:
		return phrases.Say("fact:focal-equivalent", "mm", own, "equivalent", full)
	}
}

func place(at *photo.Place) []fact {
	if at == nil {
		return []fact{{name: phrases.Say("fact:place"), field: photo.PlaceField}}
	}
	typed := decimals(at.Latitude, 6) + ", " + decimals(at.Longitude, 6) // as every map takes it
	f := fact{name: phrases.Say("fact:coordinates"), value: coordinates(at), copied: typed, at: at}
	var all []fact
	if at.City == "" {
		f.field, f.now = photo.PlaceField, typed
	} else {
		city := fact{name: phrases.Say("fact:place"), value: at.City, field: photo.PlaceField, now: typed}
		if region, err := language.ParseRegion(at.Country); err == nil {
			city.value += ", " + display.English.Regions().Name(region)
		}
		all = append(all, city)
	}
	if at.HasAltitude {
		f.value += ", " + decimals(at.AltitudeM, 0) + " m"
	}
	return append(all, f)
}

// coordinates writes where a place is.
func coordinates(at *photo.Place) string {
	return degrees(at.Latitude, phrases.Say("fact:north"), phrases.Say("fact:south")) + ", " +
		degrees(at.Longitude, phrases.Say("fact:east"), phrases.Say("fact:west"))
}

// degrees returns a latitude or longitude to about ten metres.
func degrees(d float64, positive, negative string) string {
	if d < 0 {
		return fmt.Sprintf("%.4f° %s", -d, negative)
	}
	return fmt.Sprintf("%.4f° %s", d, positive)
}

// decimals returns x with at most n decimals, without zeros at its end.
func decimals(x float64, n int) string {
	s := strconv.FormatFloat(x, 'f', n, 64)
	if n > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}
