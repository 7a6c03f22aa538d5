package pages

import (
	"context"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/work"
)

// Counts counts what the rows of the side bar stand for.
type Counts struct {
	Group  *work.Group
	Things func(context.Context) ([]photo.Thing, error)             // nil: there are none
	Search func(context.Context, query.Query) (photo.Answer, error) // answers the search of an album
	Show   func(things int, albums map[photo.AlbumID]int)

	counting work.Latest[counted]
}

type counted struct {
	things int
	albums map[photo.AlbumID]int
}

// Count counts the things and the photos of albums. What cannot be counted has no number.
func (c *Counts) Count(albums []photo.Album) {
	c.counting.Run(c.Group, func(ctx context.Context) (counted, error) {
		all := counted{albums: map[photo.AlbumID]int{}}
		if c.Things != nil {
			things, err := c.Things(ctx)
			if err != nil {
				return all, err
			}
			all.things = len(things)
		}
		for _, a := range albums {
			answer, err := c.Search(ctx, query.Parse(a.Line, query.Options{}))
			if err == nil {
				all.albums[a.ID] = len(answer.Hits)
			}
		}
		return all, ctx.Err()
	}, func(all counted, err error) {
		if err == nil {
			c.Show(all.things, all.albums)
		}
	})
}
