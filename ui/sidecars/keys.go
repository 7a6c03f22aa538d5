package sidecars

import (
	"strconv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// TypedKey handles the keys of the page: the arrows go from photo to photo.
func (p *Page) TypedKey(e *fyne.KeyEvent) { p.ways.TypedKey(e) }

// TypedRune handles the other keys: M says that what the person says holds, F that what the file says does; with
// Shift, of all photos; capitals alone may come from Caps Lock. It reports whether the key is one of the page's.
func (p *Page) TypedRune(r rune) bool {
	lower := unicode.ToLower(r)
	if lower != 'm' && lower != 'f' {
		return false
	}
	p.choose(lower == 'm', p.Held != nil && p.Held()&fyne.KeyModifierShift != 0)
	return true
}

// fieldName names a field for people.
func fieldName(f photo.Field) string {
	return map[photo.Field]string{
		photo.RatingField:  phrases.Say("sidecars:rating"),
		photo.LabelField:   phrases.Say("sidecars:label"),
		photo.TitleField:   phrases.Say("sidecars:field-title"),
		photo.CaptionField: phrases.Say("sidecars:caption"),
		photo.DateField:    phrases.Say("sidecars:date"),
		photo.PlaceField:   phrases.Say("sidecars:place"),
		photo.TagField:     phrases.Say("sidecars:tag"),
	}[f]
}

// shown returns a value of a field for people.
func shown(f photo.Field, value string) string {
	switch {
	case value == "":
		return phrases.Say("sidecars:nothing")
	case f == photo.RatingField:
		n, err := strconv.Atoi(value)
		switch {
		case err != nil:
			return value
		case n < 0:
			return phrases.Say("fact:rejected")
		case n == 0:
			return phrases.Say("sidecars:nothing")
		}
		return strings.Repeat("★", n)
	case f == photo.DateField:
		return strings.Replace(value, "T", " ", 1)
	case f == photo.PlaceField:
		return strings.ReplaceAll(strings.Trim(value, "[]"), ",", ", ")
	}
	return value
}
