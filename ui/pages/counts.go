package pages

import (
	"context"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/call"
	"recollect/ui/work"
)

// Counts counts what the rows of the side bar stand for.
type Counts struct {
	Group  *work.Group
	Things func(context.Context) ([]photo.Thing, error)             // nil: there are none
	Places bool                                                     // there is a page of them
	Search func(context.Context, query.Query) (photo.Answer, error) // answers the search of an album
	// Suggest is given the name of the thing that most photos show; empty: none is known. It may be nil.
	Suggest func(thing string)
	Show    func(things, places int, albums map[photo.AlbumID]int)

	counting work.Latest[counted]
}

type counted struct {
	things int
	most   string // the thing that most photos show
	places int    // photos of which the place is known
	albums map[photo.AlbumID]int
}

// Count counts the things, the photos with a place, and those of albums. What cannot be counted has no number.
func (c *Counts) Count(albums []photo.Album) {
	c.counting.Run(c.Group, func(ctx context.Context) (counted, error) {
		all := counted{albums: map[photo.AlbumID]int{}}
		if c.Things != nil {
			things, err := c.Things(ctx)
			if err != nil {
				return all, err
			}
			all.things, all.most = len(things), most(things)
		}
		if answer, err := c.placed(ctx); err == nil {
			all.places = len(answer.Hits)
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
			c.Show(all.things, all.places, all.albums)
			call.With(c.Suggest, all.most)
		}
	})
}

// most returns the name of the thing that most photos show, for as much as people have said or the model
// suggests: one that a search may well begin with. What screening covers is none.
func most(things []photo.Thing) (name string) {
	photos := 0
	for _, t := range things {
		if n := t.Confirmed + t.Suggested; n > photos && !t.Flagged {
			name, photos = t.Name, n
		}
	}
	return name
}

// placed finds the photos whose place is known.
func (c *Counts) placed(ctx context.Context) (photo.Answer, error) {
	if !c.Places {
		return photo.Answer{}, nil
	}
	return c.Search(ctx, query.Query{Filters: []query.Filter{{Condition: query.HasGPS}}})
}
