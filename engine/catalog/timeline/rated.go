package timeline

import (
	"context"
	"encoding/json"
	"fmt"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// CROSS JOIN: each is looked up by its ID, however long SQLite thinks the list is.
const ratedQuery = `SELECT p.id, p.rating, p.label FROM json_each(?) w CROSS JOIN photos p ON p.id = w.value
	WHERE p.rating <> 0 OR p.label <> ''`

// Rated returns the stars and labels of those of the given photos that have any.
func (l *Timeline) Rated(ctx context.Context, ids []photo.ID) (map[photo.ID]photo.Rated, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list of photos: %w", err)
	}
	all := map[photo.ID]photo.Rated{}
	_, err = store.Collect(ctx, l.db, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		var r photo.Rated
		err = row.Scan(&id, &r.Stars, &r.Label)
		all[id] = r
		return none, err
	}, ratedQuery, string(list))
	return all, err
}
