package filter

import (
	"context"
	"math"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/places"
)

// spot is where a file was taken.
type spot struct {
	id                  photo.ID
	latitude, longitude float64
}

func scanSpot(row store.Scanner) (s spot, err error) {
	err = row.Scan(&s.id, &s.latitude, &s.longitude)
	return s, err
}

// placed finds the files that were taken in the cities or the country of a name, in any language: what is named for one
// of them, as photo.Place is, and what lies within its circle.
func (r Reader) placed(ctx context.Context, name string) (*photo.Set, error) {
	g, err := places.Open()
	if err != nil {
		return nil, err
	}
	found := new(photo.Set)
	for _, c := range g.Named(name) {
		const widest = 60_000 // metres, within which a city may lend its name
		all, err := r.spots(ctx, c.Latitude, c.Longitude, widest)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			if c.Metres(s.latitude, s.longitude) <= c.Radius() {
				found.Add(s.id)
			} else if at, ok := g.At(s.latitude, s.longitude); ok && at == c {
				found.Add(s.id)
			}
		}
	}
	country := places.Country(name)
	if country == "" {
		return found, nil
	}
	all, err := r.spots(ctx, 0, 0, math.MaxFloat64)
	if err != nil {
		return nil, err
	}
	in := map[[2]float64]bool{} // by place, since photos come in heaps
	for _, s := range all {
		at := [2]float64{s.latitude, s.longitude}
		is, known := in[at]
		if !known {
			c, ok := g.At(s.latitude, s.longitude)
			is = ok && c.Country == country
			in[at] = is
		}
		if is {
			found.Add(s.id)
		}
	}
	return found, nil
}

// spots returns the files within a box of degrees around a circle on the ground.
func (r Reader) spots(ctx context.Context, latitude, longitude, metres float64) ([]spot, error) {
	high, wide := min(90, metres/111_000), 180.0
	if c := math.Cos(min(90, math.Abs(latitude)+high) * math.Pi / 180); c > high/wide {
		wide = high / c
	}
	// Of the two angles between meridians the smaller one counts.
	return store.Collect(ctx, r.DB, scanSpot, `
		SELECT id, lat, lon FROM photos WHERE lat IS NOT NULL AND lat BETWEEN ?1 - ?3 AND ?1 + ?3
			AND (abs(lon - ?2) <= ?4 OR abs(lon - ?2) >= 360 - ?4)`, latitude, longitude, high, wide)
}

// placeNames returns the names of the cities and countries where files were taken that are not gone.
func (r Reader) placeNames(ctx context.Context) ([]string, error) {
	g, err := places.Open()
	if err != nil {
		return nil, err
	}
	all, err := store.Collect(ctx, r.DB, scanSpot, `
		SELECT DISTINCT 0, round(lat, 2), round(lon, 2) FROM photos WHERE lat IS NOT NULL AND state <> ?`, gone)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, s := range all {
		c, ok := g.At(s.latitude, s.longitude)
		if !ok {
			continue
		}
		names = append(names, c.Name, places.CountryName(c.Country))
	}
	return eachOnce(names), nil
}
