package filter

import (
	"context"
	"fmt"
	"math"
	"time"

	"recollect/engine/catalog/record"
	"recollect/engine/colour"
	"recollect/engine/format"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Select returns the photos for which all filters hold: those that can be shown and follow no
// other, all of them if there is no filter. If the value that a filter is about is unknown for a
// photo, the filter does not hold and its negation does.
//
// The texts of a file (phrases, tags, keywords, people), its format and that it is a favourite
// count for the photo that it is shown with too.
//
// An album: filter must have been replaced by the photos that the album finds, query.IDs: it is an
// error here, and a query.Phrase does not match the names of albums.
func (r Reader) Select(ctx context.Context, filters []query.Filter) (*photo.Set, error) {
	var within *photo.Set
	for _, f := range filters {
		if f.Not {
			continue
		}
		s, err := r.holding(ctx, f.Condition)
		if err != nil {
			return nil, err
		}
		if within == nil {
			within = s
		}
		within.And(s)
		if within.Len() == 0 {
			return within, nil
		}
	}
	within, err := r.shown(ctx, within)
	if err != nil {
		return nil, err
	}
	for _, f := range filters {
		if !f.Not {
			continue
		}
		s, err := r.holding(ctx, f.Condition)
		if err != nil {
			return nil, err
		}
		within.AndNot(s)
	}
	return within, nil
}

// holding returns the files for which a condition holds; files that no answer has may be among
// them.
func (r Reader) holding(ctx context.Context, cond query.Condition) (*photo.Set, error) {
	switch cond := cond.(type) {
	case query.IDs:
		return cond.Clone(), nil
	case query.Any:
		return r.any(ctx, cond)
	case query.Phrase:
		return r.phrase(ctx, string(cond))
	case query.Text:
		return r.text(ctx, cond)
	case query.Dates:
		return r.dates(ctx, cond)
	case query.Formats:
		return r.formats(ctx, cond)
	case query.Number:
		return r.number(ctx, cond)
	case query.Near:
		return r.near(ctx, cond)
	case query.Area:
		return r.area(ctx, cond)
	case query.Shape:
		return r.shape(ctx, cond)
	case query.Has:
		return r.has(ctx, cond)
	case query.Is:
		return r.is(ctx, cond)
	case query.Colour:
		return r.colour(ctx, cond)
	}
	return nil, fmt.Errorf("unknown condition %T", cond)
}

func (r Reader) any(ctx context.Context, conditions []query.Condition) (*photo.Set, error) {
	all := new(photo.Set)
	for _, cond := range conditions {
		s, err := r.holding(ctx, cond)
		if err != nil {
			return nil, err
		}
		all.Or(s)
	}
	return all, nil
}

// farthest is more than any clock is away from UTC.
const farthest = 48 * time.Hour

// dates compares wall clocks. Well inside of the bounds the index alone decides, whatever the zone;
// near them every row must be read.
func (r Reader) dates(ctx context.Context, d query.Dates) (*photo.Set, error) {
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	const margin = int64(farthest)
	sureFrom, sureTo := from, to
	if !d.From.IsZero() {
		from = clampedNano(d.From)
		sureFrom = from + margin
	}
	if !d.To.IsZero() {
		to = clampedNano(d.To)
		sureTo = to - margin
	}
	const near = ` SELECT id FROM photos WHERE state < 2 AND lead = 0
		AND ` + record.Order + ` BETWEEN (%[1]s - ?5) / 1000 AND (%[1]s + ?5) / 1000
		AND taken_ns + coalesce(taken_offset_s, 0) * 1000000000 >= ?1
		AND taken_ns + coalesce(taken_offset_s, 0) * 1000000000 < ?2`
	q := `SELECT id FROM photos WHERE state < 2 AND lead = 0 AND ` + record.Order + ` >= ?3 / 1000
		AND ` + record.Order + ` < ?4 / 1000`
	if !d.From.IsZero() {
		q += ` UNION ALL` + fmt.Sprintf(near, `?1`)
	}
	if !d.To.IsZero() {
		q += ` UNION ALL` + fmt.Sprintf(near, `?2`)
	}
	return r.find(ctx, q, from, to, sureFrom, sureTo, margin)
}

// clampedNano is t in nanoseconds since 1970, or a day near the first or last that can be written so.
func clampedNano(t time.Time) int64 {
	const far = math.MaxInt64 - 4*int64(farthest)
	switch year := t.Year(); {
	case year < 1680:
		return -far
	case year > 2260:
		return far
	}
	return t.UnixNano()
}

// formats finds files of a format; a RAW file counts for the photo that it is shown with.
func (r Reader) formats(ctx context.Context, f query.Formats) (*photo.Set, error) {
	s, err := r.find(ctx, `
		SELECT iif(lead = 0, id, lead) AS id FROM photos WHERE format IN (SELECT value FROM json_each(?))`,
		record.PackList(f.Names))
	if err != nil || !f.Screenshot {
		return s, err
	}
	screens, err := r.screenshots(ctx)
	if err != nil {
		return nil, err
	}
	s.Or(screens)
	return s, nil
}

// quantities are the expressions for numbers, and when they are known. They are constants of ours.
var quantities = map[query.Quantity]struct{ value, known string }{
	query.Rating: {`rating`, `TRUE`}, // 0 is unrated, and can be asked for
	query.Pixels: {`width * height`, `width > 0 AND height > 0`},
	query.Bytes:  {`size`, `size >= 0`},
	query.ISO:    {`iso`, `iso > 0`},
}

func (r Reader) number(ctx context.Context, n query.Number) (*photo.Set, error) {
	q, known := quantities[n.Of]
	if !known {
		return nil, fmt.Errorf("unknown quantity %q", n.Of)
	}
	least, most := `>=`, `<=`
	if n.Over {
		least = `>`
	}
	if n.Under {
		most = `<`
	}
	where := q.known + ` AND ` + q.value + ` ` + least + ` ? AND ` + q.value + ` ` + most + ` ?`
	return r.find(ctx, `SELECT id FROM photos WHERE `+where, n.Min, n.Max)
}

// earthMetres is the mean radius of the earth (IUGG).
const earthMetres = 6371008.8

// near compares great circles by the haversine formula (Sinnott 1984). A box of
// degrees around the circle, which may cross the date line and has no sides around a pole,
// spares most photos the sines.
func (r Reader) near(ctx context.Context, n query.Near) (*photo.Set, error) {
	angle := min(n.RadiusMetres/earthMetres, math.Pi)
	lat := n.Latitude * math.Pi / 180
	const slack = 1e-9 // degrees, for rounding
	high := angle*180/math.Pi + slack
	q := `SELECT id FROM photos WHERE lat IS NOT NULL AND lat BETWEEN ?1 - ?3 AND ?1 + ?3
		AND pow(sin(radians(lat - ?1) / 2), 2)
			+ cos(radians(?1)) * cos(radians(lat)) * pow(sin(radians(lon - ?2) / 2), 2) <= ?4`
	args := []any{n.Latitude, n.Longitude, high, math.Pow(math.Sin(angle/2), 2)}
	if math.Abs(lat)+angle < math.Pi/2 {
		wide := math.Asin(math.Sin(angle)/math.Cos(lat))*180/math.Pi + slack
		// Of the two angles between meridians the smaller one counts.
		q += ` AND (abs(lon - ?2) <= ?5 OR abs(lon - ?2) >= 360 - ?5)`
		args = append(args, wide)
	}
	return r.find(ctx, q, args...)
}

// shapes are the conditions of query.Shape.
var shapes = map[query.Shape]string{
	query.Square:    `20 * max(width, height) <= 21 * min(width, height)`,
	query.Portrait:  `20 * height > 21 * width`,
	query.Landscape: `20 * width > 21 * height`,
	query.Panorama:  `width >= 2 * height`,
}

func (r Reader) shape(ctx context.Context, s query.Shape) (*photo.Set, error) {
	where, known := shapes[s]
	if !known {
		return nil, fmt.Errorf("unknown shape %q", s)
	}
	return r.find(ctx, `SELECT id FROM photos WHERE width > 0 AND height > 0 AND `+where)
}

func (r Reader) has(ctx context.Context, h query.Has) (*photo.Set, error) {
	switch h {
	case query.HasGPS:
		return r.find(ctx, `SELECT id FROM photos WHERE lat IS NOT NULL`)
	case query.HasCaption:
		return r.find(ctx, `SELECT id FROM photos WHERE caption <> ''`)
	case query.HasRating:
		return r.find(ctx, `SELECT id FROM photos WHERE rating <> 0`)
	case query.HasDate:
		return r.find(ctx, `SELECT id FROM photos WHERE NOT `+record.Undated)
	case query.HasKeywords:
		return r.findLeading(ctx, `SELECT photo_id AS id FROM words WHERE kind = 'keyword'`)
	case query.HasPeople:
		return r.findLeading(ctx, `SELECT photo_id AS id FROM words WHERE kind = 'person'`)
	}
	return nil, fmt.Errorf("unknown condition has:%s", h)
}

func (r Reader) is(ctx context.Context, is query.Is) (*photo.Set, error) {
	switch is {
	case query.Favourite:
		return r.findLeading(ctx, `SELECT photo_id AS id FROM favourites`)
	case query.Animated:
		return r.find(ctx, `SELECT id FROM photos WHERE animated`)
	case query.Damaged:
		return r.find(ctx, `SELECT id FROM photos WHERE damaged`)
	case query.Blurry:
		return r.find(ctx, `SELECT photo_id AS id FROM grades WHERE sharp < ?`, look.Blurry)
	case query.Dark:
		return r.find(ctx, `SELECT photo_id AS id FROM grades WHERE light < ?`, look.Dark)
	case query.Screenshot:
		return r.screenshots(ctx)
	case query.Document:
		return r.documents(ctx)
	case query.IsAway:
		return r.find(ctx, `
			SELECT p.id FROM folders f CROSS JOIN photos p ON p.folder_id = f.id
			WHERE f.away AND (p.gone_ns <> 0 OR f.reason <> 'lost')`)
	case query.IsRaw:
		return r.formats(ctx, query.Formats{Names: format.Names(format.RAW)})
	case query.Flagged:
		return r.Flagged(ctx)
	}
	return nil, fmt.Errorf("unknown condition is:%s", is)
}

func (r Reader) colour(ctx context.Context, name query.Colour) (*photo.Set, error) {
	mask, known := colour.Named(string(name))
	if !known {
		return nil, fmt.Errorf("unknown colour %q", name)
	}
	return r.find(ctx, `SELECT id FROM photos WHERE colours IS NOT NULL AND colours & ? <> 0`, mask)
}
