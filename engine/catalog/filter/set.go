package filter

import (
	"context"
	"encoding/json"
	"fmt"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// find returns the photos that a query returns in its column id. They come as one text: a row for
// each takes three times as long.
func (r Reader) find(ctx context.Context, query string, args ...any) (*photo.Set, error) {
	var all *string
	if err := r.DB.QueryRowContext(ctx, `SELECT group_concat(id) FROM (`+query+`)`, args...).Scan(&all); err != nil {
		return nil, store.Explain(err)
	}
	s := new(photo.Set)
	err := eachID(all, s.Add)
	return s, err
}

// eachID reads IDs as group_concat writes them.
func eachID(all *string, each func(photo.ID)) error {
	if all == nil { // of nothing
		return nil
	}
	var id photo.ID
	for i := range len(*all) {
		switch digit := (*all)[i]; {
		case digit == ',':
			each(id)
			id = 0
			continue
		case digit < '0' || digit > '9' || id >= photo.MaxID/10:
			return fmt.Errorf("%w: a photo has the ID %.20s", store.ErrDamaged, (*all)[i:])
		default:
			id = 10*id + photo.ID(digit-'0')
		}
	}
	each(id)
	return nil
}

// leading returns s with each follower replaced by its lead.
func (r Reader) leading(ctx context.Context, s *photo.Set) (*photo.Set, error) {
	follow, lead, err := r.followers(ctx)
	if err != nil {
		return nil, err
	}
	for i, id := range follow {
		if s.Has(id) {
			s.Add(lead[i])
		}
	}
	return s, nil
}

// followers returns the files that follow another, and which one each of them follows.
func (r Reader) followers(ctx context.Context) (follow, lead []photo.ID, err error) {
	var followers, leads *string
	// Both lists are in the order of the rows. By itself SQLite would not take this index, which
	// holds few.
	err = r.DB.QueryRowContext(ctx, `
		SELECT group_concat(id), group_concat(lead)
		FROM (SELECT id, lead FROM photos INDEXED BY photos_hidden WHERE (lead <> 0 OR state > 1) AND lead <> 0)`).
		Scan(&followers, &leads)
	if err != nil {
		return nil, nil, store.Explain(err)
	}
	if err := eachID(followers, func(id photo.ID) { follow = append(follow, id) }); err != nil {
		return nil, nil, err
	}
	err = eachID(leads, func(id photo.ID) { lead = append(lead, id) })
	return follow, lead, err
}

// fewShown is up to how many photos are looked up one by one.
const fewShown = 2000

// shown removes from s what no answer has: files that follow others, that cannot be shown or are
// gone. A nil set stands for everything.
func (r Reader) shown(ctx context.Context, s *photo.Set) (*photo.Set, error) {
	if s != nil && s.Len() <= fewShown {
		list, err := json.Marshal(s.IDs())
		if err != nil {
			return nil, err
		}
		return r.find(ctx, `
			SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?)) AND state < 2 AND lead = 0`,
			string(list))
	}
	// The narrowest index has all IDs, and another the few to leave out: to look at each state takes longer.
	all, err := r.find(ctx, `SELECT id FROM photos`)
	if err != nil {
		return nil, err
	}
	hidden, err := r.find(ctx, hiddenQuery)
	if err != nil {
		return nil, err
	}
	all.AndNot(hidden)
	if s != nil {
		all.And(s)
	}
	return all, nil
}
