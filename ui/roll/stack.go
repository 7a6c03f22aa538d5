package roll

import (
	"slices"
	"time"

	"recollect/engine/photo"
)

// Stack is photos that look alike, of which one is shown until the person opens it. A Stack is never modified.
type Stack struct {
	Tiles []photo.Tile // the cover first, which is the best of them
	Open  bool         // all are shown, in this order
}

// Cover returns the photo that is shown while s is closed.
func (s *Stack) Cover() photo.ID { return s.Tiles[0].ID }

// Gather takes the photos of s out of a set, but for the cover if all of them are in it, which then stands for all.
func (s *Stack) Gather(set *photo.Set) {
	whole := true
	for _, t := range s.Tiles {
		whole = whole && set.Has(t.ID)
		set.Remove(t.ID)
	}
	if whole {
		set.Add(s.Cover())
	}
}

// Spread puts all photos of s into a set.
func (s *Stack) Spread(set *photo.Set) {
	for _, t := range s.Tiles {
		set.Add(t.ID)
	}
}

// Stacked returns p with its stacks: those of groups that have several photos of p, the best first. In a roll by
// date all of a stack are of one day, so that none is shown under another date than its own.
func (p *Page) Stacked(groups [][]photo.ID) *Page {
	q := *p
	q.Stacks, q.Guessed = [][]photo.ID{}, false
	if len(groups) == 0 {
		return &q
	}
	taken := make(map[photo.ID]time.Time, len(p.Tiles))
	for _, t := range p.Tiles {
		taken[t.ID] = t.Taken
	}
	for _, group := range groups {
		var days []time.Time
		of := map[time.Time][]photo.ID{}
		for _, id := range group {
			at, ok := taken[id]
			if !ok {
				continue
			}
			day := time.Time{}
			if !p.Start.IsZero() {
				day = midnight(at)
			}
			if of[day] == nil {
				days = append(days, day)
			}
			of[day] = append(of[day], id)
		}
		for _, day := range days {
			if len(of[day]) > 1 {
				q.Stacks = append(q.Stacks, of[day])
			}
		}
	}
	return &q
}

// Stacked returns r with the stacks of groups on each page that is loaded.
func (r *Roll) Stacked(groups [][]photo.ID) *Roll {
	pages := slices.Clone(r.Pages)
	for k, p := range pages {
		if p.Loaded() {
			pages[k] = p.Stacked(groups)
		}
	}
	return New(pages, r.ByDate)
}

// Guess returns r with the stacks that old has on the same days, on those of its pages whose stacks are not known yet:
// photos that lay apart for a moment would move the others under the pointer. Both are by date.
func (r *Roll) Guess(old *Roll) *Roll {
	pages := slices.Clone(r.Pages)
	for k, p := range pages {
		if !p.Loaded() || p.Stacks != nil {
			continue
		}
		var groups [][]photo.ID
		for _, was := range old.Pages {
			if len(was.Stacks) > 0 && (p.Has(was.Start) || p.Has(was.End) || was.Has(p.Start)) {
				groups = append(groups, was.Stacks...)
			}
		}
		if len(groups) > 0 {
			pages[k] = p.Stacked(groups)
			pages[k].Guessed = true
		}
	}
	return New(pages, r.ByDate)
}

// IDs returns the first photos of r that are loaded, up to so many.
func (r *Roll) IDs(most int) (ids []photo.ID) {
	for _, p := range r.Pages {
		for _, t := range p.Tiles[:min(len(p.Tiles), most-len(ids))] {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// Fold returns p as it is shown: a stack lies where its first photo is, as its cover alone or, if open says so of
// its cover, with all of its photos. A page without stacks is returned as it is.
func (p *Page) Fold(open func(cover photo.ID) bool) *Page {
	if len(p.Stacks) == 0 {
		return p
	}
	tile := make(map[photo.ID]photo.Tile, len(p.Tiles))
	for _, t := range p.Tiles {
		tile[t.ID] = t
	}
	of := map[photo.ID]*Stack{}
	for _, ids := range p.Stacks {
		s := &Stack{Open: open(ids[0])}
		for _, id := range ids {
			s.Tiles = append(s.Tiles, tile[id])
			of[id] = s
		}
	}
	tiles, seen := make([]photo.Tile, 0, len(p.Tiles)), map[*Stack]bool{}
	for _, t := range p.Tiles {
		s := of[t.ID]
		switch {
		case s == nil:
			tiles = append(tiles, t)
		case seen[s]:
		case s.Open:
			tiles = append(tiles, s.Tiles...)
		default:
			tiles = append(tiles, s.Tiles[0])
		}
		seen[s] = true
	}
	q := p.With(tiles)
	q.Stacks, q.folded = p.Stacks, of
	return q
}

// Folded returns the stacks of a page that Fold has made, by each of their photos. The caller does not change
// it.
func (p *Page) Folded() map[photo.ID]*Stack { return p.folded }

// Hides returns the photos that are not shown while the stack of a cover is closed; nil if it is open, or id is
// no cover. The nil Stack hides none.
func (s *Stack) Hides(id photo.ID) []photo.Tile {
	if s == nil || s.Open || s.Cover() != id {
		return nil
	}
	return s.Tiles[1:]
}
