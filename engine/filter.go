package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/search"
)

// albums are those that are being looked into: one that names itself, or two
// that name each other, hold no photos by that.
type albums map[photo.AlbumID]bool

// selected returns the photos for which all filters hold, ascending; nil where
// there are no filters.
func (e *Engine) selected(ctx context.Context, filters []query.Filter, inside albums) ([]photo.ID, error) {
	if len(filters) == 0 {
		return nil, nil
	}
	known, err := e.catalog.Albums(ctx)
	if err != nil {
		return nil, err
	}
	filters = slices.Clone(filters)
	for i, f := range filters {
		if filters[i].Condition, err = e.resolve(ctx, f.Condition, known, inside); err != nil {
			return nil, err
		}
	}
	ids, err := e.catalog.Select(ctx, filters)
	if ids == nil {
		ids = []photo.ID{} // none, which is not all
	}
	return ids, err
}

// resolve puts the photos of albums in the place of their names, which the
// catalog cannot do: they are searches.
func (e *Engine) resolve(ctx context.Context, c query.Condition, known []photo.Album, inside albums) (query.Condition, error) {
	switch c := c.(type) {
	case query.Text:
		if c.In != query.Album {
			return c, nil
		}
		ids, _, err := e.inAlbums(ctx, c.Want, known, inside)
		return query.IDs(ids), err
	case query.Phrase:
		ids, any, err := e.inAlbums(ctx, string(c), known, inside)
		if err != nil || !any {
			return c, err
		}
		return query.Any{c, query.IDs(ids)}, nil
	}
	return c, nil
}

// inAlbums are the photos of all albums whose name has a text, and whether
// there is such an album.
func (e *Engine) inAlbums(ctx context.Context, want string, known []photo.Album, inside albums) (ids []photo.ID, any bool, err error) {
	for _, a := range known {
		if !strings.Contains(strings.ToLower(a.Name), strings.ToLower(want)) || inside[a.ID] {
			continue
		}
		any = true
		deeper := maps.Clone(inside)
		if deeper == nil {
			deeper = albums{}
		}
		deeper[a.ID] = true
		found, err := e.rank(ctx, photo.Query{Text: a.Line}, deeper)
		if errors.Is(err, search.ErrEmpty) {
			continue // such an album holds nothing
		}
		if err != nil {
			return nil, false, err
		}
		for _, m := range found.Matches {
			ids = append(ids, m.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), any, nil
}
