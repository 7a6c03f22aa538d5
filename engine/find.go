package engine

import (
	"context"
	"errors"
	"strings"

	"recollect/engine/analyse"
	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/search"
)

// Search answers q: see photo.Answer. A photo named in q.Like is not among the
// hits; a file named in q.Images is, when the library has it. What q.Mistakes names
// is left out, or taken for words. A query of filters alone is answered by every
// photo for which they hold, without the model. Errors: search.ErrEmpty,
// query.ErrTooLong, ort.ErrNoRuntime, model.ErrNoModel, those of decode for pictures,
// ctx's, or the catalog's.
func (e *Engine) Search(ctx context.Context, q query.Query) (photo.Answer, error) {
	found, err := e.rank(ctx, q, albums{})
	if err != nil {
		return photo.Answer{}, err
	}
	ids := make([]photo.ID, len(found.Matches))
	for i, m := range found.Matches {
		ids[i] = m.ID
	}
	tiles, err := e.catalog.TilesOf(ctx, ids)
	if err != nil {
		return photo.Answer{}, err
	}
	a := photo.Answer{Hits: make([]photo.Hit, 0, len(tiles)), Weak: found.Weak, Unsure: found.Unsure}
	for _, m := range found.Matches {
		if t, ok := tiles[m.ID]; ok { // it may have gone while we searched
			a.Hits = append(a.Hits, photo.Hit{Tile: t, Score: float64(m.Score), Confidence: m.Confidence, Relevant: m.Relevant})
		}
	}
	return a, nil
}

// Rank is Search without asking the catalog what the photos are.
func (e *Engine) Rank(ctx context.Context, q query.Query) ([]search.Match, error) {
	found, err := e.rank(ctx, q, albums{})
	return found.Matches, err
}

// rank is Rank beside the albums that were looked into for it.
func (e *Engine) rank(ctx context.Context, q query.Query, inside albums) (search.Answer, error) {
	if err := query.Check(q.Text); err != nil {
		return search.Answer{}, err
	}
	parts, omit, err := e.parts(ctx, q)
	if err != nil {
		return search.Answer{}, err
	}
	only, err := e.selected(ctx, q, inside)
	if err != nil {
		return search.Answer{}, err
	}
	if len(parts) == 0 {
		return e.filtered(ctx, only, q.Sort, q.Limit)
	}
	if err := e.follow(ctx); err != nil {
		return search.Answer{}, err
	}
	sq := search.Query{Parts: parts, Only: only, Omit: omit, All: q.All, Limit: q.Limit}
	sorted := q.Sort != "" && q.Sort != query.ByRelevance
	if sorted {
		sq.Limit = 0 // the newest need not be among the best
	}
	found, err := e.search.Search(ctx, sq)
	if err != nil || !sorted {
		return found, err
	}
	found.Matches, err = e.sorted(ctx, found.Matches, q.Sort, q.Limit)
	return found, err
}

// parts are what q says that photos should look like, and the photos that are
// no answer because they were asked with.
func (e *Engine) parts(ctx context.Context, q query.Query) ([]search.Part, *photo.Set, error) {
	var parts []search.Part
	var omit *photo.Set
	add := func(v photo.Vector, weight float64, err error) error {
		parts = append(parts, search.Part{Picture: v, Weight: weight})
		return err
	}
	for _, p := range q.Parts {
		if p.Picture == "" {
			parts = append(parts, search.Part{Text: p.Text, Weight: p.Weight})
			continue
		}
		v, err := e.vectorOfFile(ctx, p.Picture)
		if err := add(v, p.Weight, err); err != nil {
			return nil, nil, err
		}
	}
	for _, not := range q.Not {
		if not = strings.TrimSpace(not); not != "" {
			parts = append(parts, search.Part{Text: not, Weight: -1})
		}
	}
	for _, path := range q.Images {
		v, err := e.vectorOfFile(ctx, path)
		if err := add(v, 1, err); err != nil {
			return nil, nil, err
		}
	}
	if len(q.Like) > 0 {
		omit = photo.NewSet(q.Like...)
	}
	for _, id := range q.Like {
		v, err := e.vectorOfPhoto(ctx, id)
		if err := add(v, 1, err); err != nil {
			return nil, nil, err
		}
	}
	return parts, omit, nil
}

// filtered answers a query that only says what must hold of photos, and their order:
// an order alone is one of all photos.
func (e *Engine) filtered(ctx context.Context, only *photo.Set, by query.Sort, limit int) (search.Answer, error) {
	if only == nil && by == "" {
		return search.Answer{}, search.ErrEmpty
	}
	if only == nil {
		var err error
		if only, err = e.catalog.Select(ctx, nil); err != nil {
			return search.Answer{}, err
		}
	}
	matches := make([]search.Match, 0, only.Len())
	for id := range only.All() {
		matches = append(matches, search.Match{ID: id, Confidence: 1, Relevant: true})
	}
	if by == "" || by == query.ByRelevance {
		by = query.Newest
	}
	matches, err := e.sorted(ctx, matches, by, limit)
	return search.Answer{Matches: matches}, err
}

// sorted brings matches into an order and keeps the first of them, all where
// limit is 0.
func (e *Engine) sorted(ctx context.Context, matches []search.Match, by query.Sort, limit int) ([]search.Match, error) {
	of := make(map[photo.ID]search.Match, len(matches))
	ids := make([]photo.ID, len(matches))
	for i, m := range matches {
		of[m.ID], ids[i] = m, m.ID
	}
	ids, err := e.catalog.Sorted(ctx, ids, by)
	if err != nil {
		return nil, err
	}
	if limit > 0 {
		ids = ids[:min(limit, len(ids))]
	}
	out := make([]search.Match, len(ids))
	for i, id := range ids {
		out[i] = of[id]
	}
	return out, nil
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
	return analyse.EncodeOne(ctx, e.model, pic.Image)
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
