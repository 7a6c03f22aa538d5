// Package roll is a list of photos in the order shown, of which only a part may be loaded: a roll
// of a million photos knows how many there are on each page and what room they take, and has the
// tiles of the pages that a person looks at. A Roll is never modified, so that those who keep one
// may go on reading it.
package roll

import (
	"slices"
	"sort"
	"time"

	"recollect/engine/photo"
)

const (
	pageLeast = 500  // photos on a page, unless its month has fewer
	pageMost  = 1000 // photos on a page of a list that is loaded already
)

// Tiles that are wider or higher than this are cut at their centre.
const (
	MinAspect = 0.4
	MaxAspect = 3.0
)

// Aspect returns the proportions that t is shown in, width over height; 1 if they are not known.
func Aspect(t photo.Tile) float64 {
	if t.WidthPx <= 0 || t.HeightPx <= 0 {
		return 1
	}
	return min(max(float64(t.WidthPx)/float64(t.HeightPx), MinAspect), MaxAspect)
}

// Page is a run of photos. In a roll by date all are of one month. A Page is never modified.
type Page struct {
	// Start and End are the midnights of its latest day and of its earliest; zero in a roll that is
	// not by date. A roll that begins with the earliest day has them the other way round.
	Start, End time.Time
	Photos     int          // how many there are
	Widths     float64      // the sum of their Aspects
	Tiles      []photo.Tile // the photos; nil until they are loaded
	// Stamp tells pages with the same days apart: with the same stamp they have the same photos.
	Stamp int
	// Stacks are those of Tiles that look alike, the best of each stack first; nil until that is known.
	Stacks [][]photo.ID
	// Guessed: Stacks are those of another Page with the same days.
	Guessed bool
	folded  map[photo.ID]*Stack // the stacks of a page that Fold made, by each of their photos
}

// Loaded reports whether the page has its tiles.
func (p *Page) Loaded() bool { return p.Tiles != nil }

// Same reports whether p and q are the same page, loaded or not.
func (p *Page) Same(q *Page) bool {
	return p.Start.Equal(q.Start) && p.End.Equal(q.End) && p.Stamp == q.Stamp && p.Photos == q.Photos
}

// With returns p with its tiles, as many as there are.
func (p *Page) With(tiles []photo.Tile) *Page {
	q := *p
	q.Tiles, q.Photos, q.Widths, q.Stacks, q.Guessed = tiles, len(tiles), widths(tiles), nil, false
	return &q
}

// Without returns p without its tiles.
func (p *Page) Without() *Page {
	q := *p
	q.Tiles, q.Stacks, q.Guessed = nil, nil, false
	return &q
}

// Has reports whether the page covers the day of a moment.
func (p *Page) Has(taken time.Time) bool {
	newest, oldest := p.Start, p.End
	if newest.Before(oldest) {
		newest, oldest = oldest, newest
	}
	return !taken.Before(oldest) && taken.Before(newest.AddDate(0, 0, 1))
}

// Roll is a list of photos. The nil Roll is empty.
type Roll struct {
	ByDate bool // the pages are of months, and in the order of time
	Pages  []*Page
	firsts []int // the index of each page's first photo, and last how many there are
}

// New returns the roll of pages, without those that are empty.
func New(pages []*Page, byDate bool) *Roll {
	r := &Roll{ByDate: byDate, firsts: make([]int, 1, len(pages)+1)}
	for _, p := range pages {
		if p.Photos == 0 {
			continue
		}
		r.Pages = append(r.Pages, p)
		r.firsts = append(r.firsts, r.firsts[len(r.firsts)-1]+p.Photos)
	}
	return r
}

// Of returns the roll of tiles, all of them loaded. byDate says that they are in the order of time,
// in either direction. The caller does not change tiles.
func Of(tiles []photo.Tile, byDate bool) *Roll {
	var pages []*Page
	for rest := tiles; len(rest) > 0; {
		end := min(pageMost, len(rest))
		p := &Page{}
		if byDate {
			end = sameMonth(rest[:end])
			p.Start, p.End = midnight(rest[0].Taken), midnight(rest[end-1].Taken)
		}
		p.Tiles, p.Photos, p.Widths = rest[:end:end], end, widths(rest[:end])
		pages, rest = append(pages, p), rest[end:]
	}
	return New(pages, byDate)
}

// Days returns the pages of days, the last day first. None is loaded.
func Days(days []photo.Day, stamp int) []*Page {
	var pages []*Page
	for _, d := range days {
		if d.Photos <= 0 {
			continue
		}
		n := float64(d.Photos)
		d.Widths = min(max(d.Widths, MinAspect*n), MaxAspect*n) // also where a catalog is damaged
		last := len(pages) - 1
		if last >= 0 && pages[last].Photos < pageLeast && month(pages[last].End) == month(d.Start) {
			p := pages[last]
			p.End, p.Photos, p.Widths = d.Start, p.Photos+d.Photos, p.Widths+d.Widths
			continue
		}
		pages = append(pages, &Page{Start: d.Start, End: d.Start, Photos: d.Photos, Widths: d.Widths, Stamp: stamp})
	}
	return pages
}

// Len returns how many photos there are.
func (r *Roll) Len() int {
	if r == nil || len(r.firsts) == 0 {
		return 0
	}
	return r.firsts[len(r.firsts)-1]
}

// Complete reports whether all photos are loaded.
func (r *Roll) Complete() bool {
	return r == nil || !slices.ContainsFunc(r.Pages, func(p *Page) bool { return !p.Loaded() })
}

// At returns photo i; ok is false if it is not loaded, or there is none.
func (r *Roll) At(i int) (t photo.Tile, ok bool) {
	if i < 0 || i >= r.Len() {
		return t, false
	}
	k := r.PageOf(i)
	if p := r.Pages[k]; p.Loaded() {
		return p.Tiles[i-r.firsts[k]], true
	}
	return t, false
}

// PageOf returns the index of the page that photo i is on.
func (r *Roll) PageOf(i int) int {
	return sort.Search(len(r.Pages)-1, func(k int) bool { return r.firsts[k+1] > i })
}

// First returns the index of the first photo of page k, and for the number of pages that of photos.
func (r *Roll) First(k int) int { return r.firsts[k] }

// Find returns the index of a photo, -1 if it is not among those that are loaded.
func (r *Roll) Find(id photo.ID) int {
	if r == nil || id == 0 {
		return -1
	}
	for k, p := range r.Pages {
		if at := indexOf(p.Tiles, id); at >= 0 {
			return r.firsts[k] + at
		}
	}
	return -1
}

// FindNear is Find for a photo that was at an index of another roll at a time.
func (r *Roll) FindNear(t photo.Tile, at int) int {
	if now, ok := r.At(at); ok && now.ID == t.ID {
		return at
	}
	if r == nil || !r.ByDate {
		return r.Find(t.ID)
	}
	for k := r.pageAt(t.Taken); k < len(r.Pages) && r.Pages[k].Has(t.Taken); k++ {
		if i := indexOf(r.Pages[k].Tiles, t.ID); i >= 0 {
			return r.firsts[k] + i
		}
	}
	return -1
}

// PageAt returns the index of the page that has, or would have, photos that were taken at a time;
// -1 in a roll that is empty or not by date.
func (r *Roll) PageAt(taken time.Time) int {
	if r == nil || !r.ByDate || len(r.Pages) == 0 {
		return -1
	}
	return min(r.pageAt(taken), len(r.Pages)-1)
}

// Dated returns how many of the pages are of photos with dates that can be trusted. In a roll by date the others follow
// them, in either order of time.
func (r *Roll) Dated() int {
	return sort.Search(len(r.Pages), func(k int) bool { return photo.Undated(r.Pages[k].Start) })
}

// pageAt returns the first page that does not end before a time, in the order of the roll.
func (r *Roll) pageAt(taken time.Time) int {
	day := midnight(taken)
	from, end := 0, r.Dated()
	if photo.Undated(taken) {
		from, end = end, len(r.Pages)
	}
	pages := r.Pages[from:end]
	rising := len(pages) > 0 && pages[0].Start.Before(pages[len(pages)-1].End)
	return from + sort.Search(len(pages), func(k int) bool {
		if rising {
			return !pages[k].End.Before(day)
		}
		return !pages[k].End.After(day)
	})
}

// With returns r with another page k.
func (r *Roll) With(k int, p *Page) *Roll {
	pages := slices.Clone(r.Pages)
	pages[k] = p
	return New(pages, r.ByDate)
}

// Adopt returns r with those pages of old that are the same. Both are by date, the newest first.
func (r *Roll) Adopt(old *Roll) *Roll {
	if old == nil || !old.ByDate {
		return r
	}
	pages, from := slices.Clone(r.Pages), 0
	for k, p := range pages {
		for from < len(old.Pages) && old.Pages[from].Start.After(p.Start) {
			from++
		}
		if from == len(old.Pages) {
			break
		}
		if was := old.Pages[from]; was.Same(p) && (was.Loaded() || !p.Loaded()) {
			pages[k] = was
		}
	}
	return New(pages, r.ByDate)
}

// sameMonth returns how many tiles are of the month of the first.
func sameMonth(tiles []photo.Tile) int {
	first := month(tiles[0].Taken)
	for i, t := range tiles {
		if month(t.Taken) != first {
			return i
		}
	}
	return len(tiles)
}

// month returns a number of the month of a time, which rises with time.
func month(t time.Time) int {
	y, m, _ := t.Date()
	return 12*y + int(m)
}

func midnight(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }

func widths(tiles []photo.Tile) (sum float64) {
	for _, t := range tiles {
		sum += Aspect(t)
	}
	return sum
}

func indexOf(tiles []photo.Tile, id photo.ID) int {
	return slices.IndexFunc(tiles, func(t photo.Tile) bool { return t.ID == id })
}
