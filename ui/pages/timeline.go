package pages

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/tiles"
	"recollect/ui/work"
)

const (
	// mostPages is how many pages of a timeline stay loaded: some 20,000 photos, and 3 MB.
	mostPages = 32
	// retryAfter is how long a page that could not be read waits to be read again.
	retryAfter = 2 * time.Second
)

// Timeline is the roll of all photos. It loads the pages that are needed, and drops those that were
// not for a while. All of it belongs to the UI goroutine.
type Timeline struct {
	OnChange func()      // Roll has changed; never nil
	OnFail   func(error) // what the person asked for could not be read; never nil

	group   *work.Group
	library tiles.Library
	list    *tiles.List
	roll    *roll.Roll
	needs   map[Reader][]*roll.Page
	recent  []time.Time // the starts of pages that were needed, the last first
	fan     work.Fan[*roll.Page, *roll.Page]
	retry   *work.Timer // reads again what could not be read
	sought  photo.Tile
	found   func() // called once sought is loaded; nil: nothing is sought
	naming  work.Latest[*photo.Set]
}

// Reader is who needs pages of a timeline.
type Reader int

// The readers.
const (
	GridReader Reader = iota
	ViewerReader
	PairReader
	seeker
)

// NewTimeline returns the timeline of list, whose tiles library has, before its first view.
func NewTimeline(group *work.Group, library tiles.Library, list *tiles.List) *Timeline {
	t := &Timeline{
		group: group, library: library, list: list, roll: roll.New(nil, true), needs: map[Reader][]*roll.Page{},
		retry: work.NewTimer(group),
	}
	t.fan = work.Fan[*roll.Page, *roll.Page]{Workers: 2, Work: t.load, Show: t.show}
	return t
}

// Roll returns the roll as it is now.
func (t *Timeline) Roll() *roll.Roll { return t.roll }

// SetView sets what was read of the library, and calls OnChange.
func (t *Timeline) SetView(v tiles.View) {
	for k, p := range v.Roll.Pages {
		if p.Loaded() && v.Roll.First(k) >= tiles.Head { // it has days of a page that is needed
			t.needed(p)
		}
	}
	t.roll = t.trim(v.Roll.Adopt(t.roll).Guess(t.roll))
	t.OnChange()
	if t.found != nil {
		t.Seek(t.sought, t.found) // its page may be another one now
	}
}

// Need sets which pages of Roll a reader needs, the most urgent first.
func (t *Timeline) Need(by Reader, pages []*roll.Page) {
	if slices.Equal(t.needs[by], pages) {
		return
	}
	t.needs[by] = pages
	t.read()
}

// read loads what is needed.
func (t *Timeline) read() {
	var all, missing []*roll.Page
	for _, by := range []Reader{seeker, PairReader, ViewerReader, GridReader} {
		for _, p := range t.needs[by] {
			all = append(all, p)
			if !p.Loaded() || t.list.Unstacked(p) {
				missing = append(missing, p)
			}
			t.needed(p)
		}
	}
	t.recent = t.recent[max(len(t.recent)-max(mostPages, len(all)), 0):]
	t.list.Hold(all)
	t.fan.Want(t.group, missing)
}

// needed notes that p is the page that was needed last.
func (t *Timeline) needed(p *roll.Page) {
	t.recent = slices.DeleteFunc(t.recent, p.Start.Equal)
	t.recent = append(t.recent, p.Start)
}

// Seek calls found once a photo of the roll is loaded, unless it is not there, or
// another is sought first.
func (t *Timeline) Seek(x photo.Tile, found func()) {
	t.sought, t.found = x, found
	if k := t.roll.PageAt(x.Taken); k >= 0 {
		t.Need(seeker, []*roll.Page{t.roll.Pages[k]})
	}
	t.seek()
}

// seek calls found if the photo is loaded, and ends the search if it is not there.
func (t *Timeline) seek() {
	if t.found == nil {
		return
	}
	at, k := t.roll.FindNear(t.sought, -1), t.roll.PageAt(t.sought.Taken)
	if at < 0 && k >= 0 && !t.roll.Pages[k].Loaded() {
		return
	}
	found := t.found
	t.found = nil
	t.Need(seeker, nil)
	if at >= 0 {
		found()
	}
}

// IDs calls take with the photos of pages that are not loaded; with nil if they cannot be read.
func (t *Timeline) IDs(pages []*roll.Page, take func(*photo.Set)) {
	t.naming.Run(t.group, func(ctx context.Context) (*photo.Set, error) {
		ids := new(photo.Set)
		for _, p := range pages {
			loaded, err := tiles.Load(ctx, t.library, p)
			if err != nil {
				return nil, err
			}
			for _, x := range loaded.Tiles {
				ids.Add(x.ID)
			}
		}
		return ids, nil
	}, func(ids *photo.Set, err error) {
		if err != nil {
			t.OnFail(err)
			ids = nil
		}
		take(ids)
	})
}

func (t *Timeline) load(ctx context.Context, p *roll.Page) (*roll.Page, error) {
	if p.Loaded() {
		return t.list.Stack(ctx, p, 0), nil
	}
	return t.list.Load(ctx, p)
}

// show puts a page that was loaded into the roll.
func (t *Timeline) show(p, loaded *roll.Page, err error) {
	if err != nil {
		slog.Warn("read a page of photos", "err", err)
		t.retry.After(retryAfter, t.read)
		return
	}
	k := slices.Index(t.roll.Pages, p)
	if k < 0 {
		return // the library has changed meanwhile: the grid needs another page
	}
	t.roll = t.trim(t.roll.With(k, loaded))
	t.OnChange()
	t.seek()
}

// trim returns r without the tiles of pages that were not needed for a while.
func (t *Timeline) trim(r *roll.Roll) *roll.Roll {
	pages := slices.Clone(r.Pages)
	for k, p := range pages {
		if p.Loaded() && r.First(k) >= tiles.Head && !slices.ContainsFunc(t.recent, p.Start.Equal) {
			pages[k] = p.Without()
		}
	}
	return roll.New(pages, true)
}
