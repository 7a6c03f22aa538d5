package library

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Albums are the saved searches and the albums that were made by hand, by name. The line of the latter
// finds their photos.
func (u *UserData) Albums(ctx context.Context) ([]photo.Album, error) {
	all, err := u.catalog.Albums(ctx)
	for i, a := range all {
		if a.ByHand {
			all[i].Line = query.FilterText(string(query.Album), a.Name)
		}
	}
	return all, err
}

// Members are the photos of an album that was made by hand, in its order.
func (u *UserData) Members(ctx context.Context, id photo.AlbumID) ([]photo.ID, error) {
	return u.catalog.Members(ctx, id)
}

// MakeAlbum makes an album whose photos are chosen by hand, with its first ones. Errors:
// catalog.ErrNoName for a blank name, catalog.ErrNameTaken for that of another album.
func (u *UserData) MakeAlbum(ctx context.Context, name string, ids []photo.ID) (photo.Album, error) {
	a := photo.Album{Name: name, Line: query.FilterText(string(query.Album), name), ByHand: true, Photos: len(ids)}
	err := u.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		if a.ID, err = tx.MakeAlbum(name); err != nil {
			return err
		}
		return tx.AddToAlbum(a.ID, ids)
	})
	return a, err
}

// AddToAlbum adds photos at the end of an album that was made by hand, in the given order. Errors:
// catalog.ErrNotFound, catalog.ErrNotByHand.
func (u *UserData) AddToAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.AddToAlbum(id, ids) })
}

// TakeFromAlbum removes photos from an album that was made by hand. Errors as AddToAlbum's.
func (u *UserData) TakeFromAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.TakeFromAlbum(id, ids) })
}

// OrderAlbum puts photos of an album that was made by hand, in the given order, before another of its
// photos; 0: at its end. Errors as AddToAlbum's.
func (u *UserData) OrderAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID, before photo.ID) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.OrderAlbum(id, ids, before) })
}

// SaveAlbum saves a line of the search box under a name; an album of that name gets the new line.
// Pictures in the line are written with their full paths. Errors: catalog.ErrNoName for a blank
// name, catalog.ErrNameTaken for that of an album that is made by hand, query.ErrTooLong.
func (u *UserData) SaveAlbum(ctx context.Context, name, line string) (photo.Album, error) {
	if err := query.Check(line); err != nil {
		return photo.Album{}, err
	}
	a := photo.Album{Name: name, Line: line}
	err := u.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		a.ID, err = tx.SaveAlbum(name, line)
		return err
	})
	return a, err
}

// RenameAlbum gives an album another name. Errors: catalog.ErrNameTaken if there is one of that
// name, catalog.ErrNoName for a blank one, catalog.ErrNotFound.
func (u *UserData) RenameAlbum(ctx context.Context, id photo.AlbumID, name string) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RenameAlbum(id, name) })
}

// RemoveAlbum forgets an album; its photos stay.
func (u *UserData) RemoveAlbum(ctx context.Context, id photo.AlbumID) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RemoveAlbum(id) })
}
