package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"recollect/engine/photo"
)

// Photo returns one photo, or ErrNotFound.
func (c *Catalog) Photo(ctx context.Context, id photo.ID) (photo.Photo, error) {
	return c.one(ctx, `p.id = ?`, id)
}

// ByPath returns the photo at an absolute path, or ErrNotFound.
func (c *Catalog) ByPath(ctx context.Context, path string) (photo.Photo, error) {
	return c.one(ctx, `p.path = ?`, path)
}

func (c *Catalog) one(ctx context.Context, where string, arg any) (photo.Photo, error) {
	row := c.read.QueryRowContext(ctx, `SELECT `+photoColumns+` FROM photos p JOIN folders f ON f.id = p.folder_id WHERE `+where, arg)
	p, err := scanPhoto(row)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("photo %v: %w", arg, ErrNotFound)
	}
	return p, explain(err)
}

// InFolder returns every file known in a folder, broken ones among them, by path.
func (c *Catalog) InFolder(ctx context.Context, folder photo.FolderID) ([]photo.Photo, error) {
	return c.photos(ctx, `WHERE p.folder_id = ? ORDER BY p.path`, folder)
}

// Below returns every file known below a folder on disk, broken ones among them, by path.
func (c *Catalog) Below(ctx context.Context, dir string) ([]photo.Photo, error) {
	dir = strings.TrimSuffix(dir, string(os.PathSeparator)) // that of the root of a volume
	// All that begins with dir and a separator, up to the character that follows it:
	// a range of the index on path, however large the library.
	return c.photos(ctx, `WHERE p.path > ? AND p.path < ? ORDER BY p.path`,
		dir+string(os.PathSeparator), dir+string(os.PathSeparator+1))
}

// Waiting returns up to limit photos that have no vector yet and can be
// reached, newest first.
func (c *Catalog) Waiting(ctx context.Context, limit int) ([]photo.Photo, error) {
	return c.photos(ctx, `WHERE p.state = 0 AND f.away = 0 ORDER BY p.taken_ns DESC LIMIT ?`, limit)
}

func (c *Catalog) photos(ctx context.Context, rest string, args ...any) ([]photo.Photo, error) {
	return collect(ctx, c, scanPhoto, `SELECT `+photoColumns+` FROM photos p JOIN folders f ON f.id = p.folder_id `+rest, args...)
}

// collect runs a query and reads every row of its answer.
func collect[T any](ctx context.Context, c *Catalog, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := c.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, explain(err)
		}
		out = append(out, v)
	}
	return out, explain(rows.Err())
}

const tileColumns = `SELECT p.id, p.width, p.height, p.taken_ns, p.colour, p.mtime_ns, p.size FROM photos p `

func scanTile(row scanner) (photo.Tile, error) {
	var (
		t                  photo.Tile
		taken, mtime, size int64
		colour             int
	)
	err := row.Scan(&t.ID, &t.WidthPx, &t.HeightPx, &taken, &colour, &mtime, &size)
	t.Version = uint64(mtime) ^ uint64(size)<<32
	t.Taken = time.Unix(0, taken).UTC()
	t.Colour = unpackRGB(colour)
	return t, err
}

// Tiles returns every photo that can be shown, newest first.
func (c *Catalog) Tiles(ctx context.Context) ([]photo.Tile, error) {
	return collect(ctx, c, scanTile, tileColumns+`WHERE p.state < 2 ORDER BY p.taken_ns DESC, p.id`)
}

// Tile returns the tile of one photo that can be shown, or ErrNotFound.
func (c *Catalog) Tile(ctx context.Context, id photo.ID) (photo.Tile, error) {
	t, err := scanTile(c.read.QueryRowContext(ctx, tileColumns+`WHERE p.state < 2 AND p.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return t, fmt.Errorf("photo %d: %w", id, ErrNotFound)
	}
	return t, explain(err)
}

// Vector returns the current model's vector of a content, or ErrNotFound.
func (c *Catalog) Vector(ctx context.Context, h photo.Hash) (photo.Vector, error) {
	var b []byte
	err := c.read.QueryRowContext(ctx, `SELECT vector FROM vectors WHERE model = ? AND hash = ?`, c.model, h[:]).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("vector of %x: %w", h[:4], ErrNotFound)
	}
	if err != nil {
		return nil, explain(err)
	}
	return unpack(b)
}

// Vectors calls each with every encoded photo and its vector, which each may keep.
func (c *Catalog) Vectors(ctx context.Context, each func(photo.ID, photo.Vector) error) error {
	rows, err := c.read.QueryContext(ctx, `
		SELECT p.id, v.vector FROM photos p JOIN vectors v ON v.model = ? AND v.hash = p.hash WHERE p.state = 1`, c.model)
	if err != nil {
		return explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id photo.ID
		var raw sql.RawBytes
		if err := rows.Scan(&id, &raw); err != nil {
			return explain(err)
		}
		v, err := unpack(raw)
		if err != nil {
			return fmt.Errorf("photo %d: %w", id, err)
		}
		if err := each(id, v); err != nil {
			return err
		}
	}
	return explain(rows.Err())
}

// Problems returns the files that cannot be shown, by path.
func (c *Catalog) Problems(ctx context.Context) ([]photo.Problem, error) {
	scan := func(row scanner) (photo.Problem, error) {
		var p photo.Problem
		err := row.Scan(&p.ID, &p.Path, &p.Reason, &p.Detail)
		return p, err
	}
	return collect(ctx, c, scan, `SELECT p.id, p.path, r.reason, r.detail FROM problems r JOIN photos p ON p.id = r.photo_id ORDER BY p.path`)
}

// Counts is how many photos a library has, and of what kind.
type Counts struct {
	Photos   int // that can be shown
	Encoded  int
	Problems int
	Away     int // of Photos
	Waiting  int // not encoded and not away
	Folders  int
}

// Counts counts the library.
func (c *Catalog) Counts(ctx context.Context) (Counts, error) {
	var n Counts
	err := c.read.QueryRowContext(ctx, `
		SELECT coalesce(sum(n) FILTER (WHERE state < 2), 0), coalesce(sum(n) FILTER (WHERE state = 1), 0),
			coalesce(sum(n) FILTER (WHERE state = 2), 0), coalesce(sum(n) FILTER (WHERE state < 2 AND away), 0),
			coalesce(sum(n) FILTER (WHERE state = 0 AND NOT away), 0), (SELECT count(*) FROM folders)
		FROM (SELECT folder_id, state, count(*) AS n FROM photos GROUP BY folder_id, state) JOIN folders f ON f.id = folder_id`).
		Scan(&n.Photos, &n.Encoded, &n.Problems, &n.Away, &n.Waiting, &n.Folders)
	return n, explain(err)
}

// Paths returns the path of every photo that can be shown.
func (c *Catalog) Paths(ctx context.Context) (map[photo.ID]string, error) {
	rows, err := c.read.QueryContext(ctx, `SELECT id, path FROM photos WHERE state < 2`)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	out := map[photo.ID]string{}
	for rows.Next() {
		var id photo.ID
		var path string
		if err := rows.Scan(&id, &path); err != nil {
			return nil, explain(err)
		}
		out[id] = path
	}
	return out, explain(rows.Err())
}
