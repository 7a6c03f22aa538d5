package library

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Tags is the list of all tags that people gave. UserData gives them to photos. Its methods may be called from any
// goroutine.
type Tags struct{ catalog *catalog.Catalog }

// NewTags returns the tags in c.
func NewTags(c *catalog.Catalog) *Tags { return &Tags{c} }

// AllTags are the tags that people gave to photos that can be shown, those within another after it.
func (t *Tags) AllTags(ctx context.Context) ([]photo.Tag, error) { return t.catalog.AllTags(ctx) }

// TagsWithin are the names of a tag and of those within it, also where no photo that can be shown has them.
func (t *Tags) TagsWithin(ctx context.Context, name string) ([]string, error) {
	return t.catalog.TagsWithin(ctx, name)
}

// RenameTag gives a tag another name, for all photos, and takes those within it along. Where there is a tag of that
// name already, both become one. It is one act of the history. It returns catalog.ErrNoName for a blank name.
func (t *Tags) RenameTag(ctx context.Context, name, to string) error {
	return t.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RenameTag(name, to) })
}

// RemoveTag removes a tag, and those within it, from all photos. It is one act of the history.
func (t *Tags) RemoveTag(ctx context.Context, name string) error {
	return t.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.RemoveTag(name) })
}
