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

// History is what a person did with user data in the last 30 days and can undo or redo, the latest first:
// limit acts, or all if that is 0. Each change of several photos by one call is one act.
func (u *UserData) History(ctx context.Context, limit int) ([]photo.Act, error) {
	return u.catalog.History(ctx, limit)
}

// Undo undoes the latest act of History that is not undone, whichever program did it, and returns it. It
// returns catalog.ErrNothingToUndo if there is none.
func (u *UserData) Undo(ctx context.Context) (a photo.Act, err error) {
	err = u.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		a, err = tx.Undo()
		return err
	})
	return a, err
}

// Redo does again what Undo undid last, and returns it. It returns catalog.ErrNothingToRedo if there is
// nothing, or something else was done since.
func (u *UserData) Redo(ctx context.Context) (a photo.Act, err error) {
	err = u.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		a, err = tx.Redo()
		return err
	})
	return a, err
}
