package duplicates

import (
	"strings"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// Consequences says what becomes of a photo that is kept and of others, which go: what is passed on, and what is not.
// Where one goes, it comes first and by name: the question is about "this photo".
func Consequences(keep photo.Photo, others []photo.Photo, l photo.Legacy) string {
	lines := []string{phrases.Say("duplicates:ask-keep", "path", keep.Path)}
	if gets := gets(l); len(gets) > 0 {
		lines = append(lines, phrases.Say("duplicates:ask-gets", "what", strings.Join(gets, ", ")))
	}
	if len(l.Lost) > 0 {
		var own []string
		for _, f := range l.Lost {
			own = append(own, fieldText(f))
		}
		lines = append(lines, phrases.Say("duplicates:ask-loses", "what", strings.Join(own, ", ")))
	}
	if len(others) == 1 {
		goes := phrases.Say("duplicates:ask-trash-one", "path", others[0].Path)
		return strings.Join(append([]string{goes}, lines...), "\n")
	}
	return strings.Join(append(lines, phrases.Say("duplicates:ask-trash")), "\n")
}

// gets names what is passed on.
func gets(l photo.Legacy) (all []string) {
	if l.Favourite {
		all = append(all, phrases.Say("duplicates:gets-heart"))
	}
	e := l.Edit
	if e.Rating != nil {
		all = append(all, strings.Repeat("★", *e.Rating))
	}
	if len(l.Tags) > 0 {
		all = append(all, phrases.Say("duplicates:gets-tags", "n", len(l.Tags)))
	}
	if len(l.Albums) > 0 {
		all = append(all, phrases.Say("duplicates:gets-albums", "n", len(l.Albums)))
	}
	for _, x := range []struct {
		field photo.Field
		is    bool
	}{
		{photo.LabelField, e.Label != nil},
		{photo.TitleField, e.Title != nil},
		{photo.CaptionField, e.Caption != nil},
		{photo.DateField, e.Taken != nil},
		{photo.PlaceField, e.Place != nil},
	} {
		if x.is {
			all = append(all, fieldText(x.field))
		}
	}
	if l.Verdicts > 0 {
		all = append(all, phrases.Say("duplicates:gets-verdicts"))
	}
	return all
}

// fieldText names a field, as in "the title".
func fieldText(f photo.Field) string {
	switch f {
	case photo.LabelField:
		return phrases.Say("duplicates:field-label")
	case photo.TitleField:
		return phrases.Say("duplicates:field-title")
	case photo.CaptionField:
		return phrases.Say("duplicates:field-caption")
	case photo.DateField:
		return phrases.Say("duplicates:field-date")
	}
	return phrases.Say("duplicates:field-place")
}
