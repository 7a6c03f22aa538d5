package timeline

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Timeline reads the photos of a catalog in the order of time. Its methods may be called from any
// goroutine.
type Timeline struct{ db *sql.DB }

// New returns the timeline of a catalog. The caller closes db when nobody uses it any more.
func New(db *sql.DB) *Timeline { return &Timeline{db} }

// Tiles returns every photo that can be shown and follows no other, newest first.
func (l *Timeline) Tiles(ctx context.Context) ([]photo.Tile, error) {
	tiles, err := store.Collect(ctx, l.db, record.Tile, tilesQuery)
	if err != nil {
		return nil, err
	}
	return l.flag(ctx, tiles)
}

// TilesOf returns the tiles of those of the given photos that Tiles would return.
func (l *Timeline) TilesOf(ctx context.Context, ids []photo.ID) (map[photo.ID]photo.Tile, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list of photos: %w", err)
	}
	tiles, err := store.Collect(ctx, l.db, record.Tile, tilesOfQuery, string(list))
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
// Tiles: the last of the page before, or one that photo.Day.Before returns. The zero Tile comes
// before all.
func (l *Timeline) TilesPage(ctx context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	query, args := pageQuery, []any{limit}
	if after.ID != 0 {
		query, args = nextPageQuery, []any{limit, after.Taken.UnixMicro(), after.ID}
	}
	tiles, err := store.Collect(ctx, l.db, record.Tile, query, args...)
	if err != nil {
		return nil, err
	}
	return l.flag(ctx, tiles)
}

// TilesBefore returns up to limit tiles, newest first, of those that precede a tile in the order of
// Tiles and are nearest to it.
func (l *Timeline) TilesBefore(ctx context.Context, before photo.Tile, limit int) ([]photo.Tile, error) {
	tiles, err := store.Collect(ctx, l.db, record.Tile, pageBeforeQuery, limit, before.Taken.UnixMicro(), before.ID)
	if err != nil {
		return nil, err
	}
	slices.Reverse(tiles)
	return l.flag(ctx, tiles)
}

const (
	tilesQuery = `SELECT ` + record.TileColumns + ` FROM photos p INDEXED BY photos_tiles
		WHERE p.lead = 0 AND p.state < 2 ORDER BY ` + record.Order + ` DESC, p.id`
	pageQuery = `SELECT ` + record.TileColumns + ` FROM photos p INDEXED BY photos_tiles
		WHERE p.lead = 0 AND p.state < 2 ORDER BY ` + record.Order + ` DESC, p.id LIMIT ?1`
	nextPageQuery = `SELECT ` + record.TileColumns + ` FROM photos p INDEXED BY photos_tiles
		WHERE p.lead = 0 AND p.state < 2 AND ` + record.Order + ` <= ?2 AND (` + record.Order + ` < ?2 OR p.id > ?3)
		ORDER BY ` + record.Order + ` DESC, p.id LIMIT ?1`
	pageBeforeQuery = `SELECT ` + record.TileColumns + ` FROM photos p INDEXED BY photos_tiles
		WHERE p.lead = 0 AND p.state < 2 AND ` + record.Order + ` >= ?2 AND (` + record.Order + ` > ?2 OR p.id < ?3)
		ORDER BY ` + record.Order + `, p.id DESC LIMIT ?1`
	// CROSS JOIN: each is looked up by its ID, however long SQLite thinks the list is.
	tilesOfQuery = `SELECT ` + record.TileColumns + ` FROM json_each(?) w CROSS JOIN photos p ON p.id = w.value
		WHERE p.state < 2 AND p.lead = 0`
	daysQuery = `SELECT day, n, widths FROM days ORDER BY day DESC`
)

// Days returns the days on which photos that Tiles returns were taken, the last first.
func (l *Timeline) Days(ctx context.Context) ([]photo.Day, error) {
	return store.Collect(ctx, l.db, func(row store.Scanner) (d photo.Day, err error) {
		var day, widths int64
		err = row.Scan(&day, &d.Photos, &widths)
		d.Start = time.Unix(day*secondsOfDay, 0).UTC()
		d.Widths = float64(widths) / 1000
		return d, err
	}, daysQuery)
}

const secondsOfDay = 24 * 60 * 60

// flag marks the tiles that screening covers.
func (l *Timeline) flag(ctx context.Context, tiles []photo.Tile) ([]photo.Tile, error) {
	flagged, err := filter.Reader{DB: l.db}.Flagged(ctx)
	if err != nil || flagged.Len() == 0 {
		return tiles, err
	}
	for i := range tiles {
		tiles[i].Flagged = flagged.Has(tiles[i].ID)
	}
	return tiles, nil
}
