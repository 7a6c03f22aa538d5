package copies

import (
	"slices"

	"recollect/engine/photo"
)

// heir is a photo with what tells what it leaves, or gets.
type heir struct {
	photo.Photo
	byHand []string // the fields that a person has set
}

func (h heir) said(f photo.Field) bool { return slices.Contains(h.byHand, string(f)) }

// bequeath returns what of the metadata of photos, the first before others, a photo gets, and the fields of which
// they say something that it does not get.
func bequeath(to heir, from []heir) (e photo.Edit, lost []photo.Field) {
	best := max(0, to.Meta.Rating)
	for _, h := range from {
		best = max(best, h.Meta.Rating)
	}
	if best > to.Meta.Rating && best > 0 {
		e.Rating = &best
	}
	for _, text := range []struct {
		field photo.Field
		of    func(heir) string
		set   **string
	}{
		{photo.LabelField, func(h heir) string { return h.Meta.Label }, &e.Label},
		{photo.TitleField, func(h heir) string { return h.Meta.Title }, &e.Title},
		{photo.CaptionField, func(h heir) string { return h.Meta.Caption }, &e.Caption},
	} {
		if bequeathText(text.of(to), to.said(text.field), text.set, from, text.of) {
			lost = append(lost, text.field)
		}
	}
	if bequeathDate(to, from, &e) {
		lost = append(lost, photo.DateField)
	}
	if bequeathPlace(to, from, &e) {
		lost = append(lost, photo.PlaceField)
	}
	return e, lost
}

// bequeathText sets a text that a photo gets, if it has none and nobody has said so. It reports whether one is lost.
func bequeathText(has string, byHand bool, set **string, from []heir, of func(heir) string) (lost bool) {
	for _, h := range from {
		text := of(h)
		switch {
		case text == "" || text == has:
		case has == "" && !byHand:
			has, *set = text, &text
		default:
			lost = true
		}
	}
	return lost
}

// bequeathDate sets a date that a photo gets: one that a person has set comes before all others, and that of a camera
// before what is known of a file.
func bequeathDate(to heir, from []heir, e *photo.Edit) (lost bool) {
	has, byHand := to.Taken, to.said(photo.DateField)
	for _, h := range from {
		if !h.said(photo.DateField) {
			continue
		}
		if !byHand {
			has, byHand, e.Taken = h.Taken, true, &h.Taken
		}
		lost = lost || !has.Equal(h.Taken.Time)
	}
	if byHand || ofCamera(has) {
		return lost
	}
	if i := slices.IndexFunc(from, func(h heir) bool { return ofCamera(h.Taken) }); i >= 0 {
		e.Taken = &from[i].Taken
	}
	return lost
}

func ofCamera(m photo.Moment) bool {
	return !m.Doubtful && (m.From == photo.FromExif || m.From == photo.FromCreated)
}

// bequeathPlace sets a place that a photo gets: one that a person has set, or any if it has none.
func bequeathPlace(to heir, from []heir, e *photo.Edit) (lost bool) {
	has, byHand := to.Meta.Place, to.said(photo.PlaceField)
	for _, h := range from {
		if at := h.Meta.Place; at != nil && h.said(photo.PlaceField) {
			if !byHand {
				has, byHand, e.Place = at, true, at
			}
			lost = lost || has == nil || has.Latitude != at.Latitude || has.Longitude != at.Longitude
		}
	}
	if byHand || has != nil {
		return lost
	}
	if i := slices.IndexFunc(from, func(h heir) bool { return h.Meta.Place != nil }); i >= 0 {
		e.Place = from[i].Meta.Place
	}
	return lost
}
