package filter

import (
	"context"
	"fmt"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// firstOf are the orders that an index has: the photos are read in order, until there are enough.
var firstOf = map[query.Sort]string{query.Newest: orders[query.Newest], query.Oldest: orders[query.Oldest]}

// First returns the first photos of s in an order, up to limit, as Sorted returns all. 0 means all.
func (r Reader) First(ctx context.Context, s *photo.Set, by query.Sort, limit int) ([]photo.ID, error) {
	order, indexed := firstOf[by]
	if !indexed || limit == 0 || s.Len() <= fewShown {
		ids, err := r.Sorted(ctx, s.IDs(), by)
		if limit > 0 {
			ids = ids[:min(limit, len(ids))]
		}
		return ids, err
	}
	rows, err := r.DB.QueryContext(ctx, firstQuery(order))
	if err != nil {
		return nil, store.Explain(err)
	}
	defer rows.Close()
	var ids []photo.ID
	for len(ids) < limit && rows.Next() {
		var id photo.ID
		if err := rows.Scan(&id); err != nil {
			return nil, store.Explain(err)
		}
		if s.Has(id) {
			ids = append(ids, id)
		}
	}
	return ids, store.Explain(rows.Err())
}

func firstQuery(order string) string {
	return fmt.Sprintf(`SELECT id FROM photos INDEXED BY photos_tiles WHERE lead = 0 AND state < 2 ORDER BY %s`, order)
}
