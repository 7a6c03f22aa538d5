package library

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// UserData is what people record about photos and save for themselves. It cannot be derived from
// the photos. Its methods may be called from any goroutine.
type UserData struct{ catalog *catalog.Catalog }

// NewUserData returns the user data in c.
func NewUserData(c *catalog.Catalog) *UserData { return &UserData{c} }

// Favourites are the photos that were marked as such.
func (u *UserData) Favourites(ctx context.Context) (map[photo.ID]bool, error) {
	ids, err := u.catalog.Favourites(ctx)
	marked := make(map[photo.ID]bool, len(ids))
	for _, id := range ids {
		marked[id] = true
	}
	return marked, err
}

// SetFavourite marks photos as favourites, or unmarks them.
func (u *UserData) SetFavourite(ctx context.Context, ids []photo.ID, yes bool) error {
	return u.each(ctx, ids, func(tx *catalog.Tx, id photo.ID) error { return tx.SetFavourite(id, yes) })
}

// Tags are the tags that a person gave a photo, by name.
func (u *UserData) Tags(ctx context.Context, id photo.ID) ([]string, error) {
	return u.catalog.TagsOf(ctx, id)
}

// Tag gives photos a tag, or removes it. Case makes no difference between tags. It returns
// catalog.ErrNoName for a blank one.
func (u *UserData) Tag(ctx context.Context, ids []photo.ID, tag string, yes bool) error {
	return u.each(ctx, ids, func(tx *catalog.Tx, id photo.ID) error {
		if yes {
			return tx.Tag(id, tag)
		}
		return tx.Untag(id, tag)
	})
}

// each changes several photos in one transaction.
func (u *UserData) each(ctx context.Context, ids []photo.ID, change func(*catalog.Tx, photo.ID) error) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error {
		for _, id := range ids {
			if err := change(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Albums are the saved searches, by name.
func (u *UserData) Albums(ctx context.Context) ([]photo.Album, error) { return u.catalog.Albums(ctx) }

// SaveAlbum saves a line of the search box under a name; an album of that name gets the new line.
// Pictures in the line are written with their full paths. Errors: catalog.ErrNoName for a blank
// name, query.ErrTooLong.
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

// Searches are the lines of the search history, the newest first.
func (u *UserData) Searches(ctx context.Context) ([]string, error) { return u.catalog.Searches(ctx) }

// Remember adds a line to Searches.
func (u *UserData) Remember(ctx context.Context, line string) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RememberSearch(line) })
}

// ForgetSearches clears the search history.
func (u *UserData) ForgetSearches(ctx context.Context) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.ForgetSearches() })
}
