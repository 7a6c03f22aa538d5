package engine

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"

	"recollect/engine/catalog"
	"recollect/engine/clip"
	"recollect/engine/decode"
	"recollect/engine/meta"
	"recollect/engine/photo"
	"recollect/engine/search"
)

// Search returns the photos that fit q best, best first. A photo named in
// q.Like is not among them; a file named in q.Images is, when the library has
// it. Errors: search.ErrEmpty, clip.ErrNoRuntime, clip.ErrNoModel, those of
// decode for q.Images, ctx's, or the catalog's.
func (e *Engine) Search(ctx context.Context, q photo.Query) ([]photo.Hit, error) {
	matches, err := e.Rank(ctx, q)
	if err != nil {
		return nil, err
	}
	hits := make([]photo.Hit, 0, len(matches))
	tile, err := e.tiles(ctx, len(matches))
	if err != nil {
		return nil, err
	}
	for _, m := range matches {
		t, err := tile(m.ID)
		if errors.Is(err, catalog.ErrNotFound) {
			continue // it went while we searched
		}
		if err != nil {
			return nil, err
		}
		hits = append(hits, photo.Hit{Tile: t, Score: float64(m.Score)})
	}
	return hits, nil
}

// manyTiles is from how many on reading all tiles at once is cheaper than one
// by one.
const manyTiles = 1000

// tiles returns a function that finds tiles, made for n calls.
func (e *Engine) tiles(ctx context.Context, n int) (func(photo.ID) (photo.Tile, error), error) {
	if n < manyTiles {
		return func(id photo.ID) (photo.Tile, error) { return e.catalog.Tile(ctx, id) }, nil
	}
	all, err := e.catalog.Tiles(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[photo.ID]photo.Tile, len(all))
	for _, t := range all {
		byID[t.ID] = t
	}
	return func(id photo.ID) (photo.Tile, error) {
		t, ok := byID[id]
		if !ok {
			return t, catalog.ErrNotFound
		}
		return t, nil
	}, nil
}

// Rank is Search without asking the catalog what the photos are. Weak matches are
// among them.
func (e *Engine) Rank(ctx context.Context, q photo.Query) ([]search.Match, error) {
	sq := search.Query{Limit: q.Limit, Omit: map[photo.ID]bool{}, All: true}
	pictures := float64(len(q.Images) + len(q.Like))
	sq.Parts = append(sq.Parts, search.Part{Text: q.Text})
	for _, not := range q.Not {
		sq.Parts = append(sq.Parts, search.Part{Text: not, Weight: -1})
	}
	for _, path := range q.Images {
		v, err := e.vectorOfFile(ctx, path)
		if err != nil {
			return nil, err
		}
		sq.Parts = append(sq.Parts, search.Part{Picture: v, Weight: 1 / pictures})
	}
	for _, id := range q.Like {
		v, err := e.vectorOfPhoto(ctx, id)
		if err != nil {
			return nil, err
		}
		sq.Parts = append(sq.Parts, search.Part{Picture: v, Weight: 1 / pictures})
		sq.Omit[id] = true
	}
	answer, err := e.search.Search(ctx, sq)
	return answer.Matches, err
}

// vectorOfFile embeds a picture file. A content that the library knows costs
// no encoding.
func (e *Engine) vectorOfFile(ctx context.Context, path string) (photo.Vector, error) {
	pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{ShortPx: e.model.SizePx(), Budget: e.budget})
	if err != nil {
		return nil, err
	}
	v, err := e.catalog.Vector(ctx, pic.Hash)
	if !errors.Is(err, catalog.ErrNotFound) {
		return v, err
	}
	return e.encodeOne(ctx, decode.Flatten(pic.Image))
}

// vectorOfPhoto returns a photo's vector, encoding it if that was not done yet.
func (e *Engine) vectorOfPhoto(ctx context.Context, id photo.ID) (photo.Vector, error) {
	p, err := e.catalog.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	if v, err := e.catalog.Vector(ctx, p.Hash); !errors.Is(err, catalog.ErrNotFound) {
		return v, err
	}
	return e.vectorOfFile(ctx, p.Path)
}

func (e *Engine) encodeOne(ctx context.Context, img *image.RGBA) (photo.Vector, error) {
	if err := e.model.Load(); err != nil {
		return nil, err
	}
	vs, err := e.model.Images(ctx, []clip.Pixels{e.model.Prepare(img)})
	if err != nil {
		return nil, err
	}
	return catalog.Round(vs[0]), nil
}

// Tiles returns every photo that can be shown, newest first.
func (e *Engine) Tiles(ctx context.Context) ([]photo.Tile, error) { return e.catalog.Tiles(ctx) }

// Photo returns what the library knows of a photo, or catalog.ErrNotFound.
func (e *Engine) Photo(ctx context.Context, id photo.ID) (photo.Photo, error) {
	return e.catalog.Photo(ctx, id)
}

// Companions returns the files that are shown with a photo, by path: the RAW
// file of a JPEG, the film of a live photo. A file that is shown with another
// has none; its Lead tells with which.
func (e *Engine) Companions(ctx context.Context, id photo.ID) ([]photo.Photo, error) {
	return e.catalog.Companions(ctx, id)
}

// Paths returns the path of every photo that Tiles returns.
func (e *Engine) Paths(ctx context.Context) (map[photo.ID]string, error) { return e.catalog.Paths(ctx) }

// Describe tells what is known of a picture file, in the library or not: its
// ID, Hash and Lead are zero when it is not. Errors are those of the package's Describe.
func (e *Engine) Describe(ctx context.Context, path string) (photo.Photo, error) {
	p, err := Describe(path)
	if err != nil {
		return p, err
	}
	known, err := e.catalog.ByPath(ctx, p.Path)
	if errors.Is(err, catalog.ErrNotFound) {
		return p, nil
	}
	if known.Size == p.Size && known.ModTime.Equal(p.ModTime) {
		p.Hash, p.Damaged = known.Hash, known.Damaged
	}
	p.ID, p.Folder, p.Lead = known.ID, known.Folder, known.Lead
	return p, err
}

// Describe tells what a picture file says of itself, without a library. Errors
// are those of the file system and of decode.
func Describe(path string) (photo.Photo, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return photo.Photo{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return photo.Photo{}, err
	}
	p := photo.Photo{File: photo.File{Path: path, Size: info.Size(), ModTime: info.ModTime()}}
	// In a folder that may not be listed the picture can be read all the same.
	p.Sidecars, _ = meta.Beside(path)
	p.Details, err = decode.Describe(p.File)
	return p, err
}
