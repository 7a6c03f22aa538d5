package plan

import (
	"sort"
	"time"

	"recollect/engine/photo"
	"recollect/ui/phrases"
	"recollect/ui/roll"
)

// Section is a heading and the tiles [first, end) below it, which are on whole pages.
type Section struct {
	Y          int
	Title      string
	Page       int // the index of its first page
	pagesEnd   int
	first, end int
}

// Tiles returns the tiles [first, end) of the section.
func (s Section) Tiles() (first, end int) { return s.first, s.end }

// sections divides a roll by date, in either order of time, where the month changes. Short months of
// one year share a heading, so that a library of few photos is not a column of nearly empty rows. Photos without a date
// have one of their own.
func sections(r *roll.Roll, m Measure) []Section {
	if !r.ByDate {
		return nil
	}
	var all []Section
	var wide []int // how much of rows the tiles of each section fill, up to three rows
	dated := r.Dated()
	for k := 0; k < dated; {
		s, w := Section{Page: k}, 0
		for {
			var more int
			k, more = sameMonth(r, k, m)
			w = min(w+more, 3*m.Width)
			if k == dated || r.Pages[k].Start.Year() != r.Pages[s.Page].Start.Year() || w >= m.Width {
				break
			}
		}
		s.pagesEnd = k
		last := len(all) - 1
		// A year's last few photos go to the section above if both are short.
		if last >= 0 && r.Pages[all[last].Page].Start.Year() == r.Pages[s.Page].Start.Year() &&
			w < m.Width && wide[last] < 3*m.Width {
			all[last].pagesEnd = k
			continue
		}
		all, wide = append(all, s), append(wide, w)
	}
	for i, s := range all {
		all[i].Title = title(r.Pages[s.pagesEnd-1].End, r.Pages[s.Page].Start)
	}
	if dated < len(r.Pages) {
		all = append(all, Section{Page: dated, pagesEnd: len(r.Pages), Title: Month(r.Pages[dated])})
	}
	for i, s := range all {
		all[i].first, all[i].end = r.First(s.Page), r.First(s.pagesEnd)
	}
	return all
}

// sameMonth returns the end of the pages of the month of page k, and how many pixels of rows they
// fill, up to three rows.
func sameMonth(r *roll.Roll, k int, m Measure) (end, wide int) {
	year, month, _ := r.Pages[k].Start.Date()
	for end = k; end < len(r.Pages); end++ {
		if y, mo, _ := r.Pages[end].Start.Date(); y != year || mo != month {
			break
		}
		if wide < 3*m.Width {
			wide += fills(r.Pages[end], m)
		}
	}
	return end, min(wide, 3*m.Width)
}

// fills returns how many pixels of rows a page fills, up to three rows.
func fills(p *roll.Page, m Measure) int {
	if !p.Loaded() {
		return int(min(p.Widths*float64(m.Row)+float64(p.Photos*m.Gap), float64(3*m.Width)))
	}
	wide := 0
	for _, t := range p.Tiles {
		wide += int(roll.Aspect(t)*float64(m.Row)) + m.Gap
		if wide >= 3*m.Width {
			break
		}
	}
	return wide
}

// title names the time between two moments of one year, in either order.
func title(from, to time.Time) string {
	if to.Before(from) {
		from, to = to, from
	}
	if from.Month() == to.Month() {
		return phrases.Catalogue().Month(to)
	}
	return phrases.Catalogue().Months(from, to)
}

// Month names the month of a page of a roll by date.
func Month(p *roll.Page) string {
	if photo.Undated(p.Start) {
		return phrases.Say("grid:undated")
	}
	return phrases.Catalogue().Month(p.Start)
}

// SectionAt returns the index of the section at y, -1 if there are none.
func (p *Plan) SectionAt(y int) int {
	return sort.Search(len(p.Sections), func(i int) bool { return p.Sections[i].Y > y }) - 1
}
