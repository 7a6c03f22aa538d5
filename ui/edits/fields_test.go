package edits

import (
	"testing"
	"time"

	"recollect/engine/photo"
)

// What a person types is read as what it means, and nothing else is.
func TestRead(t *testing.T) {
	for _, tt := range []struct {
		field photo.Field
		text  string
		want  func(photo.Edit) bool // nil: it is refused
	}{
		{photo.TitleField, "", func(e photo.Edit) bool { return *e.Title == "" }},
		{photo.CaptionField, "Two\nlines", func(e photo.Edit) bool { return *e.Caption == "Two\nlines" }},
		{photo.LabelField, "", func(e photo.Edit) bool { return *e.Label == "" }},
		{photo.RatingField, "4", func(e photo.Edit) bool { return *e.Rating == 4 }},
		{photo.RatingField, "★★★☆☆", func(e photo.Edit) bool { return *e.Rating == 3 }},
		{photo.RatingField, "x", func(e photo.Edit) bool { return *e.Rating == photo.RejectedRating }},
		{photo.RatingField, "", func(e photo.Edit) bool { return *e.Rating == 0 }},
		{photo.RatingField, "6", nil},
		{photo.RatingField, "good", nil},
		{photo.DateField, "+1:30", func(e photo.Edit) bool { return e.Shift == 90*time.Minute }},
		{photo.DateField, "-2", func(e photo.Edit) bool { return e.Shift == -2*time.Hour }},
		{photo.DateField, "−0:01", func(e photo.Edit) bool { return e.Shift == -time.Minute }},
		{photo.DateField, "+0", nil},
		{photo.DateField, "+1:60", nil},
		{photo.DateField, "+9999999", nil},
		{photo.DateField, "2024-05-31 18:04", func(e photo.Edit) bool {
			return e.Taken.String() == "2024-05-31T18:04:00"
		}},
		{photo.DateField, "yesterday", nil},
		{photo.DateField, "", nil},
		{photo.PlaceField, "43.47, -3.81", func(e photo.Edit) bool {
			return *e.Place == photo.Place{Latitude: 43.47, Longitude: -3.81}
		}},
		{photo.PlaceField, "", func(e photo.Edit) bool { return e.NoPlace && e.Place == nil }},
		{photo.PlaceField, "91, 0", nil},
		{photo.PlaceField, "NaN, 0", nil},
		{photo.PlaceField, "Paris", nil}, // a city is known elsewhere
	} {
		got, err := read(tt.field, tt.text)
		if (err == nil) != (tt.want != nil) || err == nil && !tt.want(got) {
			t.Errorf("%s %q: %+v, %v", tt.field, tt.text, got, err)
		}
	}
}

// Whatever is typed, what is made of it is within the bounds of the library.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"+1:30", "-2", "5", "x", "43.47, -3.81", "2024-05-31", "★★", "NaN,1e309", "+-1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, field := range photo.Fields() {
			e, err := read(field, text)
			if err != nil {
				continue
			}
			if e.Rating != nil && (*e.Rating < photo.RejectedRating || *e.Rating > 5) {
				t.Errorf("rating %d of %q", *e.Rating, text)
			}
			if p := e.Place; p != nil && !(p.Latitude*p.Latitude <= 8100 && p.Longitude*p.Longitude <= 32400) {
				t.Errorf("place %v of %q", *p, text)
			}
			if e.Shift.Abs() > 101*366*24*time.Hour {
				t.Errorf("shift %v of %q", e.Shift, text)
			}
		}
	})
}
