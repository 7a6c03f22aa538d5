package library

import (
	"context"
	"fmt"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Yield takes back what a person says of photos where what their sidecars say holds: of all of them or, on an error,
// of none. It is one act of the history.
func (u *UserData) Yield(ctx context.Context, all []photo.Yield) error {
	// Most photos yield in the same few fields, which the catalog changes together.
	type group struct {
		edit photo.Edit
		ids  []photo.ID
	}
	groups, tags := map[string]*group{}, map[string][]photo.ID{}
	var order, names []string
	for _, y := range all {
		key := fmt.Sprint(y.Edit.AsInFile)
		if says(y.Edit) {
			key = fmt.Sprint("photo ", y.ID)
		}
		if groups[key] == nil {
			groups[key] = &group{edit: y.Edit}
			order = append(order, key)
		}
		groups[key].ids = append(groups[key].ids, y.ID)
		for _, t := range y.Tags {
			if tags[t] == nil {
				names = append(names, t)
			}
			tags[t] = append(tags[t], y.ID)
		}
	}
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error {
		for _, key := range order {
			if err := tx.Edit(groups[key].ids, groups[key].edit); err != nil {
				return err
			}
		}
		for _, name := range names {
			if err := tx.UntagAll(tags[name], name); err != nil {
				return err
			}
		}
		return nil
	})
}

// says reports whether an edit says something, beside taking something back.
func says(e photo.Edit) bool {
	return e.Rating != nil || e.Label != nil || e.Title != nil || e.Caption != nil || e.Taken != nil || e.Place != nil
}
