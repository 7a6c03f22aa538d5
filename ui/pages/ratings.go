package pages

import (
	"context"
	"log/slog"
	"slices"

	"recollect/engine/photo"
	"recollect/ui/grid"
	"recollect/ui/work"
)

// mostRated is how many photos the grid knows the ratings of before it forgets those out of sight.
const mostRated = 5000

// Ratings tells the grid the stars and labels of the photos on screen. All of it belongs to the UI goroutine.
type Ratings struct {
	Group *work.Group
	Grid  *grid.Grid
	// Read returns what is said of those photos of which anything is; called off the UI goroutine. nil: nothing is
	// told.
	Read func(context.Context, []photo.ID) (map[photo.ID]photo.Rated, error)

	known   map[photo.ID]photo.Rated // with those of which nothing is said
	asked   []photo.ID               // what is being read
	stale   bool                     // what is known may have changed
	reading work.Latest[map[photo.ID]photo.Rated]
}

// Need reads what is not known of the photos that are on screen now.
func (r *Ratings) Need() {
	if r.Read == nil {
		return
	}
	missing := r.Grid.OnScreen()
	if !r.stale {
		missing = slices.DeleteFunc(missing, func(id photo.ID) bool { _, is := r.known[id]; return is })
	}
	slices.Sort(missing)
	if len(missing) > 0 && !slices.Equal(missing, r.asked) {
		r.read(missing)
	}
}

// Again reads all that is on screen again: the library has changed.
func (r *Ratings) Again() {
	r.stale, r.asked = true, nil
	r.Need()
}

func (r *Ratings) read(ids []photo.ID) {
	r.asked = ids
	r.reading.Run(r.Group, func(ctx context.Context) (map[photo.ID]photo.Rated, error) {
		return r.Read(ctx, ids)
	}, func(said map[photo.ID]photo.Rated, err error) {
		r.asked = nil
		if err != nil {
			slog.Warn("read ratings", "err", err)
			return
		}
		if r.stale || len(r.known) > mostRated || r.known == nil {
			r.known = make(map[photo.ID]photo.Rated, len(ids))
		}
		r.stale = false
		for _, id := range ids {
			r.known[id] = said[id]
		}
		r.Grid.SetRated(r.known)
		r.Need()
	})
}
