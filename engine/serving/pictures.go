package serving

import (
	"context"
	"errors"

	"recollect/engine/analyse"
	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/photo"
)

// queryPictures embeds the pictures that are searched with.
type queryPictures struct {
	catalog *catalog.Catalog
	model   *Model
	budget  *decode.Budget
}

// OfFile embeds a picture file. A content that the library knows costs
// no encoding.
func (p queryPictures) OfFile(ctx context.Context, path string) (photo.Vector, error) {
	pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{ShortPx: p.model.SizePx(), Budget: p.budget})
	if err != nil {
		return nil, err
	}
	v, err := p.catalog.VectorBy(ctx, p.model.Fingerprint(), pic.Hash)
	if !errors.Is(err, catalog.ErrNotFound) {
		return v, err
	}
	return analyse.EncodeOne(ctx, p.model.Model, pic.Image)
}

// OfPhoto returns a photo's vector, encoding it if that was not done yet.
func (p queryPictures) OfPhoto(ctx context.Context, id photo.ID) (photo.Vector, error) {
	known, err := p.catalog.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	if v, err := p.catalog.VectorBy(ctx, p.model.Fingerprint(), known.Hash); !errors.Is(err, catalog.ErrNotFound) {
		return v, err
	}
	return p.OfFile(ctx, known.Path)
}
