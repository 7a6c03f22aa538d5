package grid

import (
	"fmt"
	"sort"
	"time"

	"recollect/engine/photo"
)

// section is a heading and the tiles [first, end) below it.
type section struct {
	y, first, end int
	title         string
}

// months divides tiles, in either order of time, where the month changes. Short months of one year
// share a heading, so that a library of few photos is not a column of nearly empty rows.
func months(tiles []photo.Tile, m measure) []section {
	var sections []section
	for first := 0; first < len(tiles); {
		end := sameMonth(tiles, first)
		for end < len(tiles) && year(tiles[end]) == year(tiles[first]) && !fills(tiles[first:end], m) {
			end = sameMonth(tiles, end)
		}
		sections = append(sections, section{first: first, end: end})
		first = end
	}
	sections = joinTails(tiles, sections, m)
	for i := range sections {
		s := &sections[i]
		s.title = title(tiles[s.end-1].Taken, tiles[s.first].Taken)
	}
	return sections
}

// joinTails moves a year's last few photos to the section above if both are short.
func joinTails(tiles []photo.Tile, in []section, m measure) []section {
	var out []section
	for _, s := range in {
		last := len(out) - 1
		if last >= 0 && year(tiles[s.first]) == year(tiles[out[last].first]) &&
			!fills(tiles[s.first:s.end], m) && !fillsRows(tiles[out[last].first:out[last].end], m, 3) {
			out[last].end = s.end
			continue
		}
		out = append(out, s)
	}
	return out
}

// sameMonth returns the end of the tiles that were taken in the month of tile
// first.
func sameMonth(tiles []photo.Tile, first int) int {
	y, mo, _ := tiles[first].Taken.Date()
	end := first + 1
	for end < len(tiles) {
		if y2, mo2, _ := tiles[end].Taken.Date(); y2 != y || mo2 != mo {
			break
		}
		end++
	}
	return end
}

func fills(tiles []photo.Tile, m measure) bool { return fillsRows(tiles, m, 1) }

// fillsRows reports whether tiles fill n rows at the preferred height.
func fillsRows(tiles []photo.Tile, m measure, rows int) bool {
	sum := 0
	for _, t := range tiles {
		sum += int(aspect(t)*float64(m.row)) + m.gap
		if sum >= m.width*rows {
			return true
		}
	}
	return false
}

func year(t photo.Tile) int { return t.Taken.Year() }

// title names the time between two moments of one year, in either order.
func title(from, to time.Time) string {
	if to.Before(from) {
		from, to = to, from
	}
	if from.Month() == to.Month() {
		return to.Format("January 2006")
	}
	return fmt.Sprintf("%s – %s", from.Format("January"), to.Format("January 2006"))
}

// sectionAt returns the index of the section at y, -1 if there are none.
func (p *plan) sectionAt(y int) int {
	return sort.Search(len(p.sections), func(i int) bool { return p.sections[i].y > y }) - 1
}
