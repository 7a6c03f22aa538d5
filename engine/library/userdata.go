package engine

import (
	"context"
	"slices"
	"strings"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/things"
)

// What a person keeps: it cannot be made again from the photos.

// Favourites are the photos that were marked as such.
func (e *Engine) Favourites(ctx context.Context) (map[photo.ID]bool, error) {
	ids, err := e.catalog.Favourites(ctx)
	marked := make(map[photo.ID]bool, len(ids))
	for _, id := range ids {
		marked[id] = true
	}
	return marked, err
}

// SetFavourite marks photos, or takes the mark away.
func (e *Engine) SetFavourite(ctx context.Context, ids []photo.ID, yes bool) error {
	return e.each(ctx, ids, func(tx *catalog.Tx, id photo.ID) error { return tx.SetFavourite(id, yes) })
}

// Tags are the tags that a person gave a photo, by name.
func (e *Engine) Tags(ctx context.Context, id photo.ID) ([]string, error) {
	return e.catalog.TagsOf(ctx, id)
}

// Tag gives photos a tag, or takes it away. Case makes no difference between
// tags. catalog.ErrNoName where it is blank.
func (e *Engine) Tag(ctx context.Context, ids []photo.ID, tag string, yes bool) error {
	return e.each(ctx, ids, func(tx *catalog.Tx, id photo.ID) error {
		if yes {
			return tx.Tag(id, tag)
		}
		return tx.Untag(id, tag)
	})
}

// each changes several photos in one transaction.
func (e *Engine) each(ctx context.Context, ids []photo.ID, change func(*catalog.Tx, photo.ID) error) error {
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error {
		for _, id := range ids {
			if err := change(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Albums are the searches that were kept, by name.
func (e *Engine) Albums(ctx context.Context) ([]photo.Album, error) { return e.catalog.Albums(ctx) }

// SaveAlbum keeps a line of the search box under a name; an album of that name
// gets the new line. Pictures that the line names are written with their whole
// paths. catalog.ErrNoName where the name is blank, query.ErrTooLong.
func (e *Engine) SaveAlbum(ctx context.Context, name, line string) (photo.Album, error) {
	if err := query.Check(line); err != nil {
		return photo.Album{}, err
	}
	a := photo.Album{Name: name, Line: line}
	err := e.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		a.ID, err = tx.SaveAlbum(name, line)
		return err
	})
	return a, err
}

// RenameAlbum gives an album another name: catalog.ErrNameTaken where there is
// one of that name, catalog.ErrNoName where it is blank, catalog.ErrNotFound.
func (e *Engine) RenameAlbum(ctx context.Context, id photo.AlbumID, name string) error {
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RenameAlbum(id, name) })
}

// RemoveAlbum forgets an album. Its photos stay what they are.
func (e *Engine) RemoveAlbum(ctx context.Context, id photo.AlbumID) error {
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RemoveAlbum(id) })
}

// Searches are the lines that were searched for last, the newest first.
func (e *Engine) Searches(ctx context.Context) ([]string, error) { return e.catalog.Searches(ctx) }

// Remember adds a line to Searches.
func (e *Engine) Remember(ctx context.Context, line string) error {
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RememberSearch(line) })
}

// ForgetSearches empties Searches.
func (e *Engine) ForgetSearches(ctx context.Context) error {
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.ForgetSearches() })
}

// Values are what stands in the library for a filter's key, such as the names of
// its cameras, to complete what is typed, of photos that are found. There are none for other keys.
func (e *Engine) Values(ctx context.Context, key string) ([]string, error) {
	if !query.FromLibrary(key) {
		return nil, nil
	}
	values, err := e.catalog.Values(ctx, query.Property(key))
	// What photos are screened for is nobody's search.
	return slices.DeleteFunc(values, func(v string) bool { return strings.HasPrefix(v, things.ScreenPrefix) }), err
}
