package library

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// UserData is what people record about photos, and what they searched for. It cannot be derived from
// the photos. Albums and the list of tags are services of their own. Its methods may be called from any goroutine.
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
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.SetFavourites(ids, yes) })
}

// Tags are the tags that a person gave a photo, by name.
func (u *UserData) Tags(ctx context.Context, id photo.ID) ([]string, error) {
	return u.catalog.TagsOf(ctx, id)
}

// Tag gives photos a tag, or removes it. Case makes no difference between tags, and a slash makes one a part
// of another: Family/Anna. It returns catalog.ErrNoName for a blank one.
func (u *UserData) Tag(ctx context.Context, ids []photo.ID, tag string, yes bool) error {
	return u.catalog.Update(ctx, func(tx *catalog.Tx) error {
		if yes {
			return tx.TagAll(ids, tag)
		}
		return tx.UntagAll(ids, tag)
	})
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
