package engine

import (
	"context"
	"errors"
	"fmt"
	"image"

	"recollect/engine/decode"
	"recollect/engine/file"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// headBytes of a file tell what it is.
const headBytes = 512

// Thumb returns a small picture of a photo, its longest side at most sizePx,
// which is thumb.Small or thumb.Large. It comes from the cache, or is made and
// kept. Errors are those of decode and of the catalog, or ctx's.
func (e *Engine) Thumb(ctx context.Context, id photo.ID, sizePx int) (image.Image, error) {
	p, err := e.catalog.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Hash != (photo.Hash{}) {
		img, err := e.thumbs.Get(ctx, p.Hash, sizePx)
		if err == nil {
			return img, nil
		}
		if !errors.Is(err, thumb.ErrMissing) {
			e.opts.Log.Warn("read a thumbnail", "err", err) // it can be made again
		}
	}
	if p.Hash == (photo.Hash{}) {
		e.ingest.Want(id)
	}
	if err := ctx.Err(); err != nil {
		return nil, err // scrolled away meanwhile: decoding would be for nothing
	}
	pic, err := decode.File(ctx, p.File, decode.Options{LongPx: sizePx, Budget: e.budget})
	if err != nil {
		return nil, err
	}
	small := pic.OnScreen(sizePx)
	if err := e.thumbs.Put(pic.Hash, sizePx, small); err != nil {
		e.opts.Log.Warn("keep a thumbnail", "err", err) // it can be shown all the same
	}
	return small, nil
}

// Picture returns a photo from its file, upright, its longest side at most longSidePx.
func (e *Engine) Picture(ctx context.Context, id photo.ID, longSidePx int) (image.Image, error) {
	p, err := e.catalog.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	return e.Preview(ctx, p.Path, longSidePx)
}

// Preview returns any picture file, upright, its longest side at most
// longSidePx. Errors are those of decode, or ctx's.
func (e *Engine) Preview(ctx context.Context, path string, longSidePx int) (image.Image, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("show %s: %w", path, err)
	}
	pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{LongPx: longSidePx, Budget: e.budget})
	if err != nil {
		return nil, err
	}
	return pic.OnScreen(longSidePx), nil
}

// Head returns the first bytes of any file, at most 512. The error is file.ErrKind
// for what is no regular file, or the file system's.
func (e *Engine) Head(path string) ([]byte, error) { return file.Head(path, headBytes) }
