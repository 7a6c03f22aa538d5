package engine

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Timeline returns the photos that can be shown, newest first, by page, and their later changes.
// Its methods may be called from any goroutine.
type Timeline struct{ catalog *catalog.Catalog }

// Days returns how many photos were taken on each day, the last first: what headings and a scroll bar need
// before any tile was read.
func (t *Timeline) Days(ctx context.Context) ([]photo.Day, error) { return t.catalog.Days(ctx) }

// Page returns up to limit tiles of those that follow a tile: the last of the page
// before, or Before of a day. The zero Tile comes before all.
func (t *Timeline) Page(ctx context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	return t.catalog.TilesPage(ctx, after, limit)
}

// PageBefore returns up to limit tiles, in the same order, of those that precede a tile.
func (t *Timeline) PageBefore(ctx context.Context, before photo.Tile, limit int) ([]photo.Tile, error) {
	return t.catalog.TilesBefore(ctx, before, limit)
}

// Rated returns the stars and labels of those of the given photos that have any.
func (t *Timeline) Rated(ctx context.Context, ids []photo.ID) (map[photo.ID]photo.Rated, error) {
	return t.catalog.Rated(ctx, ids)
}

// Since calls tile with each photo that was changed after a number of the library's
// sequence, in no order. Everything is changed since 0.
func (t *Timeline) Since(ctx context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error) {
	return t.catalog.ChangedSince(ctx, seq, tile)
}
