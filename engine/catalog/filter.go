package catalog

import (
	"context"

	"recollect/engine/catalog/filter"
	"recollect/engine/photo"
	"recollect/engine/query"
)

func (c *Catalog) filters() filter.Reader { return filter.Reader{DB: c.read} }

// Select returns the photos for which all filters hold, of those that Tiles returns: see
// filter.Reader.
func (c *Catalog) Select(ctx context.Context, filters []query.Filter) (*photo.Set, error) {
	return c.filters().Select(ctx, filters)
}

// First returns the first photos of a set in an order: see filter.Reader.
func (c *Catalog) First(ctx context.Context, s *photo.Set, by query.Sort, limit int) ([]photo.ID, error) {
	return c.filters().First(ctx, s, by, limit)
}

// Values returns the different values that a filter by text can ask for: see
// filter.Reader.
func (c *Catalog) Values(ctx context.Context, of query.Property) ([]string, error) {
	return c.filters().Values(ctx, of)
}

// Spelled finds where words are written in the library: see filter.Reader.
func (c *Catalog) Spelled(ctx context.Context, words []string) (map[string]filter.Spelled, error) {
	return c.filters().Spelled(ctx, words)
}
