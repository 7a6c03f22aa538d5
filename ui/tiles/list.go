// Package tiles keeps the list of all photos of a library, newest first, up to date:
// it reads all pages once, and from then on only changes. The cost of a change
// depends on its size, apart from one copy of the list: a list is never modified, so
// others may continue to read the old one.
package tiles

import (
	"context"
	"math"
	"slices"

	"recollect/engine/photo"
)

// pageSize is how many tiles are read at a time.
const pageSize = 5000

// Library has the photos.
type Library interface {
	// Page returns up to limit tiles, newest first, of those that follow a tile: the
	// last of the page before. The zero Tile comes before all.
	Page(ctx context.Context, after photo.Tile, limit int) ([]photo.Tile, error)
	// Since calls tile with each photo that was changed after a number of the library's sequence,
	// in no order. Since 0, everything is changed.
	Since(ctx context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error)
}

// View is the list at one moment. Views with the same number are the same.
type View struct {
	Number int          // rises with each change
	Tiles  []photo.Tile // newest first; never modified
	// Places are the indices of tiles that differ from the previous view, if that
	// has the same photos in the same order; nil otherwise.
	Places []int
	// Head and Tail are the numbers of tiles at the beginning and the end that equal
	// those of the previous view; 0 if unknown.
	Head, Tail int
}

// List reads the list. Its methods belong to one goroutine at a time.
type List struct {
	library Library
	seq     int64
	view    View
	taken   moments // of each tile, to find its place
}

// New returns an empty list of the photos of l.
func New(l Library) *List { return &List{library: l} }

// Read reads what has changed and returns the list as it is now. With an error
// it returns the previous view.
func (l *List) Read(ctx context.Context) (View, error) {
	for {
		var changed []photo.Tile
		ch, err := l.library.Since(ctx, l.seq, func(t photo.Tile) { changed = append(changed, t) })
		if err != nil {
			return l.view, err
		}
		if !ch.All {
			l.seq = ch.Sequence
			l.change(changed, ch.Gone)
			return l.view, nil
		}
		if err := l.readAll(ctx); err != nil {
			return l.view, err
		}
		l.seq = ch.Sequence // changes made while the pages were read are read again
	}
}

// readAll reads the whole list.
func (l *List) readAll(ctx context.Context) error {
	all := []photo.Tile{}
	for after := (photo.Tile{}); ; after = all[len(all)-1] {
		page, err := l.library.Page(ctx, after, pageSize)
		if err != nil {
			return err
		}
		all = append(all, page...)
		if len(page) < pageSize {
			break
		}
	}
	l.taken = nil
	for _, t := range all {
		l.taken.set(t.ID, t.Taken.UnixNano())
	}
	// A photo whose date changed meanwhile may have come twice.
	all = slices.DeleteFunc(all, func(t photo.Tile) bool { return l.taken[t.ID] != t.Taken.UnixNano() })
	l.view = View{Number: l.view.Number + 1, Tiles: all}
	return nil
}

// change applies changes to a copy of the list.
func (l *List) change(changed []photo.Tile, gone []photo.ID) {
	remove, insert := []int{}, []photo.Tile{}
	replace := map[int]photo.Tile{}
	for _, t := range changed {
		at, known := l.place(t.ID)
		switch {
		case known && l.taken[t.ID] == t.Taken.UnixNano():
			if l.view.Tiles[at] != t {
				replace[at] = t
			}
			continue
		case known:
			remove = append(remove, at)
		}
		insert = append(insert, t)
	}
	for _, id := range gone {
		if at, known := l.place(id); known {
			remove = append(remove, at)
			l.taken[id] = absent
		}
	}
	if len(remove)+len(insert)+len(replace) == 0 {
		return
	}
	for _, t := range insert {
		l.taken.set(t.ID, t.Taken.UnixNano())
	}
	v := View{Number: l.view.Number + 1, Tiles: l.view.Tiles}
	if len(replace) > 0 {
		v.Tiles = slices.Clone(v.Tiles)
	}
	for at, t := range replace {
		v.Tiles[at] = t
		v.Places = append(v.Places, at)
	}
	if len(remove)+len(insert) > 0 {
		v.Head, v.Tail = v.between(remove, insert)
		v.Tiles, v.Places = splice(v.Tiles, remove, insert), nil
	}
	l.view = v
}

// between returns how many tiles of v are before the first change and after the last.
func (v View) between(remove []int, insert []photo.Tile) (head, tail int) {
	first, end := len(v.Tiles), 0
	for _, at := range slices.Concat(remove, v.Places) {
		first, end = min(first, at), max(end, at+1)
	}
	for _, t := range insert {
		at, _ := slices.BinarySearchFunc(v.Tiles, t, order)
		first, end = min(first, at), max(end, at)
	}
	return first, len(v.Tiles) - end
}

// order returns that of tiles in a list.
func order(a, b photo.Tile) int { return compare(a.Taken.UnixNano(), a.ID, b.Taken.UnixNano(), b.ID) }

// place returns where a photo is in the list.
func (l *List) place(id photo.ID) (at int, known bool) {
	if int(id) >= len(l.taken) || l.taken[id] == absent {
		return 0, false
	}
	taken := l.taken[id]
	return slices.BinarySearchFunc(l.view.Tiles, id, func(t photo.Tile, id photo.ID) int {
		return compare(t.Taken.UnixNano(), t.ID, taken, id)
	})
}

// moments are when photos were taken, as UnixNano, by the number of the photo: numbers
// have few gaps, and a map of a million takes five times the memory.
type moments []int64

// absent is the moment of a photo that does not exist.
const absent = math.MinInt64

func (m *moments) set(id photo.ID, taken int64) {
	for int(id) >= len(*m) {
		*m = append(*m, absent)
	}
	(*m)[id] = taken
}

// compare returns the order of tiles: the newest first, then by number.
func compare(taken int64, id photo.ID, taken2 int64, id2 photo.ID) int {
	switch {
	case taken > taken2 || taken == taken2 && id < id2:
		return -1
	case taken == taken2 && id == id2:
		return 0
	}
	return 1
}

// splice returns tiles without those at the places remove, and with insert. Between these it copies
// whole runs.
func splice(tiles []photo.Tile, remove []int, insert []photo.Tile) []photo.Tile {
	slices.Sort(remove)
	slices.SortFunc(insert, order)
	out := make([]photo.Tile, 0, len(tiles)-len(remove)+len(insert))
	from := 0
	upTo := func(end int) { // copies up to end, but for what is removed
		for len(remove) > 0 && remove[0] < end {
			out = append(out, tiles[from:remove[0]]...)
			from, remove = remove[0]+1, remove[1:]
		}
		out = append(out, tiles[from:end]...)
		from = end
	}
	for _, t := range insert {
		at, _ := slices.BinarySearchFunc(tiles, t, order)
		upTo(max(at, from))
		out = append(out, t)
	}
	upTo(len(tiles))
	return out
}
