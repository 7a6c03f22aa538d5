package filter

import (
	"context"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// firstOf are the orders that an index has, part by part: the photos are read in order, until there are enough.
var firstOf = map[query.Sort][]string{
	query.Newest: {`ORDER BY ` + record.Order + ` DESC, id`},
	query.Oldest: {
		`AND ` + record.Order + ` > ` + lastUndated + ` ORDER BY ` + record.Order + `, id`,
		`AND ` + record.Order + ` <= ` + lastUndated + ` ORDER BY ` + record.Order + `, id`,
	},
}

// lastUndated is between the times of photos that are undated and those of all others; see migration 11.
const lastUndated = `-43200000000000000`

// First returns the first photos of s in an order, up to limit, as Sorted returns all. 0 means all.
func (r Reader) First(ctx context.Context, s *photo.Set, by query.Sort, limit int) ([]photo.ID, error) {
	parts, indexed := firstOf[by]
	if !indexed || limit == 0 || s.Len() <= fewShown {
		ids, err := r.Sorted(ctx, s.IDs(), by)
		if limit > 0 {
			ids = ids[:min(limit, len(ids))]
		}
		return ids, err
	}
	var ids []photo.ID
	for _, part := range parts {
		if err := r.first(ctx, s, part, limit, &ids); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// first appends photos of s in the order of an index, until there are limit.
func (r Reader) first(ctx context.Context, s *photo.Set, part string, limit int, ids *[]photo.ID) error {
	rows, err := r.DB.QueryContext(ctx, firstQuery(part))
	if err != nil {
		return store.Explain(err)
	}
	defer rows.Close()
	for len(*ids) < limit && rows.Next() {
		var id photo.ID
		if err := rows.Scan(&id); err != nil {
			return store.Explain(err)
		}
		if s.Has(id) {
			*ids = append(*ids, id)
		}
	}
	return store.Explain(rows.Err())
}

func firstQuery(part string) string {
	return `SELECT id FROM photos INDEXED BY photos_tiles WHERE lead = 0 AND state < 2 ` + part
}
