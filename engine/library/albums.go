package library

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Albums keeps searches under a name, and albums that are made by hand. They are user data. Its methods may be called
// from any goroutine.
type Albums struct{ catalog *catalog.Catalog }

// NewAlbums returns the albums in c.
func NewAlbums(c *catalog.Catalog) *Albums { return &Albums{c} }

// Albums are the saved searches and the albums that were made by hand, by name. The line of the latter
// finds their photos.
func (l *Albums) Albums(ctx context.Context) ([]photo.Album, error) {
	all, err := l.catalog.Albums(ctx)
	for i, a := range all {
		if a.ByHand {
			all[i].Line = query.FilterText(string(query.Album), a.Name)
		}
	}
	return all, err
}

// Members are the photos of an album that was made by hand, in its order.
func (l *Albums) Members(ctx context.Context, id photo.AlbumID) ([]photo.ID, error) {
	return l.catalog.Members(ctx, id)
}

// MakeAlbum makes an album whose photos are chosen by hand, with its first ones. Errors:
// catalog.ErrNoName for a blank name, catalog.ErrNameTaken for that of another album.
func (l *Albums) MakeAlbum(ctx context.Context, name string, ids []photo.ID) (photo.Album, error) {
	a := photo.Album{Name: name, Line: query.FilterText(string(query.Album), name), ByHand: true, Photos: len(ids)}
	err := l.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		if a.ID, err = tx.MakeAlbum(name); err != nil {
			return err
		}
		return tx.AddToAlbum(a.ID, ids)
	})
	return a, err
}

// AddToAlbum adds photos at the end of an album that was made by hand, in the given order. Errors:
// catalog.ErrNotFound, catalog.ErrNotByHand.
func (l *Albums) AddToAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID) error {
	return l.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.AddToAlbum(id, ids) })
}

// TakeFromAlbum removes photos from an album that was made by hand. Errors as AddToAlbum's.
func (l *Albums) TakeFromAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID) error {
	return l.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.TakeFromAlbum(id, ids) })
}

// OrderAlbum puts photos of an album that was made by hand, in the given order, before another of its
// photos; 0: at its end. Errors as AddToAlbum's.
func (l *Albums) OrderAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID, before photo.ID) error {
	return l.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.OrderAlbum(id, ids, before) })
}

// SaveAlbum saves a line of the search box under a name; an album of that name gets the new line.
// Pictures in the line are written with their full paths. Errors: catalog.ErrNoName for a blank
// name, catalog.ErrNameTaken for that of an album that is made by hand, query.ErrTooLong.
func (l *Albums) SaveAlbum(ctx context.Context, name, line string) (photo.Album, error) {
	if err := query.Check(line); err != nil {
		return photo.Album{}, err
	}
	a := photo.Album{Name: name, Line: line}
	err := l.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		a.ID, err = tx.SaveAlbum(name, line)
		return err
	})
	return a, err
}

// RenameAlbum gives an album another name. Errors: catalog.ErrNameTaken if there is one of that
// name, catalog.ErrNoName for a blank one, catalog.ErrNotFound.
func (l *Albums) RenameAlbum(ctx context.Context, id photo.AlbumID, name string) error {
	return l.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RenameAlbum(id, name) })
}

// RemoveAlbum forgets an album; its photos stay.
func (l *Albums) RemoveAlbum(ctx context.Context, id photo.AlbumID) error {
	return l.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RemoveAlbum(id) })
}
