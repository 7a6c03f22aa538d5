package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"recollect/engine/catalog/filter"
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
		in, err := s.inAlbums(ctx, c.Want, true, now, inside)
		return query.IDs{Set: in}, err
	case query.Phrase:
		// Other texts count too if an album of that name cannot be searched.
		in, _ := s.inAlbums(ctx, string(c), false, now, inside)
		return query.Any{c, query.IDs{Set: in}}, ctx.Err()
	}
	return c, nil
}

// inAlbums returns the photos of all albums whose name contains a text, or of the one whose name it is if
// there is one and named is set. If one cannot be searched it returns those of the others, with its error.
func (s *answerer) inAlbums(
	ctx context.Context, want string, named bool, now time.Time, inside albums,
) (*photo.Set, error) {
	all := new(photo.Set)
	found, err := s.albumsOf(ctx, want, named)
	for _, a := range found {
		if _, done := inside[a.ID]; !done {
			inside[a.ID] = album{photos: new(photo.Set)}
			inside[a.ID] = s.inAlbum(ctx, a, now, inside)
		}
		all.Or(inside[a.ID].photos)
		err = cmp.Or(err, inside[a.ID].err)
	}
	return all, err
}

// albumsOf returns the albums whose name contains a text or, if named, the one whose name it is.
func (s *answerer) albumsOf(ctx context.Context, want string, named bool) ([]photo.Album, error) {
	found, err := s.o.Catalog.AlbumsNamed(ctx, want)
	is := func(a photo.Album) bool { return named && filter.Fold(a.Name) == filter.Fold(want) }
	if i := slices.IndexFunc(found, is); i >= 0 {
		found = found[i : i+1]
	}
	return found, err
}

// inOrder returns the photos of the album made by hand that q asks for, and for nothing else, in its
// order; ok is false if q asks for something else, or for another order.
func (s *answerer) inOrder(ctx context.Context, q query.Query) (ids []photo.ID, ok bool, err error) {
	if len(q.Filters) != 1 || q.Filters[0].Not || q.Sort != "" {
		return nil, false, nil
	}
	t, is := q.Filters[0].Condition.(query.Text)
	if !is || t.In != query.Album {
		return nil, false, nil
	}
	found, err := s.albumsOf(ctx, t.Want, true)
	if err != nil || len(found) != 1 || !found[0].ByHand {
		return nil, false, err
	}
	ids, err = s.o.Catalog.Members(ctx, found[0].ID)
	return ids, true, err
}

func (s *answerer) inAlbum(ctx context.Context, a photo.Album, now time.Time, inside albums) album {
	if a.ByHand {
		ids, err := s.o.Catalog.Members(ctx, a.ID)
		return album{photo.NewSet(ids...), err}
	}
	found, err := s.rank(ctx, query.Parse(a.Line, query.Options{Now: now}), inside)
	in := album{photos: new(photo.Set), err: err}
	if errors.Is(err, ErrEmpty) {
		in.err = nil // such an album has no photos
	}
	for _, m := range found.Matches {
		in.photos.Add(m.ID)
	}
	return in
}
