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

// mostPages is how many pages of a timeline stay loaded: some 20,000 photos, and 3 MB.
const mostPages = 32

// Timeline is the roll of all photos. It loads the pages that are needed, and drops those that were
// not for a while. All of it belongs to the UI goroutine.
type Timeline struct {
	OnChange func() // Roll has changed; never nil

	group   *work.Group
	library tiles.Library
	list    *tiles.List
	roll    *roll.Roll
	needs   map[Reader][]*roll.Page
	recent  []time.Time // the starts of pages that were needed, the last first
	fan     work.Fan[*roll.Page, *roll.Page]
	sought  photo.Tile
	found   func(at int) // called once sought is loaded; nil: nothing is sought
	naming  work.Latest[*photo.Set]
}

// Reader is who needs pages of a timeline.
type Reader int

// The readers.
const (
	GridReader Reader = iota
	ViewerReader
	seeker
)

// NewTimeline returns the timeline of list, whose tiles library has, before its first view.
func NewTimeline(group *work.Group, library tiles.Library, list *tiles.List) *Timeline {
	t := &Timeline{
		group: group, library: library, list: list, roll: roll.New(nil, true), needs: map[Reader][]*roll.Page{},
	}
	t.fan = work.Fan[*roll.Page, *roll.Page]{Workers: 2, Work: t.load, Show: t.show}
	return t
}

// Roll returns the roll as it is now.
func (t *Timeline) Roll() *roll.Roll { return t.roll }

// SetView sets what was read of the library. It does not call OnChange.
func (t *Timeline) SetView(v tiles.View) { t.roll = t.trim(v.Roll.Adopt(t.roll)) }

// Need sets which pages of Roll a reader needs, the most urgent first.
func (t *Timeline) Need(by Reader, pages []*roll.Page) {
	if slices.Equal(t.needs[by], pages) {
		return
	}
	t.needs[by] = pages
	var all, missing []*roll.Page
	for _, by := range []Reader{seeker, ViewerReader, GridReader} {
		for _, p := range t.needs[by] {
			all = append(all, p)
			if !p.Loaded() {
				missing = append(missing, p)
			}
			t.recent = slices.DeleteFunc(t.recent, func(start time.Time) bool { return start.Equal(p.Start) })
			t.recent = append(t.recent, p.Start)
		}
	}
	t.recent = t.recent[max(len(t.recent)-max(mostPages, len(all)), 0):]
	t.list.Hold(all)
	t.fan.Want(t.group, missing)
}

// Seek calls found with the index of a photo of the roll once it is loaded, unless it is not there, or
// another is sought first.
func (t *Timeline) Seek(x photo.Tile, found func(at int)) {
	t.sought, t.found = x, found
	if k := t.roll.PageAt(x.Taken); k >= 0 {
		t.Need(seeker, []*roll.Page{t.roll.Pages[k]})
	}
	t.seek()
}

// seek calls found if the photo is loaded.
func (t *Timeline) seek() {
	at := t.roll.FindNear(t.sought, -1)
	if t.found == nil || at < 0 {
		return
	}
	found := t.found
	t.found = nil
	t.Need(seeker, nil)
	found(at)
}

// IDs calls take with the photos of pages that are not loaded.
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
			slog.Warn("read which photos there are", "err", err)
			return
		}
		take(ids)
	})
}

func (t *Timeline) load(ctx context.Context, p *roll.Page) (*roll.Page, error) {
	return tiles.Load(ctx, t.library, p)
}

// show puts a page that was loaded into the roll.
func (t *Timeline) show(p, loaded *roll.Page, err error) {
	if err != nil {
		slog.Warn("read a page of photos", "err", err)
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
