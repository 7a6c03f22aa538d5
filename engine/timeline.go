package engine

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Timeline returns the photos that can be shown, newest first, by page, and their later changes.
// Its methods may be called from any goroutine.
type Timeline struct{ catalog *catalog.Catalog }

// Page returns up to limit tiles of those that follow a tile: the last of the page
// before. The zero Tile comes before all.
func (t *Timeline) Page(ctx context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	return t.catalog.TilesPage(ctx, after, limit)
}

// Since calls tile with each photo that was changed after a number of the library's
// sequence, in no order. Everything is changed since 0.
func (t *Timeline) Since(ctx context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error) {
	return t.catalog.ChangedSince(ctx, seq, tile)
}
