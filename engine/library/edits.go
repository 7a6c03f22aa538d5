package library

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Edit records what a person says of photos in place of their files, which are not changed: of all of the
// photos or, on an error, of none. Errors: catalog.ErrRating, catalog.ErrDate, catalog.ErrPlace,
// catalog.ErrLong, catalog.ErrNotFound.
func (u *UserData) Edit(ctx context.Context, ids []photo.ID, e photo.Edit) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.Edit(ids, e) })
}

// Edited is what a person says of a photo, beside what its file says; nil where that is nothing.
func (u *UserData) Edited(ctx context.Context, id photo.ID) (*photo.Edited, error) {
	return u.catalog.Edited(ctx, id)
}
