package filter

import (
	"context"
	"slices"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Spots returns where each photo that can be shown and follows no other was taken, if that is known, in no order. It
// reads two indexes and no row of a photo: a second for 100,000 places on a crowded machine (BenchmarkSpots).
func (r Reader) Spots(ctx context.Context) ([]photo.Spot, error) {
	hidden, err := r.find(ctx, hiddenQuery)
	if err != nil {
		return nil, err
	}
	scan := func(row store.Scanner) (s photo.Spot, err error) {
		err = row.Scan(&s.ID, &s.Latitude, &s.Longitude)
		return s, err
	}
	all, err := store.Collect(ctx, r.DB, scan, spotsQuery)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(s photo.Spot) bool { return hidden.Has(s.ID) }), nil
}

const (
	spotsQuery  = `SELECT id, lat, lon FROM photos INDEXED BY photos_place WHERE lat IS NOT NULL`
	hiddenQuery = `SELECT id FROM photos INDEXED BY photos_hidden WHERE lead <> 0 OR state > 1`
)

// area finds the files taken between two latitudes and two meridians.
func (r Reader) area(ctx context.Context, a query.Area) (*photo.Set, error) {
	between := `lon BETWEEN ? AND ?`
	if a.West > a.East {
		between = `(lon >= ? OR lon <= ?)`
	}
	return r.find(ctx, `SELECT id FROM photos INDEXED BY photos_place
		WHERE lat IS NOT NULL AND lat BETWEEN ? AND ? AND `+between, a.South, a.North, a.West, a.East)
}
