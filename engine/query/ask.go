package query

import (
	"slices"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query/language"
)

// Blank reports whether nothing was given: no text, no picture and no photo.
func (q Query) Blank() bool { return q.Text == "" && !q.hasPictures() }

// Empty reports whether q asks for nothing that could be searched for. Blank queries do, and so do
// lines such as "type:" and a minus alone.
func (q Query) Empty() bool { return q.OnlyFilters() && len(q.Filters) == 0 && q.Sort == "" }

// OnlyFilters reports whether q has no parts by which photos could be ranked.
func (q Query) OnlyFilters() bool { return len(q.Parts)+len(q.Not) == 0 && !q.hasPictures() }

// OnlyPictures reports whether q asks for photos that look like pictures and for nothing else, but
// for filters.
func (q Query) OnlyPictures() bool {
	return !q.OnlyFilters() && len(q.Not) == 0 &&
		!slices.ContainsFunc(q.Parts, func(p Part) bool { return p.Picture == "" })
}

func (q Query) hasPictures() bool { return len(q.Images)+len(q.Like) > 0 }

// Order is the order of the answer: Sort, or what its zero value means.
func (q Query) Order() Sort {
	switch {
	case q.Sort != "":
		return q.Sort
	case q.OnlyFilters():
		return Newest
	}
	return ByRelevance
}

// Same reports whether q and other ask for the same, whenever they were typed.
func (q Query) Same(other Query) bool {
	return q.Text == other.Text && q.AsTyped == other.AsTyped && slices.Equal(q.Not, other.Not) &&
		slices.Equal(q.Images, other.Images) && slices.Equal(q.Like, other.Like) &&
		q.All == other.All && q.Limit == other.Limit
}

// At returns q as it is read at another moment: on another day "today" is another one. A query that
// stays, such as one that a window shows, is searched again this way.
func (q Query) At(now time.Time) Query {
	year, month, day := q.Now.Date()
	if y, m, d := now.Date(); y == year && m == month && d == day {
		return q // dates are counted in days
	}
	read := Parse(q.Text, Options{Now: now, AsTyped: q.AsTyped})
	read.Not, read.Images, read.Like, read.All, read.Limit = q.Not, q.Images, q.Like, q.All, q.Limit
	return read
}

// Thing returns the thing whose photos the line asks for, as in thing:"palm tree"; empty if it asks
// for none, or for photos that do not show it.
func (q Query) Thing() string {
	for _, f := range q.Filters {
		if t, ok := f.Condition.(Text); ok && t.In == Thing && !f.Not {
			return t.Want
		}
	}
	return ""
}

// OnlyText returns the one condition on a text that there is, as in folder:/photos; ok is false if there are others,
// or pictures. Words may be there.
func (q Query) OnlyText() (t Text, ok bool) {
	if q.hasPictures() || len(q.Filters) != 1 || q.Filters[0].Not {
		return Text{}, false
	}
	t, ok = q.Filters[0].Condition.(Text)
	return t, ok
}

// Foreign returns the language of the line's sentences, or the script that they are written in: see
// language.Foreign.
func (q Query) Foreign(known []string) photo.Reason {
	var words []string
	for _, s := range q.toward() {
		words = append(words, s...)
	}
	return language.Foreign(words, known)
}
