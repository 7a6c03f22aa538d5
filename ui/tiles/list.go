// Package tiles keeps the list of all photos of a library, newest first, up to date: it
// reads how many there are on each day, and the tiles of those pages that somebody looks at.
// What it reads of a change depends on the size of the change, not of the library.
package tiles

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"recollect/engine/photo"
	"recollect/ui/roll"
)

const (
	// Head is how many of the newest photos are always loaded: several screens, and all of a small
	// library.
	Head  = 1000
	chunk = 5000 // tiles that are read at a time
)

// Library has the photos.
type Library interface {
	// Days returns how many photos were taken on each day, the last day first.
	Days(context.Context) ([]photo.Day, error)
	// Page returns up to limit tiles, newest first, of those that follow a tile: the
	// last of the page before, or Before of a day. The zero Tile comes before all.
	Page(ctx context.Context, after photo.Tile, limit int) ([]photo.Tile, error)
	// Since calls tile with each photo that was changed after a number of the library's sequence,
	// in no order. Since 0, everything is changed.
	Since(ctx context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error)
}

// View is the list at one moment. Views with the same number are the same.
type View struct {
	Number int        // rises with each change
	Roll   *roll.Roll // newest first; its first pages and those that are held are loaded
	Gone   []photo.ID // photos that were in the list before this change and may be no longer
}

// List reads the list. Its methods belong to one goroutine at a time, except Hold.
type List struct {
	// Stacks returns those of some photos that look alike, the best of each stack first. It goes on where the
	// last call was when its ctx ended. Nil: no photos are shown as one. It is set before the first Read.
	Stacks func(ctx context.Context, ids []photo.ID) ([][]photo.ID, error)

	library Library
	seq     int64
	view    View

	mu   sync.Mutex
	held []*roll.Page
}

// New returns an empty list of the photos of l.
func New(l Library) *List { return &List{library: l, view: View{Roll: roll.New(nil, true)}} }

// Hold says which pages of the views are looked at: where they change, the next view has their
// tiles. It may be called from any goroutine, and keeps pages, which the caller does not change.
func (l *List) Hold(pages []*roll.Page) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = pages
}

// Read reads what has changed and returns the list as it is now. With an error
// it returns the previous view.
func (l *List) Read(ctx context.Context) (View, error) {
	days := map[time.Time]bool{}
	ch, err := l.library.Since(ctx, l.seq, func(t photo.Tile) { days[t.Taken.Truncate(day)] = true })
	if err != nil {
		return l.view, err
	}
	if !ch.All && len(days)+len(ch.Gone) == 0 {
		l.seq = ch.Sequence
		return l.view, nil
	}
	v := View{Number: l.view.Number + 1, Gone: ch.Gone}
	if v.Roll, err = l.read(ctx, v.Number, ch.All, days); err != nil {
		return l.view, err
	}
	// What changed while this was read is read again the next time.
	l.seq, l.view = ch.Sequence, v
	return v, nil
}

const day = 24 * time.Hour

// read returns the list as it is now. Pages of the last view that have as many photos as they had,
// and of whose days none has changed, are taken from there.
func (l *List) read(ctx context.Context, number int, all bool, changed map[time.Time]bool) (*roll.Roll, error) {
	days, err := l.library.Days(ctx)
	if err != nil {
		return nil, err
	}
	was := map[time.Time]*roll.Page{}
	if !all {
		for _, p := range l.view.Roll.Pages {
			was[p.Start] = p
		}
	}
	r := roll.New(roll.Days(days, number), true)
	for d := range changed {
		if k := r.PageAt(d); k >= 0 {
			delete(was, r.Pages[k].Start)
		}
	}
	for k, p := range r.Pages {
		if old := was[p.Start]; old != nil && old.End.Equal(p.End) && old.Photos == p.Photos {
			p = old
		}
		wanted := r.First(k) < Head || l.holds(p)
		switch {
		case wanted && !p.Loaded():
			if p, err = Load(ctx, l.library, p); err != nil {
				return nil, err
			}
			p = l.Stack(ctx, p, stackTime)
		case !wanted && p.Loaded():
			p = p.Without()
		}
		r.Pages[k] = p
	}
	return roll.New(r.Pages, true), nil
}

// stackTime is how long a page waits for its stacks before it is shown without them.
const stackTime = 80 * time.Millisecond

// Load returns a page with its tiles and, unless that takes long, its stacks. It may be called from any
// goroutine.
func (l *List) Load(ctx context.Context, p *roll.Page) (*roll.Page, error) {
	p, err := Load(ctx, l.library, p)
	if err != nil {
		return p, err
	}
	return l.Stack(ctx, p, stackTime), nil
}

// Stack returns a page that is loaded with its stacks. If they take longer than patience, it returns p as it is;
// 0 waits. If they cannot be read there are none. It may be called from any goroutine.
func (l *List) Stack(ctx context.Context, p *roll.Page, patience time.Duration) *roll.Page {
	if l.Stacks == nil {
		return p
	}
	short, cancel := ctx, context.CancelFunc(func() {})
	if patience > 0 {
		short, cancel = context.WithTimeout(ctx, patience)
	}
	defer cancel()
	ids := make([]photo.ID, len(p.Tiles))
	for i, t := range p.Tiles {
		ids[i] = t.ID
	}
	groups, err := l.Stacks(short, ids)
	if short.Err() != nil {
		return p
	}
	if err != nil {
		slog.Warn("find what looks alike", "err", err)
	}
	return p.Stacked(groups)
}

// Unstacked reports whether p is loaded and its stacks are not known yet.
func (l *List) Unstacked(p *roll.Page) bool {
	return l.Stacks != nil && p.Loaded() && (p.Stacks == nil || p.Guessed)
}

// holds reports whether somebody looks at a day of p.
func (l *List) holds(p *roll.Page) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.held, func(h *roll.Page) bool {
		return !h.End.After(p.Start) && !p.End.After(h.Start)
	})
}

// Load returns page p of a list of the photos of l with its tiles. There may be others than p had,
// if they have changed.
func Load(ctx context.Context, l Library, p *roll.Page) (*roll.Page, error) {
	tiles := make([]photo.Tile, 0, p.Photos)
	for after := (photo.Day{Start: p.Start}).Before(); ; after = tiles[len(tiles)-1] {
		limit := min(p.Photos+1, chunk)
		page, err := l.Page(ctx, after, limit)
		if err != nil {
			return p, err
		}
		older := slices.IndexFunc(page, func(t photo.Tile) bool { return t.Taken.Before(p.End) })
		if older >= 0 {
			return p.With(append(tiles, page[:older]...)), nil
		}
		tiles = append(tiles, page...)
		if len(page) < limit {
			return p.With(tiles), nil
		}
	}
}
