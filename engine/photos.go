package engine

import (
	"context"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"path/filepath"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/file"
	"recollect/engine/photo"
	"recollect/engine/places"
	"recollect/engine/thumb"
)

// headBytes is how much of a file is needed to recognise its format.
const headBytes = 512

// Photos describes the photos of a library, and shows them. Its methods may be called from any
// goroutine.
type Photos struct {
	catalog *catalog.Catalog
	thumbs  *thumb.Cache
	budget  *decode.Budget
	want    func(photo.ID) // makes a photo be analysed before others
	log     *slog.Logger
}

// Tiles returns every photo that can be shown, newest first.
func (ph *Photos) Tiles(ctx context.Context) ([]photo.Tile, error) { return ph.catalog.Tiles(ctx) }

// Photo returns what the library knows of a photo, with the name of its place, or catalog.ErrNotFound.
func (ph *Photos) Photo(ctx context.Context, id photo.ID) (photo.Photo, error) {
	p, err := ph.catalog.Photo(ctx, id)
	if err != nil {
		return p, err
	}
	places.Name(p.Meta.Place)
	p.Edited, err = ph.catalog.Edited(ctx, id)
	return p, err
}

// Companions returns the files that are shown with a photo, by path: the RAW file of a JPEG, the
// film of a live photo. A file that is shown with another has none; see its Lead.
func (ph *Photos) Companions(ctx context.Context, id photo.ID) ([]photo.Photo, error) {
	return ph.catalog.Companions(ctx, id)
}

// Paths returns the path of every photo that Tiles returns.
func (ph *Photos) Paths(ctx context.Context) (map[photo.ID]string, error) {
	return ph.catalog.Paths(ctx)
}

// PathsOf returns where some photos are, in the order of ids. It is zero for those that Tiles would not return.
func (ph *Photos) PathsOf(ctx context.Context, ids []photo.ID) ([]photo.Location, error) {
	return ph.catalog.PathsOf(ctx, ids)
}

// ByPath returns the photo of the library whose file is at path, or catalog.ErrNotFound.
func (ph *Photos) ByPath(ctx context.Context, path string) (photo.Photo, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return photo.Photo{}, err
	}
	return ph.catalog.ByPath(ctx, abs)
}

// Describe returns what is known of a picture file, which may be in the library: its ID, Hash and
// Lead are zero if it is not. Errors are those of Describer.
func (ph *Photos) Describe(ctx context.Context, path string) (photo.Photo, error) {
	return (&Describer{Photos: ph}).Describe(ctx, path)
}

// Thumb returns a small picture of a photo, its longest side at most sizePx, which is thumb.Small
// or thumb.Large. It comes from the cache, or is made and cached. Errors are those of decode and of
// the catalog, or ctx's.
func (ph *Photos) Thumb(ctx context.Context, id photo.ID, sizePx int) (image.Image, error) {
	p, err := ph.catalog.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Hash != (photo.Hash{}) {
		img, err := ph.thumbs.Get(ctx, p.Hash, sizePx)
		if err == nil {
			return img, nil
		}
		if !errors.Is(err, thumb.ErrMissing) {
			ph.log.Warn("read a thumbnail", "err", err) // it can be made again
		}
	}
	if p.Hash == (photo.Hash{}) {
		ph.want(id)
	}
	if err := ctx.Err(); err != nil {
		return nil, err // the photo was scrolled away: decoding would be useless
	}
	pic, err := decode.File(ctx, p.File, decode.Options{LongPx: sizePx, Budget: ph.budget})
	if err != nil {
		return nil, err
	}
	small := pic.OnScreen(sizePx)
	if err := ph.thumbs.Put(pic.Hash, sizePx, small); err != nil {
		ph.log.Warn("store a thumbnail", "err", err) // it can be shown all the same
	}
	return small, nil
}

// Picture returns a photo from its file, upright, its longest side at most longSidePx.
func (ph *Photos) Picture(ctx context.Context, id photo.ID, longSidePx int) (image.Image, error) {
	p, err := ph.catalog.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	return ph.Preview(ctx, p.Path, longSidePx)
}

// Preview returns any picture file, upright, its longest side at most
// longSidePx. Errors are those of decode, or ctx's.
func (ph *Photos) Preview(ctx context.Context, path string, longSidePx int) (image.Image, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("show %s: %w", path, err)
	}
	pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{LongPx: longSidePx, Budget: ph.budget})
	if err != nil {
		return nil, err
	}
	return pic.OnScreen(longSidePx), nil
}

// Head returns the first bytes of any file, at most 512. The error is file.ErrKind
// for what is no regular file, or the file system's.
func (ph *Photos) Head(path string) ([]byte, error) { return file.Head(path, headBytes) }
