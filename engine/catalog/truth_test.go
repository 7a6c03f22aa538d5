package catalog

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/words"
	"recollect/engine/colour"
	"recollect/engine/format"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// truth is a library in memory, of which every condition can be decided by
// looking at one photo after the other.
type truth struct {
	photos     map[photo.ID]photo.Photo // those that are shown
	companions map[photo.ID][]photo.Photo
	folders    map[photo.FolderID]photo.Folder
	favourite  map[photo.ID]bool
	tags       map[photo.ID][]string
	verdicts   map[photo.ID]map[string]photo.Verdict
	colours    map[photo.ID]colour.Mask
}

func (tr truth) holds(p photo.Photo, cond query.Condition) bool {
	switch cond := cond.(type) {
	case query.IDs:
		return cond.Has(p.ID)
	case query.Any:
		return slices.ContainsFunc(cond, func(c query.Condition) bool { return tr.holds(p, c) })
	case query.Phrase:
		return tr.inForms(string(cond), func(p photo.Photo, f form) bool { return tr.phrase(p, string(cond), f) })(p)
	case query.Dates:
		w := shots.Wall(p.Taken)
		if p.Taken.From == photo.FromModTime || p.Taken.Doubtful {
			return false
		}
		return (cond.From.IsZero() || !w.Before(cond.From)) && (cond.To.IsZero() || w.Before(cond.To))
	case query.Text:
		return tr.inForms(cond.Want, func(p photo.Photo, f form) bool { return tr.text(p, cond, f) })(p)
	case query.Formats:
		for _, q := range tr.shot(p) {
			if slices.Contains(cond.Names, q.Format) {
				return true
			}
		}
		return cond.Screenshot && words.Of(p.ID, p).IsScreenshot()
	case query.Number:
		return numberHolds(p, cond)
	case query.Near:
		at := p.Meta.Place
		return at != nil && metres(cond.Latitude, cond.Longitude, at.Latitude, at.Longitude) <= cond.RadiusMetres
	case query.Shape:
		return shaped(float64(p.WidthPx), float64(p.HeightPx), cond)
	case query.Has:
		return tr.knows(p, cond)
	case query.Is:
		return tr.state(p, cond)
	case query.Colour:
		m, _ := colour.Named(string(cond))
		return tr.colours[p.ID]&m != 0
	}
	panic(fmt.Sprintf("%T", cond))
}

// shot is a photo with the files that are shown with it.
func (tr truth) shot(p photo.Photo) []photo.Photo {
	return append([]photo.Photo{p}, tr.companions[p.ID]...)
}

// form brings texts to a form in which they are compared: filter.Fold, or filter.Bare.
type form func(string) string

// inForms decides with the accents of want where any photo has it so, else without.
func (tr truth) inForms(want string, holds func(photo.Photo, form) bool) func(photo.Photo) bool {
	f := form(filter.Bare)
	if filter.Fold(want) != filter.Bare(want) {
		for _, p := range tr.photos {
			if holds(p, filter.Fold) {
				f = filter.Fold
			}
		}
	}
	return func(p photo.Photo) bool { return holds(p, f) }
}

func (f form) contains(text, want string) bool { return strings.Contains(f(text), f(want)) }

func (f form) anyHolds(texts []string, want string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return f.contains(t, want) })
}

func (tr truth) phrase(p photo.Photo, want string, f form) bool {
	for _, q := range tr.shot(p) {
		if f.contains(filepath.Base(q.Path), want) || f.contains(q.Meta.Title, want) ||
			f.contains(q.Meta.Caption, want) {
			return true
		}
	}
	return tr.text(p, query.Text{In: query.Folder, Want: want}, f) ||
		tr.text(p, query.Text{In: query.Person, Want: want}, f) ||
		tr.text(p, query.Text{In: query.Tag, Want: want}, f)
}

func (tr truth) text(p photo.Photo, c query.Text, f form) bool {
	switch c.In {
	case query.Camera:
		return f.contains(p.Camera, c.Want)
	case query.Lens:
		return f.contains(p.Meta.Lens, c.Want)
	case query.Label:
		return p.Meta.Label != "" && f.contains(p.Meta.Label, c.Want)
	case query.Name:
		return slices.ContainsFunc(tr.shot(p), func(q photo.Photo) bool {
			return f.contains(filepath.Base(q.Path), c.Want)
		})
	case query.In:
		dir := filepath.Dir(p.Path)
		if filepath.IsAbs(c.Want) {
			return filter.Fold(dir) == filter.Fold(c.Want)
		}
		return f(filepath.Base(dir)) == f(c.Want)
	case query.Folder:
		folder := tr.folders[p.Folder].Path
		if filepath.IsAbs(c.Want) {
			return strings.HasPrefix(filter.Fold(filepath.Dir(p.Path))+"/", filter.Fold(c.Want)+"/")
		}
		return f.contains(strings.TrimPrefix(filepath.Dir(p.Path), filepath.Dir(folder)+"/"), c.Want)
	}
	for _, q := range tr.shot(p) {
		switch c.In {
		case query.Keyword:
			if f.anyHolds(q.Meta.Keywords, c.Want) {
				return true
			}
		case query.Person:
			if f.anyHolds(q.Meta.People, c.Want) {
				return true
			}
		case query.Tag:
			if f.anyHolds(q.Meta.Keywords, c.Want) || f.anyHolds(tr.tags[q.ID], c.Want) {
				return true
			}
			for thing, v := range tr.verdicts[q.ID] {
				if v == photo.Confirmed && f.contains(thing, c.Want) {
					return true
				}
			}
		case query.Thing:
			for thing, v := range tr.verdicts[q.ID] {
				if v != photo.Rejected && f(thing) == f(c.Want) {
					return true
				}
			}
		}
	}
	return false
}

func numberHolds(p photo.Photo, n query.Number) bool {
	var x float64
	switch n.Of {
	case query.Rating:
		x = float64(p.Meta.Rating)
	case query.Pixels:
		if x = float64(p.WidthPx * p.HeightPx); x == 0 {
			return false
		}
	case query.Bytes:
		x = float64(p.Size)
	case query.ISO:
		if x = float64(p.Meta.ISO); x == 0 {
			return false
		}
	}
	return (x > n.Min || x == n.Min && !n.Over) && (x < n.Max || x == n.Max && !n.Under)
}

// metres is the length of the way between two places on a ball, by way of their
// vectors: another formula than that of near.
func metres(lat1, lon1, lat2, lon2 float64) float64 {
	point := func(lat, lon float64) (x, y, z float64) {
		lat, lon = lat*math.Pi/180, lon*math.Pi/180
		return math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)
	}
	x1, y1, z1 := point(lat1, lon1)
	x2, y2, z2 := point(lat2, lon2)
	chord := math.Sqrt((x1-x2)*(x1-x2) + (y1-y2)*(y1-y2) + (z1-z2)*(z1-z2))
	return 2 * 6371008.8 * math.Asin(min(chord/2, 1))
}

func shaped(w, h float64, s query.Shape) bool {
	if w == 0 || h == 0 {
		return false
	}
	square := max(w, h) <= 1.05*min(w, h)
	switch s {
	case query.Square:
		return square
	case query.Portrait:
		return h > w && !square
	case query.Landscape:
		return w > h && !square
	default:
		return w >= 2*h
	}
}

func (tr truth) knows(p photo.Photo, h query.Has) bool {
	some := func(of func(photo.Meta) []string) bool {
		return slices.ContainsFunc(tr.shot(p), func(q photo.Photo) bool { return len(of(q.Meta)) > 0 })
	}
	switch h {
	case query.HasGPS:
		return p.Meta.Place != nil
	case query.HasCaption:
		return p.Meta.Caption != ""
	case query.HasRating:
		return p.Meta.Rating != 0
	case query.HasDate:
		return p.Taken.From != photo.FromModTime && !p.Taken.Doubtful
	case query.HasKeywords:
		return some(func(m photo.Meta) []string { return m.Keywords })
	default:
		return some(func(m photo.Meta) []string { return m.People })
	}
}

func (tr truth) state(p photo.Photo, is query.Is) bool {
	switch is {
	case query.Favourite:
		return slices.ContainsFunc(tr.shot(p), func(q photo.Photo) bool { return tr.favourite[q.ID] })
	case query.Animated:
		return p.Animated
	case query.Damaged:
		return p.Damaged
	case query.IsAway:
		return p.Away
	case query.IsRaw:
		return slices.ContainsFunc(tr.shot(p), func(q photo.Photo) bool {
			return slices.Contains(format.Names(format.RAW), q.Format)
		})
	default:
		v, said := tr.verdicts[p.ID]["screen:nudity"]
		return said && v != photo.Rejected
	}
}
