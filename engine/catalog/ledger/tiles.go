package ledger

import (
	"context"
	"encoding/json"
	"fmt"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Tiles returns every photo that can be shown and follows no other, newest first.
func (l *Ledger) Tiles(ctx context.Context) ([]photo.Tile, error) {
	// With the index on state SQLite would look up every row: a fifth slower (BenchmarkTiles100k).
	tiles, err := store.Collect(ctx, l.db, record.Tile, `SELECT `+record.TileColumns+` FROM photos p NOT INDEXED
		WHERE p.state < 2 AND p.lead = 0 ORDER BY p.taken_ns DESC, p.id`)
	if err != nil {
		return nil, err
	}
	return l.flag(ctx, tiles)
}

// TilesOf returns the tiles of those of the given photos that Tiles would return.
func (l *Ledger) TilesOf(ctx context.Context, ids []photo.ID) (map[photo.ID]photo.Tile, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list of photos: %w", err)
	}
	// CROSS JOIN: each is looked up by its ID, however long SQLite thinks the list is.
	tiles, err := store.Collect(ctx, l.db, record.Tile, `
		SELECT `+record.TileColumns+` FROM json_each(?) w CROSS JOIN photos p ON p.id = w.value WHERE p.state < 2 AND
			p.lead = 0`, string(list))
	if err != nil {
		return nil, err
	}
	flagged, err := filter.Reader{DB: l.db}.Flagged(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[photo.ID]photo.Tile, len(tiles))
	for _, t := range tiles {
		t.Flagged = flagged.Has(t.ID)
		out[t.ID] = t
	}
	return out, nil
}

// TilesPage returns up to limit tiles, newest first, of those that follow a tile in the order of
// Tiles: the last of the page before. The zero Tile comes before all.
func (l *Ledger) TilesPage(ctx context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	query, args := pageQuery, []any{limit}
	if after.ID != 0 {
		query, args = nextPageQuery, []any{limit, after.Taken.UnixNano(), after.ID}
	}
	tiles, err := store.Collect(ctx, l.db, record.Tile, query, args...)
	if err != nil {
		return nil, err
	}
	return l.flag(ctx, tiles)
}

const (
	pageQuery = `SELECT ` + record.TileColumns + ` FROM photos p INDEXED BY photos_newest
		WHERE p.lead = 0 AND p.state < 2 ORDER BY p.taken_ns DESC, p.id LIMIT ?1`
	nextPageQuery = `SELECT ` + record.TileColumns + ` FROM photos p INDEXED BY photos_newest
		WHERE p.lead = 0 AND p.state < 2 AND p.taken_ns <= ?2 AND (p.taken_ns < ?2 OR p.id > ?3)
		ORDER BY p.taken_ns DESC, p.id LIMIT ?1`
)

// flag marks the tiles that screening covers.
func (l *Ledger) flag(ctx context.Context, tiles []photo.Tile) ([]photo.Tile, error) {
	flagged, err := filter.Reader{DB: l.db}.Flagged(ctx)
	if err != nil || flagged.Len() == 0 {
		return tiles, err
	}
	for i := range tiles {
		tiles[i].Flagged = flagged.Has(tiles[i].ID)
	}
	return tiles, nil
}
