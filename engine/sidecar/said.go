package sidecar

import (
	"encoding/json"
	"math"
	"slices"

	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp"
	"recollect/engine/meta/xmp/namespace"
	"recollect/engine/photo"
)

// Said is what a person says of a photo, as far as sidecars have it. Fields that are nil are not said.
type Said struct {
	Rating  *int          `json:"rating,omitempty"`
	Label   *string       `json:"label,omitempty"`
	Title   *string       `json:"title,omitempty"`
	Caption *string       `json:"caption,omitempty"`
	Taken   *string       `json:"taken,omitempty"` // as photo.Moment.String
	Place   *[2]float64   `json:"place,omitempty"` // degrees north and east
	Tags    []string      `json:"tags,omitempty"`
	moment  *photo.Moment // of Taken
}

// SetTaken sets when a photo was taken.
func (s *Said) SetTaken(m photo.Moment) {
	text := m.String()
	s.Taken, s.moment = &text, &m
}

// TagField names the tags in a Conflict.
const TagField = photo.TagField

// Conflict is a field of which a sidecar says something else than was written there before, and than the person says
// now: another program has changed it.
type Conflict = photo.Conflict

// Keep says which conflicts are settled for the person: what the person says is written.
type Keep func(Conflict) bool

// Plan returns what has to change in a packet for it to say what a person says. Where another program has changed
// a field since Recollect wrote it, or taken it away, the field stays, and is a conflict. What was written before is
// kept in the packet itself, as recollect:Written.
func Plan(packet []byte, s Said) (Change, []Conflict) {
	return PlanKeeping(packet, s, func(Conflict) bool { return false })
}

// PlanKeeping is Plan, but writes what the person says over conflicts that are kept.
func PlanKeeping(packet []byte, s Said, keep Keep) (Change, []Conflict) {
	p := planner{now: xmp.Read([][]byte{packet}), said: s, keep: keep}
	if e, err := newEditor(text(packet)); err == nil {
		for _, v := range e.values(namespace.Recollect, written) {
			_ = json.Unmarshal([]byte(v), &p.before) // what is not ours is as good as none
		}
	}
	w := p.now.Words
	description := func(s string) string { return words.Description(words.Clean(s)) }
	p.c.Rating = field(&p, photo.RatingField, s.Rating, p.before.Rating, &w.Rating, asIs)
	p.c.Label = field(&p, photo.LabelField, s.Label, p.before.Label, &w.Label, words.Label)
	p.c.Title = field(&p, photo.TitleField, s.Title, p.before.Title, &w.Title, words.Clean)
	p.c.Caption = field(&p, photo.CaptionField, s.Caption, p.before.Caption, &w.Caption, description)
	p.taken()
	p.place()
	p.tags()
	if len(p.conflicts) > 0 || !p.before.equal(s) {
		p.c.written = p.mark()
	}
	return p.c, p.conflicts
}

// written is the property that keeps what was written.
const written = "Written"

// planner compares what a packet says, what was written there before, and what the person says.
type planner struct {
	now       record.Record
	before    Said
	said      Said
	keep      Keep
	c         Change
	conflicts []Conflict
	theirs    []photo.Field // that another program has changed, and of which nothing is said any more
}

func asIs[T any](v T) T { return v }

// field returns what has to be written of a field; nil for nothing. A value is read as read returns it; now is nil
// where the packet has none.
func field[T comparable](p *planner, f photo.Field, said, before, now *T, read func(T) T) *T {
	if said == nil && before != nil && (now == nil || *now != read(*before)) {
		p.theirs = append(p.theirs, f)
	}
	if said == nil || now != nil && *now == read(*said) && before != nil {
		return nil
	}
	if before != nil && (now == nil || *now != read(*before)) {
		c := Conflict{Field: f, Said: show(*said)}
		if now != nil {
			c.File = show(*now)
		}
		if !p.keep(c) {
			p.conflicts = append(p.conflicts, c)
			return nil
		}
	}
	return said
}

func show(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	data, _ := json.Marshal(v) // numbers can be
	return string(data)
}

func (p *planner) taken() {
	var now *string
	for _, m := range p.now.Dates[:min(1, len(p.now.Dates))] {
		text := m.String()
		now = &text
	}
	if field(p, photo.DateField, p.said.Taken, p.before.Taken, now, asIs) != nil {
		p.c.Taken = p.said.moment
	}
}

func (p *planner) place() {
	var now *[2]float64
	if at := p.now.Shot.Place; at != nil {
		now = &[2]float64{at.Latitude, at.Longitude}
		for _, as := range []*[2]float64{p.before.Place, p.said.Place} { // sidecars have a few digits only
			if as != nil && math.Abs(as[0]-now[0]) < 1e-6 && math.Abs(as[1]-now[1]) < 1e-6 {
				now = as
			}
		}
	}
	if at := field(p, photo.PlaceField, p.said.Place, p.before.Place, now, asIs); at != nil {
		p.c.Place = &photo.Place{Latitude: at[0], Longitude: at[1]}
	}
}

// tags adds the tags that were not written before, and removes those that were and are not said any more. One that
// another program took away is a conflict.
func (p *planner) tags() {
	for _, t := range p.said.Tags {
		gone := Conflict{Field: TagField, Said: t}
		switch {
		case slices.Contains(p.now.Words.Keywords, leaf(t)) && slices.Contains(p.before.Tags, t):
		case slices.Contains(p.before.Tags, t) && !p.keep(gone):
			p.conflicts = append(p.conflicts, gone)
		default:
			p.c.AddTags = append(p.c.AddTags, t)
		}
	}
	for _, t := range p.before.Tags {
		if !slices.Contains(p.said.Tags, t) {
			p.c.RemoveTags = append(p.c.RemoveTags, t)
		}
	}
}

// mark returns what will have been written: what is said, but what was before of fields that another program has
// changed, so that these are in conflict also where the person says something of them later, as by undo.
func (p *planner) mark() *string {
	m := p.said
	fields := slices.Clone(p.theirs)
	for _, c := range p.conflicts {
		fields = append(fields, c.Field)
	}
	for _, f := range fields {
		switch f {
		case photo.RatingField:
			m.Rating = p.before.Rating
		case photo.LabelField:
			m.Label = p.before.Label
		case photo.TitleField:
			m.Title = p.before.Title
		case photo.CaptionField:
			m.Caption = p.before.Caption
		case photo.DateField:
			m.Taken = p.before.Taken
		case photo.PlaceField:
			m.Place = p.before.Place
		}
	}
	return m.text()
}

func (s Said) text() *string {
	data, _ := json.Marshal(s) // texts and numbers can be
	text := string(data)
	return &text
}

func (s Said) equal(other Said) bool { return *s.text() == *other.text() }

// Theirs returns what a person says who says of a field what a packet says. What the packet does not have, the person
// says nothing of. It has no tags.
func Theirs(packet []byte, f photo.Field) photo.Edit {
	now := xmp.Read([][]byte{packet})
	w := &now.Words
	var e photo.Edit
	switch {
	case f == photo.RatingField:
		e.Rating = &w.Rating
	case f == photo.LabelField:
		e.Label = &w.Label
	case f == photo.TitleField:
		e.Title = &w.Title
	case f == photo.CaptionField:
		e.Caption = &w.Caption
	case f == photo.DateField && len(now.Dates) > 0:
		e.Taken = &now.Dates[0]
	case f == photo.PlaceField && now.Shot.Place != nil:
		e.Place = now.Shot.Place
	default:
		e.AsInFile = []photo.Field{f}
	}
	return e
}
