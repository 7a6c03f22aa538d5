package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// albums caches the albums of a query, so that each is searched once. One that is being searched
// has no photos yet: an album that names itself, or two that name each other, contain none through
// that.
type albums map[photo.AlbumID]album

// album is the result of searching one.
type album struct {
	photos *photo.Set
	err    error
}

// selected returns the photos for which all filters of q hold; nil, which means every photo, if
// there are no filters.
func (s *answerer) selected(ctx context.Context, q query.Query, inside albums) (*photo.Set, error) {
	if len(q.Filters) == 0 {
		return nil, nil
	}
	filters := slices.Clone(q.Filters)
	for i, f := range filters {
		var err error
		if filters[i].Condition, err = s.resolve(ctx, f.Condition, q.Now, inside); err != nil {
			return nil, err
		}
	}
	return s.o.Catalog.Select(ctx, filters)
}

// resolve replaces the names of albums by their photos, which the catalog cannot do: albums are
// searches.
func (s *answerer) resolve(
	ctx context.Context, c query.Condition, now time.Time, inside albums,
) (query.Condition, error) {
	switch c := c.(type) {
	case query.Text:
		if c.In != query.Album {
			return c, nil
		}
		in, err := s.inAlbums(ctx, c.Want, now, inside)
		return query.IDs{Set: in}, err
	case query.Phrase:
		// Other texts count too if an album of that name cannot be searched.
		in, _ := s.inAlbums(ctx, string(c), now, inside)
		return query.Any{c, query.IDs{Set: in}}, ctx.Err()
	}
	return c, nil
}

// inAlbums returns the photos of all albums whose name contains a text. If one cannot be searched
// it returns those of the others, with its error.
func (s *answerer) inAlbums(ctx context.Context, want string, now time.Time, inside albums) (*photo.Set, error) {
	all := new(photo.Set)
	named, err := s.o.Catalog.AlbumsNamed(ctx, want)
	for _, a := range named {
		if _, done := inside[a.ID]; !done {
			inside[a.ID] = album{photos: new(photo.Set)}
			inside[a.ID] = s.inAlbum(ctx, query.Parse(a.Line, query.Options{Now: now}), inside)
		}
		all.Or(inside[a.ID].photos)
		err = cmp.Or(err, inside[a.ID].err)
	}
	return all, err
}

func (s *answerer) inAlbum(ctx context.Context, q query.Query, inside albums) album {
	found, err := s.rank(ctx, q, inside)
	in := album{photos: new(photo.Set), err: err}
	if errors.Is(err, ErrEmpty) {
		in.err = nil // such an album has no photos
	}
	for _, m := range found.Matches {
		in.photos.Add(m.ID)
	}
	return in
}
